import { countOf } from "../counted-noun.ts";
import { limits } from "../limits.ts";
import { sha256 } from "../pki/primitives/hash-and-hmac.ts";
import { toBase64 } from "../pki/base64.ts";
import { failure, success, type Result } from "../result.ts";
import { isX25519Recipient } from "../vault/sealed/age/age-identity.ts";
import {
  readSshPublicKey,
  type SshPublicKey,
} from "../vault/sealed/age/ssh/ssh-public-key.ts";
import { invalid } from "./signed-text.ts";

/** Somebody's public key that an age file is made for. */
export interface KeyRecipient {
  /** `age1…`, or a key of SSH. */
  readonly key: string | SshPublicKey;
  /** As a person compares it: the recipient itself, or what `ssh-keygen -l` prints, with its comment. */
  readonly shown: string;
}

const sshType = /^(?:ssh-|ecdsa-|sk-)[a-z0-9@.-]+$/;
/** What may stand before the type in authorized_keys (sshd(8)): no blanks but between quotes. */
const options = /^(?:[^\s"]|"(?:[^"\\]|\\.)*")+\s+/;

/** Does it begin like a recipient, and not like a file's name? */
export function isRecipient(text: string): boolean {
  return text.startsWith("age1") || sshType.test(text.split(/\s/)[0] ?? "");
}

/**
 * Recipients, one a line, as in a file of age's (`-R`) or OpenSSH's authorized_keys: `age1…`, `ssh-ed25519 …`, `ssh-rsa …`; empty lines
 * and those that begin with # are passed over. Errors: `handover-invalid` with the line: a key that age cannot encrypt to, with the
 * reason; none at all; too many.
 */
export function readRecipients(text: string): Result<readonly KeyRecipient[]> {
  const lines = linesIn(text);
  const { most } = limits.handoverRecipients;
  if (lines.length === 0) return failure(nobody());
  if (lines.length > most)
    return failure(
      invalid(
        `There are more than ${countOf(most, "recipient")}.`,
        "Give each of them a credential of their own; nothing was changed.",
      ),
    );
  const recipients: KeyRecipient[] = [];
  for (const { line, number } of lines) {
    const read = readRecipient(line);
    if (typeof read === "string")
      return failure(
        invalid(
          `Line ${String(number)} is no recipient: ${read}`,
          "Take another key: age1…, ssh-ed25519 or ssh-rsa. Nothing was changed.",
        ),
      );
    recipients.push(read);
  }
  return success(recipients);
}

function linesIn(text: string) {
  return text
    .split(/\r?\n/)
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== "" && !line.startsWith("#"));
}

/** The lines that name recipients, and nothing else of a file of them. Errors: as for `readRecipients`. */
export function recipientLines(text: string): Result<string> {
  const read = readRecipients(text);
  return read.ok ? success(linesIn(text).map(({ line }) => line).join("\n")) : read; // prettier-ignore
}

const armor =
  /^-----BEGIN AGE ENCRYPTED FILE-----\n(?:[A-Za-z0-9+/=]{1,64}\n)+-----END AGE ENCRYPTED FILE-----\n?$/;

/** A whole age file in armor, as keys of others open it, and nothing around it. */
export function isSealedText(text: string): boolean {
  return text.length <= limits.handoverText.most && armor.test(text);
}

/** Why nothing can be encrypted to it, as a sentence; null: it can. */
export function whyNoRecipient(text: string): string | null {
  const read = readRecipient(text.trim());
  return typeof read === "string" ? read : null;
}

/** A sentence that says why not. */
function readRecipient(line: string): KeyRecipient | string {
  if (!line.startsWith("age1")) return readSshLine(line);
  return isX25519Recipient(line)
    ? { key: line, shown: line }
    : "it is not a whole age1… of X25519, and those of plugins and of other kinds are not written here.";
}

function readSshLine(line: string): KeyRecipient | string {
  const [first = ""] = line.split(/\s/);
  const words = sshType.test(first) ? line : line.replace(options, "");
  const [type = "", base64 = "", ...comment] = words.split(/\s+/);
  const reason = whyNoType(type);
  if (reason !== null) return reason;
  const key = readSshPublicKey(base64);
  if (key?.type !== type)
    return type === "ssh-rsa"
      ? "the key cannot be read, or has less than 2,048 bits or more than 16,384."
      : "the key cannot be read.";
  const print = fingerprint(key.wire);
  return { key, shown: [type, print, ...comment].join(" ") };
}

function whyNoType(type: string): string | null {
  if (type === "ssh-ed25519" || type === "ssh-rsa") return null;
  if (type.startsWith("sk-"))
    return "a key on a security key signs and cannot decrypt, so that age has none of that kind.";
  return type.startsWith("ecdsa-")
    ? "age has no recipients of ECDSA, which SSH uses to sign alone."
    : "it is neither age1… nor ssh-ed25519 nor ssh-rsa.";
}

/** As `ssh-keygen -l` prints it. */
function fingerprint(wire: Uint8Array): string {
  return `SHA256:${toBase64(sha256(wire)).replace(/=+$/, "")}`;
}

function nobody() {
  return invalid(
    "There is no recipient in it.",
    "Name one: age1…, a line of ssh-ed25519 or ssh-rsa, or a file of such lines. Nothing was changed.",
  );
}
