import {
  readAddress,
  type StoreAddress,
} from "../../../shared/core/stores/address.ts";

type Kind = StoreAddress["kind"];

/** What a kind of store is called, and what an address of it looks like. */
export interface KindWords {
  readonly title: string;
  readonly example: string;
  /** What such an address needs. */
  readonly form: string;
}

export const storeKinds: Readonly<Record<Kind, KindWords>> = {
  vault: {
    title: "Vault, OpenBao",
    example: "vault:secret/talos/prod",
    form: "It wants a mount and a path, vault:MOUNT/PATH, and #FIELD behind them where the field is not called talosconfig.",
  },
  "aws-sm": {
    title: "AWS Secrets Manager",
    example: "aws-sm:prod@eu-central-1/talos/prod",
    form: "It wants the name of a secret, aws-sm:NAME, and PROFILE@REGION/ before that where these are not the usual ones.",
  },
  "azure-kv": {
    title: "Azure Key Vault",
    example: "azure-kv:team-vault/talos-prod",
    form: "It wants the name of a key vault and of a secret, azure-kv:VAULT/NAME, in letters, digits and hyphens.",
  },
  sops: {
    title: "SOPS file",
    example: "sops:~/clusters/prod.sops.yaml",
    form: "It wants the path of a file, sops:FILE.",
  },
};

/** What a typed address is so far: nothing, a place, or what it lacks. No store is asked for it. */
export type Reading =
  | { readonly kind: "nothing" }
  | { readonly kind: "place"; readonly text: string }
  | { readonly kind: "wrong"; readonly text: string };

export function readTyped(typed: string): Reading {
  const text = typed.trim();
  if (text === "") return { kind: "nothing" };
  const address = readAddress(text);
  if (!address) return { kind: "wrong", text: beginText };
  if (address.ok) return { kind: "place", text: placeText(address.value) };
  const scheme = text.slice(0, text.indexOf(":")) as Kind;
  return { kind: "wrong", text: storeKinds[scheme].form };
}

const beginText = "It begins with vault:, aws-sm:, azure-kv: or sops:.";

function placeText(address: StoreAddress): string {
  switch (address.kind) {
    case "vault":
      return `The field ${address.field} of ${address.path}, in Vault or OpenBao.`;
    case "aws-sm":
      return `The secret ${address.name} of AWS Secrets Manager, ${loginText(address)}.`;
    case "azure-kv":
      return `The secret ${address.name} of the key vault ${address.vault}.`;
    case "sops":
      return `The file ${address.path}, encrypted by SOPS.`;
  }
}

function loginText({
  profile,
  region,
}: Extract<StoreAddress, { readonly kind: "aws-sm" }>): string {
  if (region === "") return "with the usual profile and region";
  return profile === ""
    ? `in ${region}`
    : `in ${region} with the profile ${profile}`;
}
