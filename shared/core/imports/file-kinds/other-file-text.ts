import { vaultError, withActions, type VaultError } from "../../errors.ts";
import type {
  Asked,
  Encryption,
  Holding,
  OtherFile,
} from "../../found-file.ts";
import type { HandoverKind } from "../../handover-kind.ts";

/**
 * A file that is not what was asked for, as an error: what it is instead and what to do. The command for it is a
 * shell's (`found`). Null stands for a file that is nothing of what is known here.
 */
export function otherFileProblem(
  path: string,
  file: OtherFile | null,
  asked: Asked,
): VaultError {
  const name = path === "-" ? "Standard input" : path;
  const [message, next] = file
    ? words(file, asked)
    : [`is ${isNone[asked]}`, asksFor(asked)];
  const code =
    asked === "talosconfig" ? "talosconfig-invalid" : "credential-unusable";
  const isSops = file?.kind === "encrypted" && file.by === "sops";
  const said = vaultError(code, `${name} ${message}.`, next);
  const error = isSops ? withActions(said, ["keep-sops-key"]) : said;
  return file ? { ...error, found: { path, file, asked } } : error;
}

function asksFor(asked: Asked): string {
  switch (asked) {
    case "talosconfig":
      return "Check that this is the right file: a talosconfig has a key contexts.";
    case "authority":
      return "Give the secrets.yaml of the cluster, a control plane's machine config, or a file with the CA's certificate and key.";
    case "any":
      return "Give a talosconfig, a certificate, the secrets.yaml of a cluster, or a machine config.";
  }
}

type Words = readonly [message: string, next: string];

const isNone = {
  talosconfig: "no talosconfig",
  authority: "no secrets.yaml, no machine config and no PEM pair",
  any: "no talosconfig, no certificate, no secrets.yaml and no machine config",
} as const;

/** Of Talos and of what is made with it; the others follow. */
// A table of constants, as complex as there are kinds.
// oxlint-disable-next-line complexity
function words(file: OtherFile, asked: Asked): Words {
  switch (file.kind) {
    case "talosconfig":
      return [`is a talosconfig, and ${isNone[asked]}`, asksFor(asked)];
    case "no-contexts":
      return noContexts(asked);
    case "secrets":
      return [
        "is the secrets.yaml of a cluster, not a talosconfig: it has no contexts",
        "Its CA can be kept in the vault, to issue credentials with.",
      ];
    case "machine-config":
      return machineConfig(file.type);
    case "omniconfig":
      return [
        "is a configuration of omnictl, not of talosctl",
        "Omni gives the talosconfig of a cluster.",
      ];
    case "talos-service-account":
      return [
        "is a ServiceAccount of talos.dev: Talos puts the talosconfig into a Secret of its name, under the key config",
        "Take it from there.",
      ];
    case "terraform":
      return terraform(file);
    case "wrapped":
      return [
        `has ${holding(file.holds)} inside ${wrappings[file.how]}`,
        "Take it out first.",
      ];
    case "handover":
      return handover(file.text);
    case "vault-file":
    case "vault-backup":
      return [
        file.kind === "vault-file"
          ? "is a vault of Talos Vault"
          : "is a backup of a vault",
        "A whole vault is restored, not read as a talosconfig.",
      ];
    case "empty":
    case "binary":
    case "compressed":
    case "git-lfs":
    case "data":
    case "kubeconfig":
    case "kubernetes-secret":
    case "kubernetes":
    case "pem":
    case "encrypted":
    case "ciphertexts":
    case "unresolved":
    case "unmerged":
      return foreignWords(file, asked);
  }
}

function handover(text: HandoverKind): Words {
  switch (text) {
    case "request":
      return [
        "is a colleague's request for access",
        "Give access with it, and send the answer.",
      ];
    case "answer":
      return [
        "is the answer to a request for access",
        "Accept it in the vault that made the request.",
      ];
    case "receipt":
      return [
        "is the receipt for access that was given",
        "Note it in the vault that gave the access.",
      ];
  }
}

function noContexts(asked: Asked): Words {
  return asked === "talosconfig"
    ? [
        "is a talosconfig without a context: there is nothing to import",
        "Check that this is the right file.",
      ]
    : [`is a talosconfig, and ${isNone[asked]}`, asksFor(asked)];
}

type Foreign = Exclude<
  OtherFile,
  {
    readonly kind:
      | "talosconfig"
      | "no-contexts"
      | "secrets"
      | "machine-config"
      | "omniconfig"
      | "talos-service-account"
      | "terraform"
      | "wrapped"
      | "handover"
      | "vault-file"
      | "vault-backup";
  }
>;

// As above.
// oxlint-disable-next-line complexity
function foreignWords(file: Foreign, asked: Asked): Words {
  switch (file.kind) {
    case "empty":
      return [`is empty: ${isNone[asked]}`, asksFor(asked)];
    case "binary":
      return [`is a binary file: ${isNone[asked]}`, asksFor(asked)];
    case "compressed":
      return [`is compressed (${file.by})`, "Take out what is in it first."];
    case "git-lfs":
      return [
        "is a pointer of git LFS: the file itself is not here",
        "Fetch it first.",
      ];
    case "data":
      return [
        file.format === "text"
          ? `is a text, and ${isNone[asked]}`
          : `is ${file.format} of something else: ${isNone[asked]}`,
        asksFor(asked),
      ];
    case "kubeconfig":
      return [
        "is a kubeconfig: it is for the Kubernetes API, and has no credential for Talos",
        "Give the talosconfig of the cluster.",
      ];
    case "kubernetes-secret":
      return secret(file, asked);
    case "kubernetes":
      return [
        `is an object of Kubernetes (${safe(file.resource)}): ${isNone[asked]}`,
        asksFor(asked),
      ];
    case "pem":
      return pem(file.holds, asked);
    case "encrypted":
      return [
        `is encrypted by ${encryptions[file.by]}`,
        file.by === "sops"
          ? "Say where a key of age for it is, SOPS_AGE_KEY_FILE=FILE, or keep one in the vault; or open it first, and give what comes out."
          : "Open it first, and give what comes out.",
      ];
    case "ciphertexts":
      return [
        `has ciphertexts in place of its values${file.by === "unknown" ? "" : ` (${encryptions[file.by]})`}, and not what opens them`,
        file.by === "ansible-vault"
          ? "Let Ansible write the file with its values, and give that."
          : "Take the file as it was written by the tool that encrypted it, and open that.",
      ];
    case "unresolved":
      return unresolved(file);
    case "unmerged":
      return [
        "has the marks of a merge that was not finished: two versions of it stand one after the other",
        "Decide which lines are right, and give what comes out.",
      ];
  }
}

function unresolved({
  tag,
  line,
}: Extract<OtherFile, { readonly kind: "unresolved" }>): Words {
  return [
    tag === null
      ? `has a placeholder in ${line === 0 ? "place of a value" : `line ${String(line)}`}, which another tool fills in`
      : `has the tag ${tag} in line ${String(line)}: another tool puts a value there, and Talos would take the text beside it`,
    "Give what that tool makes of the file.",
  ];
}

function machineConfig(type: string): Words {
  if (type === "controlplane" || type === "init")
    return [
      "is the machine config of a control plane, not a talosconfig: it has no contexts",
      "Its CA can be kept in the vault, to issue credentials with.",
    ];
  return [
    type === "worker"
      ? "is the machine config of a worker: it has neither contexts nor a key of the CA"
      : "is a part of a machine config, not a talosconfig: it has no contexts",
    "Give the talosconfig of the cluster, or a control plane's machine config to issue credentials with.",
  ];
}

function secret(
  { keys }: Extract<OtherFile, { readonly kind: "kubernetes-secret" }>,
  asked: Asked,
): Words {
  const wanted = keys.filter(({ holds }) => holds === asked);
  const [first] = wanted.length > 0 ? wanted : keys;
  if (!first)
    return [
      "is a Secret of Kubernetes, and none of its keys holds a talosconfig",
      asksFor(asked),
    ];
  return [
    `is a Secret of Kubernetes: its key ${safe(first.key)} holds ${holding(first.holds)}`,
    "Take it out first.",
  ];
}

function pem(
  holds: Extract<OtherFile, { readonly kind: "pem" }>["holds"],
  asked: Asked,
): Words {
  const what = {
    certificate: "a certificate alone",
    key: "a private key alone",
    both: "a certificate and a private key",
    other: "PEM without a certificate",
  }[holds];
  return [
    `is ${what}, not ${asked === "talosconfig" ? "a talosconfig" : "a CA with its key"}`,
    asked === "talosconfig"
      ? "A talosconfig has base64 of it in ca, crt and key. A CA with its key can be kept in the vault, to issue credentials with."
      : asksFor(asked),
  ];
}

function terraform({
  form,
  path,
}: Extract<OtherFile, { readonly kind: "terraform" }>): Words {
  const what = {
    outputs: "is what terraform output -json prints",
    state: "is a state of Terraform",
    text: "is a text of Terraform",
    "client-configuration":
      "is the client_configuration of Terraform's provider or Pulumi's: a credential without addresses",
    "without-secrets":
      "is what pulumi stack output prints, with its secrets left out",
  }[form];
  if (form === "without-secrets") return [what, "Have it print them."];
  return path.length > 0
    ? [`${what}, with a talosconfig in it`, "Take that out."]
    : [
        `${what}, not a talosconfig`,
        "Make an output of talos_config of the data source talos_client_configuration (of Pulumi: talosConfig of client.getConfiguration), and give that.",
      ];
}

const encryptions: Readonly<Record<Encryption, string>> = {
  sops: "SOPS",
  age: "age",
  "age-passphrase": "age, with a passphrase",
  "ansible-vault": "ansible-vault",
  "git-crypt": "git-crypt",
  gpg: "OpenPGP (gpg)",
  openssl: "openssl enc",
};

const wrappings = {
  "json-string": "a text of JSON or YAML",
  heredoc: "a heredoc (<<EOT)",
  base64: "base64",
} as const;

function holding(holds: Holding): string {
  return holds === "authority"
    ? "secrets of Talos"
    : holds === "talosconfig"
      ? "a talosconfig"
      : "something of Talos";
}

/** A word from the file, for a message. */
function safe(word: string): string {
  return /^[\w.-]{1,80}$/.test(word) ? word : "with an odd name";
}
