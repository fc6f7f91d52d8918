import { parse } from "../certificate.ts";
import type { PemBlock } from "../pem.ts";
import { readPrivateKey } from "../private-key.ts";

/** Does a private key belong to a certificate? `unreadable` when the key is not one that OpenSSL knows. */
export function matchKey(
  certificate: Uint8Array,
  key: PemBlock,
): "match" | "other" | "unreadable" {
  const parsed = parse(certificate);
  const privateKey = readPrivateKey(key);
  if (parsed === null || privateKey === null) return "unreadable";
  return parsed.checkPrivateKey(privateKey) ? "match" : "other";
}
