import {
  constantTimeEqual,
  sha512UpperHex,
} from "../../pki/primitives/hash-and-hmac.ts";
import { Secret } from "../../secret.ts";
import { emitTree } from "../../talosconfig/yaml/emit-tree.ts";
import {
  decrypt,
  decryptFromOthers,
  type AgeOutcome,
  type OwnKey,
} from "../../vault/sealed/age/age.ts";
import { binaryKey, type SopsFile } from "./sops-file.ts";
import { isRecipientOf } from "./sops-recipient.ts";
import {
  bytesOf,
  mapTexts,
  openValue,
  placeOf,
  sealedName,
  type SopsSeal,
} from "./sops-values.ts";

export type OpenedSops =
  | {
      readonly kind: "opened";
      /** What `sops decrypt` would give. */
      readonly bytes: Uint8Array;
      readonly seal: SopsSeal;
    }
  /** None of the identities is for it. */
  | { readonly kind: "no-key" }
  /** It was changed after SOPS wrote it; where that showed, in words. */
  | { readonly kind: "altered"; readonly where: string }
  | { readonly kind: "beyond"; readonly why: string };

const altered = (where: string): OpenedSops => ({ kind: "altered", where });
const keyLength = 32;

/** Opens a file with the first identity that it is encrypted to, and checks its MAC before anything of it is given. */
export async function openSops(
  file: SopsFile,
  identities: readonly OwnKey[],
): Promise<OpenedSops> {
  const key = await dataKey(file, identities);
  return key instanceof Uint8Array ? openWith(file, key) : key;
}

async function dataKey(
  { keys }: SopsFile,
  identities: readonly OwnKey[],
): Promise<Uint8Array | OpenedSops> {
  let brokenKey = "";
  for (const { recipient, enc } of keys) {
    const sealed = unarmoured(enc);
    if (sealed === null) {
      brokenKey = `its key for ${recipient} was changed`;
      continue;
    }
    for (const identity of identities) {
      const opened = await decryptWith(sealed, identity);
      if (opened.kind === "not-for-us") continue;
      const isWhole =
        opened.kind === "opened" && opened.content.length === keyLength;
      if (!isWhole) brokenKey = `its key for ${recipient} was changed`;
      // Nothing else says so: the list of recipients is not under the MAC.
      else if (!(await isRecipientOf(recipient, identity)))
        return altered("its list of recipients was changed");
      else return opened.content;
    }
  }
  return brokenKey === "" ? { kind: "no-key" } : altered(brokenKey);
}

function decryptWith(sealed: Uint8Array, own: OwnKey): Promise<AgeOutcome> {
  return own instanceof Secret
    ? decrypt(sealed, { kind: "identity", identity: own })
    : decryptFromOthers(sealed, [own]);
}

const armour =
  /^-----BEGIN AGE ENCRYPTED FILE-----\n((?:[A-Za-z0-9+/=]{1,64}\n)+)-----END AGE ENCRYPTED FILE-----\n?$/;

function unarmoured(text: string): Uint8Array | null {
  const [, body = ""] = armour.exec(text) ?? [];
  return body === "" ? null : bytesOf(body.replaceAll("\n", ""));
}

/** Ends the walk through a file at the first value that is not sound. It is thrown and caught in this file alone. */
class Unsound extends Error {
  readonly outcome: OpenedSops;

  constructor(outcome: OpenedSops) {
    super("not sound");
    this.outcome = outcome;
  }
}

function openWith(file: SopsFile, key: Uint8Array): OpenedSops {
  const values: Uint8Array[] = [];
  const sealed = new Map<string, string>();
  try {
    const tree = mapTexts(file.tree, (text, path) => {
      const bytes = valueOf(file, text, path, { key, sealed });
      values.push(bytes);
      return file.format === "binary" ? "" : decoded(bytes);
    });
    const mac = openValue(file.mac, key, file.lastModified);
    const isSame =
      mac.kind === "opened" &&
      constantTimeEqual(
        new TextDecoder().decode(mac.bytes),
        sha512UpperHex(values),
      );
    if (!isSame) return altered("values were changed, moved or left out");
    const [first = new Uint8Array(0)] = values;
    return {
      kind: "opened",
      bytes:
        file.format === "binary"
          ? first
          : new TextEncoder().encode(emitTree(tree)),
      seal: { format: file.format, key, keys: file.keys, sealed },
    };
  } catch (error) {
    if (error instanceof Unsound) return error.outcome;
    throw error;
  }
}

/** Gives a value that was encrypted, and notes its text in `sealed`. */
function valueOf(
  { clearSuffix, isSelective, format }: SopsFile,
  text: string,
  path: readonly string[],
  {
    key,
    sealed,
  }: { readonly key: Uint8Array; readonly sealed: Map<string, string> },
): Uint8Array {
  // What is empty is not encrypted (aes/cipher.go: Encrypt).
  if (text === "") return new Uint8Array(0);
  const isClear =
    clearSuffix !== null && path.some((one) => one.endsWith(clearSuffix));
  // The MAC is over the values joined: where one in clear ends and the next begins, nobody vouches for.
  if (isClear) throw inClear();
  const where = `its value ${format === "binary" ? binaryKey : path.join(".")} was changed`;
  const opened = openValue(text, key, placeOf(path));
  switch (opened.kind) {
    case "opened":
      sealed.set(sealedName(placeOf(path), opened.bytes), text);
      return opened.bytes;
    case "clear":
      throw isSelective ? inClear() : new Unsound(altered(where));
    case "other-type":
      throw new Unsound({
        kind: "beyond",
        why: "it has values that are no texts",
      });
    case "altered":
      throw new Unsound(altered(where));
  }
}

function inClear(): Unsound {
  const why = "it has values in clear, which its MAC does not bind each";
  return new Unsound({ kind: "beyond", why });
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      bytes,
    );
  } catch {
    throw new Unsound({
      kind: "beyond",
      why: "it has values that are no texts",
    });
  }
}
