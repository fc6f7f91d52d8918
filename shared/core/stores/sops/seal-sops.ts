import {
  secureRandom,
  sha512UpperHex,
} from "../../pki/primitives/hash-and-hmac.ts";
import {
  emitTree,
  isTextMap,
  textTreeOf,
  type TextMap,
} from "../../talosconfig/yaml/emit-tree.ts";
import { readYaml } from "../../talosconfig/yaml/yaml-node.ts";
import { encryptToOthers } from "../../vault/sealed/age/age.ts";
import type { SshPublicKey } from "../../vault/sealed/age/ssh/ssh-public-key.ts";
import { binaryKey, ownKey, type SopsFile } from "./sops-file.ts";
import { readRecipient } from "./sops-recipient.ts";
import {
  mapTexts,
  placeOf,
  sealedName,
  sealValue,
  type SopsSeal,
} from "./sops-values.ts";

/** What SOPS leaves in clear where nothing else is said (sops.go: DefaultUnencryptedSuffix). */
const clearSuffix = "_unencrypted";
/** The release whose files these are like. */
const version = "3.11.0";
const keyLength = 32;

export interface SealedSops {
  readonly format: SopsFile["format"];
  readonly text: string;
}

/**
 * Encrypts to recipients of age and SSH as SOPS does: a YAML whose values are all texts value by value, so that a change shows which,
 * and only where SOPS gives the same bytes back; everything else, and all that is asked for as binary, as one value. Throws for no
 * recipient.
 */
export async function sealSops(
  plain: Uint8Array,
  recipients: readonly string[],
  now: Date,
  format: SopsFile["format"] = "yaml",
): Promise<SealedSops> {
  const key = secureRandom(keyLength);
  const keys = await Promise.all(
    recipients.map(async (recipient) => ({
      recipient,
      enc: `${(await encryptToOthers([keyOf(recipient)], key)).trim()}\n`,
    })),
  );
  return resealSops(plain, { format, key, keys, sealed: new Map() }, now);
}

/** Throws for what is no recipient, as the library does. */
function keyOf(recipient: string): string | SshPublicKey {
  const key = readRecipient(recipient);
  if (key === null) throw new Error("no recipient");
  return key;
}

/**
 * Seals a file that was opened with other contents: in its form, to whoever had its key, and to nobody else. Values that are as they were keep their
 * text.
 */
export function resealSops(
  plain: Uint8Array,
  { format, key, keys: age, sealed: before }: SopsSeal,
  now: Date,
): SealedSops {
  const lastModified = now.toISOString().replace(/\.\d+Z$/, "Z");
  const tree = format === "yaml" ? treeOf(plain) : null;
  const values: Uint8Array[] = [];
  const seal = (bytes: Uint8Array, path: readonly string[]) => {
    values.push(bytes);
    if (bytes.length === 0) return "";
    const place = placeOf(path);
    return before.get(sealedName(place, bytes)) ?? sealValue(bytes, key, place);
  };
  const data = tree === null ? seal(plain, [binaryKey]) : "";
  const sealed =
    tree &&
    mapTexts(tree, (text, path) => seal(new TextEncoder().encode(text), path));
  const digest = new TextEncoder().encode(sha512UpperHex(values));
  const mac = sealValue(digest, key, lastModified);
  if (sealed === null)
    return { format: "binary", text: jsonOf({ data, age, lastModified, mac }) };
  const own: TextMap = new Map<string, string | readonly TextMap[]>([
    ["age", age.map((one) => new Map(Object.entries(one)))],
    ["lastmodified", lastModified],
    ["mac", mac],
    ["unencrypted_suffix", clearSuffix],
    ["version", version],
  ]);
  return {
    format: "yaml",
    text: emitTree(new Map([...sealed, [ownKey, own]])),
  };
}

/** The values of a YAML that comes back as the same bytes; null for everything else. */
function treeOf(plain: Uint8Array): TextMap | null {
  const yaml = readYaml(plain);
  const tree = yaml.ok ? textTreeOf(yaml.value.root) : null;
  if (!isTextMap(tree) || tree.size === 0 || tree.has(ownKey)) return null;
  const isSame = emitTree(tree) === new TextDecoder().decode(plain);
  return isSame && !hasClear(tree) ? tree : null;
}

function hasClear(tree: TextMap): boolean {
  let isFound = false;
  mapTexts(tree, (text, path) => {
    isFound ||= path.some((key) => key.endsWith(clearSuffix));
    return text;
  });
  return isFound;
}

function jsonOf({
  data,
  age,
  lastModified,
  mac,
}: {
  readonly data: string;
  readonly age: SopsSeal["keys"];
  readonly lastModified: string;
  readonly mac: string;
}): string {
  const own = { age, lastmodified: lastModified, mac, version };
  return `${JSON.stringify({ [binaryKey]: data, [ownKey]: own }, null, "\t")}\n`;
}
