import { parseJson } from "../../json.ts";
import {
  isTextMap,
  textTreeOf,
  type TextMap,
  type TextTree,
} from "../../talosconfig/yaml/emit-tree.ts";
import { needsExplicitKey } from "../../talosconfig/yaml/scalar.ts";
import {
  readYaml,
  type YamlDocument,
} from "../../talosconfig/yaml/yaml-node.ts";
import { decodeText } from "../../text/decode-text.ts";
import { whyNotParsed } from "../../talosconfig/yaml/yaml-text.ts";

/** A file of SOPS whose values are all texts, or one value of any bytes. */
export interface SopsFile {
  readonly format: "yaml" | "binary";
  /** Everything but what SOPS says of itself, values as they are in the file. */
  readonly tree: TextMap;
  /** The key of the data for each age recipient, as an armoured age file. */
  readonly keys: readonly {
    readonly recipient: string;
    readonly enc: string;
  }[];
  readonly lastModified: string;
  readonly mac: string;
  /** Keys that end so have values in clear; null: none has. */
  readonly clearSuffix: string | null;
  /** Which values are in clear is said in another way. */
  readonly isSelective: boolean;
  /** What it is encrypted to beside keys of age and SSH. */
  readonly otherKeys: readonly OtherKey[];
}

/** A key of a cloud, of OpenPGP, of Vault's transit. */
export interface OtherKey {
  readonly kind: keyof typeof otherKinds;
  /** As the file names it; empty: it does not. Of transit the server. */
  readonly name: string;
}

/** What SOPS calls them, and which field of one says which it is. */
const otherKinds = {
  kms: "arn",
  gcp_kms: "resource_id",
  azure_kv: "vault_url",
  hc_vault: "vault_address",
  pgp: "fp",
} as const;

/**
 * The form in which SOPS looks for a new file's contents, by its name (config.go: FormatForPath); null: one that is not written here. Of
 * a JSON it has one value, too.
 */
export function formatOf(path: string): SopsFile["format"] | null {
  if (/\.(?:env|ini)$/.test(path)) return null;
  return /\.ya?ml$/.test(path) ? "yaml" : "binary";
}

export type SopsReading =
  /** Nothing of SOPS. */
  | { readonly kind: "none" }
  /** Of SOPS, in a form that is left to SOPS itself. */
  | { readonly kind: "beyond"; readonly why: string }
  | { readonly kind: "read"; readonly file: SopsFile };

/** SOPS keeps what it knows of a file under this key of the root. */
export const ownKey = "sops";
/** The one value of a file of any bytes. */
export const binaryKey = "data";

const selectors = [
  "encrypted_suffix",
  "encrypted_regex",
  "unencrypted_regex",
  "encrypted_comment_regex",
  "unencrypted_comment_regex",
];

const none: SopsReading = { kind: "none" };
const beyond = (why: string): SopsReading => ({ kind: "beyond", why });

/** Reads what can be read without a key. What it costs is bounded as for every YAML. */
export function readSops(bytes: Uint8Array): SopsReading {
  const text = decodeText(bytes);
  if (text === null || !text.includes(ownKey) || !text.includes("ENC["))
    return none;
  return text.trimStart().startsWith("{")
    ? readJson(text)
    : readYamlForm(bytes);
}

function readYamlForm(bytes: Uint8Array): SopsReading {
  const yaml = readYaml(bytes);
  if (!yaml.ok || yaml.value.root.kind !== "map") return none;
  const known = yaml.value.root.entries.get(ownKey);
  if (known?.kind !== "map" || !known.entries.has("mac")) return none;
  if (known.entries.get("mac_only_encrypted")) return macOfSome;
  const tree = textsOf(yaml.value);
  const own = textTreeOf(known);
  return tree && isTextMap(own)
    ? withMetadata("yaml", tree, own)
    : beyond("it has more than texts, or comments");
}

/** Everything but what is SOPS' own; null where that is more than texts. */
function textsOf(yaml: YamlDocument): TextMap | null {
  const { root, comments, otherDocuments, dropped, foreignTag } = yaml;
  const more = comments.length + otherDocuments.length + dropped.length;
  if (root.kind !== "map" || more > 0 || foreignTag !== null) return null;
  const others = [...root.entries].filter(([key]) => key !== ownKey);
  const tree = textTreeOf({ ...root, entries: new Map(others) });
  return isTextMap(tree) && !hasLongKey(tree) ? tree : null;
}

const macOfSome = beyond(
  "its MAC covers encrypted values alone (mac_only_encrypted), so the others can be changed unseen",
);

function hasLongKey(tree: TextTree): boolean {
  if (typeof tree === "string") return false;
  if (isTextMap(tree))
    return [...tree].some(
      ([key, value]) => needsExplicitKey(key) || hasLongKey(value),
    );
  return tree.some(hasLongKey);
}

function readJson(text: string): SopsReading {
  if (whyNotParsed(text) !== null) return none;
  const tree = treeOfJson(parseJson(text), deepestRead);
  if (!isTextMap(tree)) return none;
  const [own, data] = [tree.get(ownKey), tree.get(binaryKey)];
  if (!isTextMap(own) || !own.has("mac")) return none;
  if (own.has("mac_only_encrypted")) return macOfSome;
  return typeof data === "string" && tree.size === 2
    ? withMetadata("binary", new Map([[binaryKey, data]]), own)
    : beyond("it is JSON with several values");
}

/** The root, SOPS' own map in it, a list of keys, one of them. */
const deepestRead = 4;

/** Numbers and the like of JSON stand in nothing that is read, and what is below so many levels neither: they are left out. */
function treeOfJson(json: unknown, levels: number): TextTree | null {
  if (typeof json === "string") return json;
  if (typeof json !== "object" || json === null || levels === 0) return null;
  if (Array.isArray(json))
    return json
      .map((one) => treeOfJson(one, levels - 1))
      .filter((one) => one !== null);
  return new Map(
    Object.entries(json).flatMap(([key, value]) => {
      const tree =
        treeOfJson(value, levels - 1) ?? (value === true ? "true" : null);
      return tree === null ? [] : [[key, tree] as const];
    }),
  );
}

function withMetadata(
  format: SopsFile["format"],
  tree: TextMap,
  own: TextMap,
): SopsReading {
  if (own.has("key_groups") || own.has("shamir_threshold"))
    return beyond("its key is shared among groups");
  const suffix = own.get("unencrypted_suffix");
  return {
    kind: "read",
    file: {
      format,
      tree,
      keys: listOf(own.get("age")).flatMap(keyOf),
      lastModified: textAt(own, "lastmodified"),
      mac: textAt(own, "mac"),
      clearSuffix: typeof suffix === "string" && suffix !== "" ? suffix : null,
      isSelective: selectors.some((key) => own.has(key)),
      otherKeys: (Object.keys(otherKinds) as OtherKey["kind"][]).flatMap(
        (kind) =>
          listOf(own.get(kind)).map((one) => ({
            kind,
            name: isTextMap(one) ? textAt(one, otherKinds[kind]) : "",
          })),
      ),
    },
  };
}

function keyOf(tree: TextTree): SopsFile["keys"] {
  return isTextMap(tree)
    ? [{ recipient: textAt(tree, "recipient"), enc: textAt(tree, "enc") }]
    : [];
}

function listOf(tree: TextTree | undefined): readonly TextTree[] {
  return Array.isArray(tree) ? (tree as readonly TextTree[]) : [];
}

function textAt(map: TextMap, key: string): string {
  const value = map.get(key);
  return typeof value === "string" ? value : "";
}
