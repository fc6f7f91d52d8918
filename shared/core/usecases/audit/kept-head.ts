import { readHead, writeHead, type AuditHead } from "../../audit/head.ts";
import type { Keychain, KeychainProblem } from "../../ports/keychain.ts";
import { Secret } from "../../secret.ts";

/** What a keychain says of the log's last line. */
export type KeptHead =
  | { readonly kind: "found"; readonly head: AuditHead }
  /** It has none. */
  | { readonly kind: "missing" }
  /** This machine has none. */
  | { readonly kind: "no-keychain" }
  /** It is locked, or fails, or what it has is none of ours. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** An item beside the vault's own: that one has the identity, and is not written for each line. */
function accountOf(vaultId: string): string {
  return `${vaultId}.audit`;
}

const absent: ReadonlySet<KeychainProblem> = new Set([
  "no-session-bus",
  "no-collection",
  "no-library",
]);

export async function readKeptHead(
  keychain: Keychain,
  vaultId: string,
): Promise<KeptHead> {
  const item = await keychain.read(accountOf(vaultId));
  switch (item.kind) {
    case "missing":
      return item;
    case "unavailable":
      return absent.has(item.problem)
        ? { kind: "no-keychain" }
        : { kind: "unreadable", reason: item.reason };
    case "locked":
      return { kind: "unreadable", reason: item.reason };
    case "found": {
      const head = readHead(item.value.reveal());
      return head
        ? { kind: "found", head }
        : { kind: "unreadable", reason: "the item is none of ours" };
    }
  }
}

/**
 * Keeps the last line in the keychain, never one before what it has. That it cannot is no failure: what it has stays true, and
 * less of the log's end is told by it. Only where the vault's owner wants it in the keychain.
 */
export async function keepHead(
  keychain: Keychain,
  vaultId: string,
  head: AuditHead | null,
): Promise<void> {
  if (head === null) return;
  const kept = await readKeptHead(keychain, vaultId);
  const isWanted =
    kept.kind === "missing" || (kept.kind === "found" && kept.head.n < head.n);
  if (isWanted)
    await keychain.write(accountOf(vaultId), new Secret(writeHead(head)));
}
