import { bech32 } from "@scure/base";
import {
  hkdfSha256,
  isHmacSha256,
} from "../../../pki/primitives/hash-and-hmac.ts";
import {
  chunkCipher,
  tagLength,
} from "../../../pki/primitives/chacha20-poly1305.ts";
import { X25519Key, x25519Length } from "../../../pki/primitives/x25519.ts";
import type { Secret } from "../../../secret.ts";
import { decoded, readAgeHeader, type Stanza } from "./age-header.ts";
import { openPayload } from "./age-payload.ts";
import { endOfHeader } from "../vault-file-header.ts";

// Reading an age file with an X25519 identity, which is what every command begins with: OpenSSL does it in a millisecond, where
// loading the library takes twenty. What is read, and what never, says docs/decisions/0057.

/** What opens an age file: an identity (`AGE-SECRET-KEY-1…`) or a passphrase. */
export type AgeKey =
  | { readonly kind: "identity"; readonly identity: Secret }
  | { readonly kind: "passphrase"; readonly passphrase: Secret };

export type AgeOutcome =
  | { readonly kind: "opened"; readonly content: Uint8Array }
  /** A sound header, but for somebody else. */
  | { readonly kind: "not-for-us" }
  | { readonly kind: "broken" };

/** How an identity begins, of whatever kind. */
export const identityPrefix = "AGE-SECRET-KEY-";
const fileKeyLength = 16;
const stanzaType = "X25519";
const wrapInfo = "age-encryption.org/v1/X25519";
/** Its key is of one use. */
const wrapNonce = new Uint8Array(12);

const broken: AgeOutcome = { kind: "broken" };

/** The key of an identity as age writes it (`AGE-SECRET-KEY-1…`, Bech32); null for every other text, other kinds of identity among them. */
export function x25519KeyOf(identity: Secret): X25519Key | null {
  const text = identity.reveal();
  if (!text.startsWith(`${identityPrefix}1`)) return null;
  const read = bech32.decodeUnsafe(text, false);
  if (read?.prefix !== identityPrefix.toLowerCase()) return null;
  const bytes = bech32.fromWordsUnsafe(read.words);
  return bytes instanceof Uint8Array && bytes.length === x25519Length
    ? new X25519Key(bytes)
    : null;
}

/** Its public half as age writes it (`age1…`). */
export function recipientOfX25519(key: X25519Key): string {
  return bech32.encode("age", bech32.toWords(key.publicHalf()), false);
}

/** Is it a recipient of X25519 (`age1…`), whole and unaltered? Those of plugins and of other kinds are not. */
export function isX25519Recipient(text: string): boolean {
  const read = bech32.decodeUnsafe(text, false);
  if (read?.prefix !== "age" || text !== text.toLowerCase()) return false;
  const bytes = bech32.fromWordsUnsafe(read.words);
  return bytes instanceof Uint8Array && bytes.length === x25519Length;
}

/** Decrypts a whole file; never throws for what is in it. */
export async function openWithX25519(
  file: Uint8Array,
  key: X25519Key,
): Promise<AgeOutcome> {
  const end = endOfHeader(file);
  const header = end === null ? null : readAgeHeader(file.subarray(0, end));
  if (end === null || header === null) return broken;
  const { stanzas, covered, mac } = header;
  // A passphrase opens a file alone or not at all (age spec, "The scrypt recipient type").
  if (stanzas.length > 1 && stanzas.some(({ type }) => type === "scrypt"))
    return broken;
  const fileKey = await unwrap(stanzas, key);
  if (fileKey === null) return { kind: "not-for-us" };
  if (fileKey === "broken") return broken;
  const macKey = hkdfSha256(fileKey, new Uint8Array(0), "header");
  if (!isHmacSha256(mac, macKey, covered)) return broken;
  const content = await openPayload(fileKey, file.subarray(end));
  return content === null ? broken : { kind: "opened", content };
}

/** The key of the file; null: no stanza is ours. */
async function unwrap(
  stanzas: readonly Stanza[],
  key: X25519Key,
): Promise<Uint8Array | "broken" | null> {
  const cipher = await chunkCipher();
  const own = key.publicHalf();
  for (const { type, args, body } of stanzas) {
    if (type !== stanzaType) continue;
    const [share = "", ...more] = args;
    const theirs = decoded(share);
    if (
      more.length > 0 ||
      theirs?.length !== x25519Length ||
      body.length !== fileKeyLength + tagLength
    )
      return "broken";
    const secret = key.secretWith(theirs);
    if (secret === null) return "broken";
    const salt = new Uint8Array(2 * x25519Length);
    salt.set(theirs);
    salt.set(own, x25519Length);
    const fileKey = new Uint8Array(fileKeyLength);
    const wrapKey = hkdfSha256(secret, salt, wrapInfo);
    if (await cipher.open(wrapKey, wrapNonce, body, fileKey)) return fileKey;
  }
  return null;
}
