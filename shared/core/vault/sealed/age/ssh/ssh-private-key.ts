import { equalBytes } from "../../../../bytes.ts";
import { countOf } from "../../../../counted-noun.ts";
import { limits } from "../../../../limits.ts";
import { readPem } from "../../../../pki/pem.ts";
import { openSshCipher } from "../../../../pki/primitives/openssh-cipher.ts";
import type { RsaNumbers } from "../../../../pki/primitives/rsa-oaep.ts";
import type { Secret } from "../../../../secret.ts";
import { publicKeyOf } from "./ssh-public-key.ts";
import { SshReader } from "./ssh-wire.ts";

/** A private key of SSH, in memory alone. */
export type SshPrivateKey = { readonly wire: Uint8Array } & (
  | { readonly type: "ssh-ed25519"; readonly seed: Uint8Array }
  | ({ readonly type: "ssh-rsa" } & RsaNumbers)
);

export type SshKeyFile =
  | { readonly kind: "key"; readonly key: SshPrivateKey }
  /** OpenSSH's own format under a passphrase; its public half is in clear. */
  | { readonly kind: "encrypted"; readonly wire: Uint8Array }
  | { readonly kind: "wrong-passphrase" }
  /** Of another type, or encrypted in a way that is not read: in words. */
  | { readonly kind: "unsupported"; readonly what: string }
  | { readonly kind: "none" };

const magic = "openssh-key-v1\0";
const label = "OPENSSH PRIVATE KEY";

/** Reads `~/.ssh/id_ed25519` and its like (OpenSSH, PROTOCOL.key). Never throws for what is in it. */
export function readSshPrivateKey(
  file: Uint8Array,
  passphrase: Secret | null,
): SshKeyFile {
  const block = readPem(file).find((one) => one.label === label);
  if (!block) return { kind: "none" };
  try {
    return readContainer(block.der, passphrase);
  } catch {
    return { kind: "unsupported", what: "a file that is cut off or damaged" };
  }
}

function readContainer(der: Uint8Array, passphrase: Secret | null): SshKeyFile {
  const begin = new TextEncoder().encode(magic);
  if (!equalBytes(der.subarray(0, begin.length), begin))
    return { kind: "unsupported", what: "a file of another format" };
  const reader = new SshReader(der.subarray(begin.length));
  const [cipher, kdf, options] = [
    reader.text(),
    reader.text(),
    reader.string(),
  ];
  if (reader.uint32() !== 1)
    return { kind: "unsupported", what: "a file of several keys" };
  const wire = reader.string();
  if (publicKeyOf(wire) === null)
    return { kind: "unsupported", what: `a key of type ${typeOf(wire)}` };
  const sealed = reader.string();
  if (cipher === "none") return keyIn(sealed, wire, false);
  if (cipher !== "aes256-ctr" || kdf !== "bcrypt")
    return { kind: "unsupported", what: `a key under ${cipher}` };
  if (passphrase === null) return { kind: "encrypted", wire };
  const kdfReader = new SshReader(options);
  const [salt, rounds] = [kdfReader.string(), kdfReader.uint32()];
  if (rounds > limits.sshKeyRounds.most)
    return {
      kind: "unsupported",
      what: `a key of ${countOf(rounds, "round")}`,
    };
  const opened = openSshCipher(passphrase.reveal(), salt, rounds, sealed);
  return opened === null
    ? { kind: "wrong-passphrase" }
    : keyIn(opened, wire, true);
}

function typeOf(wire: Uint8Array): string {
  return new SshReader(wire).text();
}

function keyIn(
  content: Uint8Array,
  wire: Uint8Array,
  isOpened: boolean,
): SshKeyFile {
  const reader = new SshReader(content);
  // The same number twice tells a right passphrase from noise.
  if (reader.uint32() !== reader.uint32())
    return isOpened
      ? { kind: "wrong-passphrase" }
      : { kind: "unsupported", what: "a damaged file" };
  const type = reader.text();
  if (type === "ssh-ed25519") {
    reader.string();
    const seed = reader.string().slice(0, 32);
    return { kind: "key", key: { wire, type, seed } };
  }
  if (type !== "ssh-rsa")
    return { kind: "unsupported", what: `a key of type ${type}` };
  const [n, e, d] = [reader.number(), reader.number(), reader.number()];
  const [qi, p, q] = [reader.number(), reader.number(), reader.number()];
  return { kind: "key", key: { wire, type, n, e, d, p, q, qi } };
}
