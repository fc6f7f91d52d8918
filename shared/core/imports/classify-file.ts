// What a file is, whoever wrote it, decided once for every verb and window that is given one.
// Keep: What no context holds is data (left-over-text.ts), so that nothing is deleted that was not read.
import { vaultError, type VaultError } from "../errors.ts";
import { limits } from "../limits.ts";
import type { OtherFile } from "../found-file.ts";
import {
  readTalosconfig,
  type ParsedTalosconfig,
} from "../talosconfig/parse.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import {
  readYamlOf,
  type YamlDocument,
} from "../talosconfig/yaml/yaml-node.ts";
import type { YamlNode } from "../talosconfig/yaml/yaml-tree.ts";
import { decodeText } from "../text/decode-text.ts";
import { readYamlText, whyNotParsed } from "../talosconfig/yaml/yaml-text.ts";
import {
  ciphertextOf,
  isPlaceholder,
  isUnmerged,
  lineOfPlaceholder,
  kindByBytes,
  kindByText,
  kindOfBinary,
} from "./file-kinds/first-bytes.ts";
import { holdingOf, pemOf, wrappedIn } from "./file-kinds/what-text-holds.ts";
import { kubernetesOf } from "./file-kinds/kubernetes.ts";
import { talosconfigIn } from "./file-kinds/outputs.ts";
import { sopsOf } from "./file-kinds/sops.ts";
import {
  isTerraformText,
  secretsIn,
  terraformOf,
} from "./file-kinds/terraform.ts";
import { child, readDocuments } from "./yaml-documents.ts";

/** What a file is. Every verb that reads one asks here, so that all have the same idea of it. */
export type ClassifiedFile =
  /** With at least one context. */
  | { readonly kind: "talosconfig"; readonly parsed: ParsedTalosconfig }
  /** A place of Talos' for a CA with its key; what stands there is not judged. */
  | {
      readonly kind: "authority";
      readonly file: OtherFile;
      readonly crt: unknown;
      readonly key: unknown;
      /** Talos refuses such a file (bundle.go:41-59), because nobody knows which of the two was meant. */
      readonly hasKeyTwice: boolean;
    }
  /** PEM, as UTF-8. */
  | {
      readonly kind: "pem";
      readonly file: OtherFile;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: "other"; readonly file: OtherFile }
  /** Almost a talosconfig, and broken: what talosctl would not read either. */
  | {
      readonly kind: "broken";
      readonly error: VaultError;
      /** It was not parsed at all, so that nobody knows what it is. */
      readonly isUnread: boolean;
    };

/** Says what a file is by its first bytes and its structure. Never throws; nothing of its content is in a message. */
export function classifyFile(bytes: Uint8Array): ClassifiedFile {
  const byBytes = kindByBytes(bytes);
  if (byBytes) return other(byBytes);
  const text = decodeText(bytes);
  if (text === null) return other(kindOfBinary(bytes));
  if (text.includes("\0")) return other({ kind: "binary" });
  const byText = kindByText(text);
  if (byText) return other(byText);
  // A mark within a YAML text is indented, quoted or a comment, and so is no mark of PEM.
  if (/^-----BEGIN /m.test(text)) {
    if (!isWithin(text, "\n-----END ", limits.pemBlocks.most))
      return unread(tooManyBlocks());
    const utf8 = new TextEncoder().encode(text);
    return { kind: "pem", file: pemOf(utf8), bytes: utf8 };
  }
  return inYaml(bytes, text);
}

/** What a person is told that the file is. */
export function otherFileOf(classified: ClassifiedFile): OtherFile | null {
  if (classified.kind === "talosconfig") return { kind: "talosconfig" };
  return classified.kind === "broken" ? null : classified.file;
}

function other(file: OtherFile): ClassifiedFile {
  return { kind: "other", file };
}

function unread(error: VaultError): ClassifiedFile {
  return { kind: "broken", error, isUnread: true };
}

function isWithin(text: string, mark: string, most: number): boolean {
  let at = -1;
  for (let left = most; left >= 0; left--)
    if ((at = text.indexOf(mark, at + 1)) < 0) return true;
  return false;
}

/** For a file with more certificates and keys than are looked at. */
export function tooManyBlocks(): VaultError {
  return vaultError(
    "talosconfig-invalid",
    `The file has more than ${String(limits.pemBlocks.most)} certificates and keys.`,
    "Check that this is the right file, or take out of it what you need.",
  );
}

/** What is no YAML, or no talosconfig, because a template or a merge is not finished, is told as that. */
function inYaml(bytes: Uint8Array, text: string): ClassifiedFile {
  const found = inYamlAsItIs(bytes, text);
  if (found.kind !== "broken" || found.isUnread) return found;
  if (isUnmerged(text)) return other({ kind: "unmerged" });
  const line = lineOfPlaceholder(text);
  return line === null ? found : other({ kind: "unresolved", tag: null, line });
}

function inYamlAsItIs(bytes: Uint8Array, text: string): ClassifiedFile {
  const bounded = readYamlText(bytes);
  if (!bounded.ok) return unread(bounded.error);
  const yaml = readYamlOf(text);
  if (yaml.ok) {
    const config = asTalosconfig(yaml.value, text);
    if (config) return config;
    const wrapped = asWrapped(yaml.value.root, text);
    if (wrapped) return wrapped;
  }
  // It is no talosconfig, though it has a word of one: it is not parsed a second time.
  const beyond = whyNotParsed(text);
  if (beyond) return unread(beyond);
  const { documents, hasKeyTwice } = readAll(text);
  return (
    asSops(documents, text) ??
    asAuthority(documents, hasKeyTwice) ??
    asOutputs(documents[0], text) ??
    asOther(documents, text) ??
    (yaml.ok
      ? other(plainKind(yaml.value.root, text))
      : { kind: "broken", error: yaml.error, isUnread: false })
  );
}

function isJson(text: string): boolean {
  return /^\s*[{["]/.test(text);
}

/** JSON is read as JSON first: not every JSON is YAML to the library. */
function readAll(text: string): ReturnType<typeof readDocuments> {
  if (isJson(text))
    try {
      const value: unknown = JSON.parse(text);
      return {
        documents: [value],
        hasKeyTwice: readDocuments(text).hasKeyTwice,
      };
    } catch {
      // Some YAML begins like JSON.
    }
  return readDocuments(text);
}

type Entries = ReadonlyMap<string, YamlNode>;

function asTalosconfig(
  yaml: YamlDocument,
  text: string,
): ClassifiedFile | null {
  const entries = yaml.root.kind === "map" ? yaml.root.entries : null;
  if (!entries || !isAboutContexts(entries)) return null;
  const contexts = entries.get("contexts");
  if (entries.has("sops") || contexts?.kind === "list") {
    const { documents } = readAll(text);
    const found = asSops(documents, text) ?? asOther(documents, text);
    if (found) return found;
  }
  const foreign =
    contexts?.kind === "map" ? foreignContexts(contexts.entries) : null;
  return foreign ? other(foreign) : parsedTalosconfig(yaml);
}

/** A key `contexts`, or nothing but `context`: what talosctl has for a file without contexts. */
function isAboutContexts(root: Entries): boolean {
  return (
    root.has("contexts") || [...root.keys()].every((key) => key === "context")
  );
}

function parsedTalosconfig(yaml: YamlDocument): ClassifiedFile {
  const parsed = readTalosconfig(yaml);
  const foreign = parsed.ok ? inPlaceOfValues(parsed.value) : null;
  if (foreign) return other(foreign);
  if (yaml.foreignTag) return other({ kind: "unresolved", ...yaml.foreignTag });
  if (!parsed.ok)
    return { kind: "broken", error: parsed.error, isUnread: false };
  return parsed.value.config.contexts.size === 0
    ? other({ kind: "no-contexts" })
    : { kind: "talosconfig", parsed: parsed.value };
}

const ownKeys =
  "target endpoints nodes ca crt key auth cluster proxy-url".split(" ");

/** Other tools have `contexts` too: none of theirs has a key that Talos knows, but for omnictl's `auth`. */
function foreignContexts(contexts: Entries): OtherFile | null {
  if (contexts.size === 0) return null;
  const maps = [...contexts.values()].map((node) =>
    node.kind === "map" ? node.entries : null,
  );
  const isOmni = (one: Entries | null) =>
    one?.has("url") === true && !one.has("endpoints") && !one.has("ca");
  if (maps.every(isOmni)) return { kind: "omniconfig" };
  const isForeign = (one: Entries | null) =>
    one !== null && one.size > 0 && !ownKeys.some((key) => one.has(key));
  return maps.every(isForeign) ? { kind: "data", format: "YAML" } : null;
}

/** Ciphertexts first, which say who can open them; then what a template has for a value. */
function inPlaceOfValues({ config }: ParsedTalosconfig): OtherFile | null {
  const values = [...config.contexts.values()].flatMap(valuesOf);
  for (const value of values) {
    const by = ciphertextOf(value);
    if (by !== null) return { kind: "ciphertexts", by };
  }
  return values.some(isPlaceholder)
    ? { kind: "unresolved", tag: null, line: 0 }
    : null;
}

function valuesOf(context: TalosContext): readonly string[] {
  const { ca, crt, key, auth, endpoints, nodes, proxyUrl, cluster } = context;
  return [
    ca,
    crt,
    key?.reveal(),
    auth?.basic?.username,
    auth?.basic?.password.reveal(),
    auth?.siderov1?.identity,
    proxyUrl,
    cluster,
    ...endpoints,
    ...nodes,
  ].filter((value) => value !== undefined);
}

function asSops(
  documents: readonly unknown[],
  text: string,
): ClassifiedFile | null {
  for (const document of documents) {
    const found = sopsOf(document, isJson(text));
    if (found) return other(found);
  }
  return null;
}

function asAuthority(
  documents: readonly unknown[],
  hasKeyTwice: boolean,
): ClassifiedFile | null {
  for (const document of documents) {
    const os = secretsIn(document);
    if (os !== undefined) {
      const crt = child(os, "crt") ?? child(os, "Crt") ?? child(os, "cert");
      const key = child(os, "key") ?? child(os, "Key");
      const file = terraformOf(document) ?? { kind: "secrets" };
      return { kind: "authority", file, crt, key, hasKeyTwice };
    }
    const machine = child(document, "machine");
    if (machine && child(document, "kind") === undefined) {
      const type = child(machine, "type");
      const ca = child(machine, "ca");
      return {
        kind: "authority",
        file: {
          kind: "machine-config",
          type: typeof type === "string" ? type : "",
        },
        crt: child(ca, "crt"),
        key: child(ca, "key"),
        hasKeyTwice,
      };
    }
  }
  return null;
}

/** Talosconfigs among what Terraform or Pulumi prints. */
function asOutputs(document: unknown, text: string): ClassifiedFile | null {
  const parsed = isJson(text) ? talosconfigIn(document, talosconfigOf) : null;
  return parsed ? { kind: "talosconfig", parsed } : null;
}

/** A text alone, as one output is in JSON. */
function asWrapped(root: YamlNode, text: string): ClassifiedFile | null {
  const wrapped = root.kind === "text" ? wrappedIn(root.text) : null;
  return wrapped && root.kind === "text"
    ? (asOutputs(root.text, text) ?? other(wrapped))
    : null;
}

function talosconfigOf(text: string): ParsedTalosconfig | null {
  const bounded = readYamlText(new TextEncoder().encode(text));
  const yaml = bounded.ok ? readYamlOf(bounded.value) : bounded;
  const found = yaml.ok ? asTalosconfig(yaml.value, text) : null;
  return found?.kind === "talosconfig" ? found.parsed : null;
}

function asOther(
  documents: readonly unknown[],
  text: string,
): ClassifiedFile | null {
  for (const document of documents) {
    const found = kubernetesOf(document) ?? terraformOf(document);
    if (found) return other(found);
  }
  if (
    /^\s*<<-?\s*["']?\w+["']?\s*$/m.test(text.slice(0, 200)) &&
    /^\s*<</.test(text)
  )
    return other({ kind: "wrapped", how: "heredoc", holds: holdingOf(text) });
  if (isTerraformText(text) && !isJson(text))
    return other({ kind: "terraform", form: "text", path: [] });
  return null;
}

function plainKind(root: YamlNode, text: string): OtherFile {
  if (root.kind === "null") return { kind: "empty" };
  if (root.kind === "text" && !isJson(text))
    return { kind: "data", format: "text" };
  return { kind: "data", format: isJson(text) ? "JSON" : "YAML" };
}
