import { equalBytes } from "../../bytes.ts";
import { Secret } from "../../secret.ts";
import { recipientOf, type OwnKey } from "../../vault/sealed/age/age.ts";
import {
  readSshPublicKey,
  type SshPublicKey,
} from "../../vault/sealed/age/ssh/ssh-public-key.ts";

const sshLine = /^(ssh-ed25519|ssh-rsa)\s+(\S+)(?:\s.*)?$/s;

/** A recipient as a file or a rule of SOPS names it: `age1…`, or a line of SSH's; null: of another kind, or broken. */
export function readRecipient(text: string): string | SshPublicKey | null {
  if (text.startsWith("age1")) return text;
  const [, type, base64] = sshLine.exec(text) ?? [];
  const key = readSshPublicKey(base64 ?? "");
  return key && key.type === type ? key : null;
}

/** The public halves of SSH among recipients, as SSH writes them. */
export function sshWiresOf(
  recipients: readonly string[],
): readonly Uint8Array[] {
  return recipients.flatMap((text) => {
    const key = readRecipient(text);
    return key === null || typeof key === "string" ? [] : [key.wire];
  });
}

/** Is a recipient the public half of that key? */
export async function isRecipientOf(
  text: string,
  key: OwnKey,
): Promise<boolean> {
  const recipient = readRecipient(text);
  if (recipient === null) return false;
  if (key instanceof Secret) return (await recipientOf(key)) === recipient;
  return typeof recipient !== "string" && equalBytes(recipient.wire, key.wire);
}
