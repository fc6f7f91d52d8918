import { ed25519Length } from "../../../../pki/issuing/sign.ts";
import { decodeGoBase64 } from "../../../../talosconfig/go-base64.ts";
import { SshReader } from "./ssh-wire.ts";
import type { RsaPublicNumbers } from "../../../../pki/primitives/rsa-oaep.ts";

/** A public key of SSH that age encrypts to. */
export type SshPublicKey = {
  /** As SSH writes it: what age's tag and OpenSSH's fingerprint are of. */
  readonly wire: Uint8Array;
} & (
  | { readonly type: "ssh-ed25519"; readonly key: Uint8Array }
  | ({ readonly type: "ssh-rsa" } & RsaPublicNumbers)
);

/** As age has it: shorter keys are refused. */
const leastRsaBytes = 256;
/** OpenSSH's own bound is 16,384 bits. */
const mostRsaBytes = 2048;

/** Null for what is neither of both, or has something behind it. */
export function readSshPublicKey(base64: string): SshPublicKey | null {
  const decoded = decodeGoBase64(base64);
  return decoded.ok ? publicKeyOf(decoded.bytes) : null;
}

export function publicKeyOf(wire: Uint8Array): SshPublicKey | null {
  try {
    const reader = new SshReader(wire);
    const type = reader.text();
    const key = keyOf(type, reader);
    return key && reader.isAtEnd ? { wire, ...key } : null;
  } catch {
    return null;
  }
}

type WithoutWire<Key> = Key extends unknown ? Omit<Key, "wire"> : never;

function keyOf(
  type: string,
  reader: SshReader,
): WithoutWire<SshPublicKey> | null {
  if (type === "ssh-ed25519") {
    const key = reader.string();
    return key.length === ed25519Length ? { type, key } : null;
  }
  if (type !== "ssh-rsa") return null;
  const [e, n] = [reader.number(), reader.number()];
  const isFit = n.length >= leastRsaBytes && n.length <= mostRsaBytes;
  return isFit && e.length > 0 && e.length <= 4 ? { type, n, e } : null;
}
