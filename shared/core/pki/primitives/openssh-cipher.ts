import { createDecipheriv } from "node:crypto";
import bcrypt from "bcrypt-pbkdf";

const keyLength = 32;
const blockLength = 16;

/** Decrypts what OpenSSH encrypts under a passphrase: bcrypt, then AES-256 as a stream. A wrong one gives noise. */
export function openSshCipher(
  passphrase: string,
  salt: Uint8Array,
  rounds: number,
  content: Uint8Array,
): Uint8Array | null {
  const secret = Buffer.from(passphrase, "utf8");
  const made = Buffer.alloc(keyLength + blockLength);
  const failed = bcrypt.pbkdf(secret, secret.length, salt, salt.length, made, made.length, rounds); // prettier-ignore
  secret.fill(0);
  if (failed !== 0) return null;
  const cipher = createDecipheriv(
    "aes-256-ctr",
    made.subarray(0, keyLength),
    made.subarray(keyLength),
  );
  const opened = Buffer.concat([cipher.update(content), cipher.final()]);
  made.fill(0);
  return new Uint8Array(opened);
}
