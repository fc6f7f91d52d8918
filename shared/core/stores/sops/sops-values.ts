import { openAesGcm, sealAesGcm } from "../../pki/primitives/aes-gcm.ts";
import { secureRandom } from "../../pki/primitives/hash-and-hmac.ts";
import { toBase64 } from "../../pki/base64.ts";
import { decodeGoBase64 } from "../../talosconfig/go-base64.ts";
import {
  isTextMap,
  type TextMap,
  type TextTree,
} from "../../talosconfig/yaml/emit-tree.ts";
import type { SopsFile } from "./sops-file.ts";

/** SOPS' own length (aes/cipher.go: nonceSize). */
const nonceLength = 32;

const form =
  /^ENC\[AES256_GCM,data:([^,]*),iv:([^,]*),tag:([^,]*),type:([a-z]+)\]$/;

export type OpenedValue =
  | { readonly kind: "opened"; readonly bytes: Uint8Array }
  /** It is not one that SOPS encrypted. */
  | { readonly kind: "clear" }
  /** Of a number, a truth value, a time. */
  | { readonly kind: "other-type" }
  | { readonly kind: "altered" };

/** One value; `place` is authenticated with it (sops.go: the path of its keys, joined by colons, and one more). */
export function openValue(
  value: string,
  key: Uint8Array,
  place: string,
): OpenedValue {
  if (!value.startsWith("ENC[")) return { kind: "clear" };
  const [, data, iv, tag, type] = form.exec(value) ?? [];
  const [content, nonce, mark] = [data, iv, tag].map(bytesOf);
  if (!content || !nonce || !mark) return { kind: "altered" };
  if (type !== "str") return { kind: "other-type" };
  const plain = openAesGcm(
    key,
    nonce,
    { content, tag: mark },
    new TextEncoder().encode(place),
  );
  return plain ? { kind: "opened", bytes: plain } : { kind: "altered" };
}

/** In its one canonical form: another text of the same bytes would be a change that nobody sees. */
export function bytesOf(base64 = ""): Uint8Array | null {
  const decoded = decodeGoBase64(base64);
  return decoded.ok && toBase64(decoded.bytes) === base64
    ? decoded.bytes
    : null;
}

/** One value as SOPS writes it, under a new nonce; `place` as for `openValue`. */
export function sealValue(
  plain: Uint8Array,
  key: Uint8Array,
  place: string,
): string {
  const nonce = secureRandom(nonceLength);
  const { content, tag } = sealAesGcm(
    key,
    nonce,
    plain,
    new TextEncoder().encode(place),
  );
  const [data, iv, mark] = [content, nonce, tag].map(toBase64);
  return `ENC[AES256_GCM,data:${data ?? ""},iv:${iv ?? ""},tag:${mark ?? ""},type:str]`;
}

/** How a file was sealed: what is kept of it when it is sealed again, as `sops edit` keeps it. */
export interface SopsSeal {
  readonly format: SopsFile["format"];
  readonly key: Uint8Array;
  /** The key for each recipient, as the file has it: whoever is in the list without having been given the key gets nothing by a change. */
  readonly keys: SopsFile["keys"];
  /** The text of each encrypted value, by `sealedName`. */
  readonly sealed: ReadonlyMap<string, string>;
}

/** What a value is found by that stays as it was sealed: where it stands, and what it is. */
export function sealedName(place: string, plain: Uint8Array): string {
  return JSON.stringify([place, toBase64(plain)]);
}

/** A tree of the same form, each text replaced; the path has the keys above it, outermost first. */
export function mapTexts(
  tree: TextMap,
  change: (text: string, path: readonly string[]) => string,
): TextMap {
  const within = (one: TextTree, path: readonly string[]): TextTree => {
    if (typeof one === "string") return change(one, path);
    return isTextMap(one)
      ? mapOf(one, path)
      : one.map((item) => within(item, path));
  };
  const mapOf = (map: TextMap, path: readonly string[]): TextMap =>
    new Map(
      [...map].map(([key, value]) => [key, within(value, [...path, key])]),
    );
  return mapOf(tree, []);
}

/** What a value is authenticated with; indexes of lists are not in it. */
export function placeOf(path: readonly string[]): string {
  return `${path.join(":")}:`;
}
