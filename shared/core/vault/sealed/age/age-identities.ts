import { Secret } from "../../../secret.ts";
import { decodeLines } from "../../../text/decode-text.ts";
import { recipientOf } from "./age.ts";
import { identityPrefix, x25519KeyOf } from "./age-identity.ts";

/** What is in a file that may be an identity file of age. */
export interface IdentitiesRead {
  /** Whole ones, of every kind that can open a file here, in their order. */
  readonly identities: readonly Secret[];
  /** The lines, counted from 1, that begin as an identity and are none. */
  readonly brokenLines: readonly number[];
}

/** Reads an identity file as age-keygen writes it: an identity a line, with comments and blanks between. */
export async function readIdentities(
  file: Uint8Array,
): Promise<IdentitiesRead> {
  const identities: Secret[] = [];
  const brokenLines: number[] = [];
  for (const [index, line] of decodeLines(file).split("\n").entries()) {
    const identity = new Secret(line.trim());
    if (!identity.reveal().startsWith(identityPrefix)) continue;
    if (await isWholeIdentity(identity)) identities.push(identity);
    else brokenLines.push(index + 1);
  }
  return { identities, brokenLines };
}

/** Whether an identity is as it was written: its last characters are a checksum of the others (Bech32, BIP 173). */
export async function isWholeIdentity(identity: Secret): Promise<boolean> {
  if (x25519KeyOf(identity)) return true;
  try {
    await recipientOf(identity);
    return true;
  } catch {
    return false;
  }
}
