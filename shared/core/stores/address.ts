// Places in secret stores of others; in sops/ the files of SOPS, read and written byte for byte as SOPS does it.
// Keep: Nothing of a file of SOPS is used whose MAC was not checked (docs/decisions/0074).
import { vaultError } from "../errors.ts";
import { failure, success, type Result } from "../result.ts";

export type StoreAddress =
  /** A field of a secret of the KV engine of Vault or OpenBao. */
  | { readonly kind: "vault"; readonly path: string; readonly field: string }
  | AwsAddress
  | AzureAddress
  | { readonly kind: "sops"; readonly path: string };

/** A secret of AWS Secrets Manager; profile and region empty: those that AWS' own programs would use. */
export interface AwsAddress {
  readonly kind: "aws-sm";
  readonly profile: string;
  readonly region: string;
  readonly name: string;
}

/** A secret of an Azure Key Vault. */
export interface AzureAddress {
  readonly kind: "azure-kv";
  /** The vault's name, or its whole host name where it is not in the public cloud. */
  readonly vault: string;
  readonly name: string;
}

const defaultField = "talosconfig";
/** Of an authority: the cluster's secrets bundle. */
export const authorityField = "secrets";

/** Null: it is no address, but a file's name. Errors: `usage`, for an address that names no place. */
export function readAddress(
  text: string,
  usualField = defaultField,
): Result<StoreAddress> | null {
  const [, scheme, rest = ""] =
    /^(vault|aws-sm|azure-kv|sops):(.*)$/s.exec(text) ?? [];
  if (scheme === undefined) return null;
  const address =
    scheme === "sops"
      ? fileOf(rest)
      : scheme === "aws-sm"
        ? awsOf(rest)
        : scheme === "azure-kv"
          ? azureOf(rest)
          : placeOf(rest, usualField);
  return address ? success(address) : wrong(text);
}

function fileOf(path: string): StoreAddress | null {
  return path === "" || path === "-" ? null : { kind: "sops", path };
}

function placeOf(text: string, usualField: string): StoreAddress | null {
  const [, path = "", field = usualField] =
    /^([^#]*)(?:#(.*))?$/s.exec(text) ?? [];
  const parts = path.split("/");
  const isPlace =
    parts.length > 1 &&
    parts.every((part) => /^[\w .@:+=,~-]+$/.test(part) && !/^\.+$/.test(part));
  return isPlace && /^[\w.-]+$/.test(field)
    ? { kind: "vault", path, field }
    : null;
}

/** What stands before the name is a profile and a region where it has the form of both; a name of AWS may look the same. */
function awsOf(text: string): StoreAddress | null {
  const [, profile = "", region = "", name = ""] =
    /^(?:([\w .:+,=~-]+)@([a-z]{2,}(?:-[a-z]+)+-\d{1,2})\/)?(.*)$/s.exec(
      text,
    ) ?? [];
  return /^[\w/+=.@-]{1,512}$/.test(name)
    ? { kind: "aws-sm", profile, region, name }
    : null;
}

/** The clouds of Azure, by the domain of their vaults: a token for vaults goes nowhere else. */
const azureDomains = [
  "vault.azure.net",
  "vault.azure.cn",
  "vault.usgovcloudapi.net",
] as const;

/** A name there has no slash: ours become hyphens, and so it is remembered. */
function azureOf(text: string): StoreAddress | null {
  const [, host = "", path = ""] = /^([^/]*)\/(.*)$/s.exec(text) ?? [];
  const whole = host.toLowerCase();
  const domain = azureDomains.find((one) => whole.endsWith(`.${one}`));
  const label = domain ? whole.slice(0, -domain.length - 1) : whole;
  const name = path.replaceAll("/", "-");
  return /^[a-z](?!.*--)[a-z\d-]{1,22}[a-z\d]$/.test(label) &&
    /^[\dA-Za-z-]{1,127}$/.test(name) &&
    path.split("/").every((part) => part !== "")
    ? {
        kind: "azure-kv",
        vault: domain === azureDomains[0] ? label : whole,
        name,
      }
    : null;
}

/** Where a vault of Azure is. */
export function azureHost({ vault }: AzureAddress): string {
  return vault.includes(".") ? vault : `${vault}.${azureDomains[0]}`;
}

/** An address as a person types it, and as it is remembered: what is usual is left out. */
export function addressText(address: StoreAddress): string {
  if (address.kind === "sops") return `sops:${address.path}`;
  if (address.kind === "azure-kv")
    return `azure-kv:${address.vault}/${address.name}`;
  if (address.kind === "aws-sm") {
    const { profile, region, name } = address;
    const login = region === "" ? "" : `${profile}@${region}/`;
    return `aws-sm:${login}${name}`;
  }
  const { path, field } = address;
  return `vault:${path}${field === defaultField ? "" : `#${field}`}`;
}

function wrong(text: string): Result<never> {
  return failure(
    vaultError(
      "usage",
      `"${text}" names no place in a store.`,
      "Write vault:MOUNT/PATH[#FIELD], aws-sm:[PROFILE@REGION/]NAME, azure-kv:VAULT/NAME or sops:FILE.",
    ),
  );
}
