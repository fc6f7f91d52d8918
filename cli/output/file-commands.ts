import type {
  Encryption,
  FoundFile,
  Holding,
  OtherFile,
  SopsFormat,
} from "../../shared/core/found-file.ts";
import { shellWord } from "../../shared/core/text/shell-words.ts";

/** The command that makes a file what was asked for; null where no single one does. */
// A table of constants, as complex as there are kinds.
// oxlint-disable-next-line complexity
export function fileCommand({
  path,
  file,
  ...found
}: FoundFile): string | null {
  const word = path === "-" ? "FILE" : fileWord(path);
  const asked = found.asked === "any" ? "talosconfig" : found.asked;
  const wanted: Holding = asked;
  const into = (holds: Holding) =>
    (holds === "unknown" ? wanted : holds) === "authority"
      ? "talos-vault authority import -"
      : "talos-vault import -";
  switch (file.kind) {
    case "secrets":
      return `talos-vault authority import ${word}`;
    case "machine-config":
      return file.type === "controlplane" || file.type === "init"
        ? `talos-vault authority import ${word}`
        : null;
    case "pem":
      return asked === "talosconfig" && file.holds === "both"
        ? `talos-vault authority import ${word}`
        : null;
    case "kubernetes-secret":
      return secretCommand(file, asked, into);
    case "talos-service-account":
      return `${kubectl(file, "config")} | base64 -d | talos-vault import -`;
    case "encrypted":
      return opened(file, path, word, into(file.holds));
    case "compressed":
      return `${decompress[file.by]} ${word} | ${into("unknown")}`;
    case "git-lfs":
      return "git lfs pull";
    case "terraform":
      return terraformCommand(file, word);
    case "wrapped":
      return wrappedCommand(file, word, into(file.holds));
    case "omniconfig":
      return "omnictl talosconfig --cluster CLUSTER talosconfig";
    case "handover":
      return handoverCommands[file.text](word);
    case "vault-file":
    case "vault-backup":
      return `talos-vault restore ${word}`;
    case "empty":
    case "binary":
    case "data":
    case "talosconfig":
    case "no-contexts":
    case "kubeconfig":
    case "kubernetes":
    case "unresolved":
    case "unmerged":
      return null;
    case "ciphertexts":
      return file.by === "ansible-vault" ? throughAnsible(path, asked) : null;
  }
}

const handoverCommands = {
  request: (word: string) =>
    `talos-vault handover give CONTEXT ${word} --for NAME --reason TEXT`,
  answer: (word: string) => `talos-vault handover accept ${word}`,
  receipt: (word: string) => `talos-vault handover receipt ${word}`,
} as const;

/** Ansible opens the values that are encrypted in a file when it uses them as variables. */
function throughAnsible(path: string, asked: Holding): string {
  const keys = asked === "authority" ? ["certs"] : ["context", "contexts"];
  const all = keys.map((key) => `${key}=${key}`).join(", ");
  const copy = `dest=OUT mode=0600 content={{ dict(${all}) | to_nice_yaml }}`;
  const file = shellWord(`@${path === "-" ? "FILE" : path}`);
  return `ansible localhost --ask-vault-pass -e ${file} -m copy -a ${shellWord(copy)}`;
}

/** A path as an operand: one that begins with a dash would be an option. */
function fileWord(path: string): string {
  return shellWord(path.startsWith("-") ? `./${path}` : path);
}

const decompress = {
  gzip: "gzip -dc",
  xz: "xz -dc",
  zstd: "zstd -dc",
  bzip2: "bzip2 -dc",
  zip: "unzip -p",
} as const;

type Encrypted = Extract<OtherFile, { readonly kind: "encrypted" }>;

function opened(
  { by, format }: Encrypted,
  path: string,
  word: string,
  into: string,
): string {
  if (by === "git-crypt") return "git-crypt unlock";
  const open: Readonly<Record<Exclude<Encryption, "git-crypt">, string>> = {
    sops: `sops -d${sopsTypes(path, format)}`,
    age: "age -d -i KEYFILE",
    "age-passphrase": "age -d",
    "ansible-vault": "ansible-vault view",
    gpg: "gpg -d",
    openssl: "openssl enc -d -CIPHER -in",
  };
  return `${open[by]} ${word} | ${into}`;
}

/** SOPS goes by the name of a file, and takes what it does not know for binary. */
function sopsTypes(path: string, format: SopsFormat = "binary"): string {
  const [, ending = ""] = /\.(yaml|yml|json|env|ini)$/.exec(path) ?? [];
  const byName: Readonly<Record<string, SopsFormat>> = {
    yaml: "yaml",
    yml: "yaml",
    json: "json",
    env: "dotenv",
    ini: "ini",
  };
  const isKnown = (byName[ending] ?? "binary") === format;
  return isKnown ? "" : ` --input-type ${format} --output-type ${format}`;
}

type Secret = Extract<OtherFile, { readonly kind: "kubernetes-secret" }>;

function secretCommand(
  secret: Secret,
  asked: Holding,
  into: (holds: Holding) => string,
): string | null {
  const wanted = secret.keys.find(({ holds }) => holds === asked);
  const key = wanted ?? secret.keys[0];
  if (!key) return null;
  return `${kubectl(secret, key.key)} | base64 -d | ${into(key.holds)}`;
}

/** Names come from a file: what is no name of Kubernetes stands for itself. */
function kubectl(
  { name, namespace }: { readonly name: string; readonly namespace: string },
  key: string,
): string {
  const isName = (text: string) => /^[a-z0-9]([a-z0-9.-]{0,252})$/.test(text);
  const secret = isName(name) ? name : "NAME";
  const place = isName(namespace) ? ` -n ${namespace}` : "";
  const field = /^[\w.-]+$/.test(key) ? key.replaceAll(".", "\\.") : "KEY";
  return `kubectl get secret ${secret}${place} -o jsonpath='{.data.${field}}'`;
}

type Terraform = Extract<OtherFile, { readonly kind: "terraform" }>;

function terraformCommand({ form, path }: Terraform, word: string): string {
  if (path.length > 0)
    return `jq -r ${shellWord(jqPath(path))} ${word} | talos-vault import -`;
  if (form === "without-secrets")
    return "pulumi stack output --json --show-secrets | talos-vault import -";
  return form === "state"
    ? "terraform state pull | grep talos_client_configuration"
    : "terraform output -raw NAME | talos-vault import -";
}

function jqPath(path: readonly string[]): string {
  const step = (key: string) =>
    /^\d+$/.test(key) ? `[${key}]` : `[${JSON.stringify(key)}]`;
  return `.${path.map(step).join("")}`;
}

type Wrapped = Extract<OtherFile, { readonly kind: "wrapped" }>;

function wrappedCommand({ how }: Wrapped, word: string, into: string): string {
  switch (how) {
    case "json-string":
      return `jq -r . ${word} | ${into}`;
    case "base64":
      return `base64 -d ${word} | ${into}`;
    case "heredoc":
      return `sed '1d;$d' ${word} | ${into}`;
  }
}
