import {
  anchorText,
  isHead,
  readHead,
  writeHead,
  type AuditHead,
} from "../../audit/head.ts";
import type { KnownHead } from "../../audit/verify.ts";
import type { Audit } from "../../ports/audit.ts";
import type { Keychain, KeychainProblem } from "../../ports/keychain.ts";
import type { VaultFolder } from "../../ports/vault-folder.ts";
import { success, type Result } from "../../result.ts";
import { Secret } from "../../secret.ts";
import { readVaultId } from "../../vault/sealed/vault-file-header.ts";
import { warning, type Warning } from "../../warning.ts";

/** How the log ends, as a text that a person may keep elsewhere (`audit anchor`); null: there is none. */
export async function logEndOf(
  ledger: Pick<Audit, "head">,
): Promise<string | null> {
  const head = await ledger.head();
  return head && anchorText(head);
}

/** What a keychain says of the log's last line. */
export type KeptHead =
  | { readonly kind: "found"; readonly head: AuditHead }
  /** It has none. */
  | { readonly kind: "missing" }
  /** This machine has none. */
  | { readonly kind: "no-keychain" }
  /** It is locked, or fails, or what it has is none of ours. */
  | { readonly kind: "unreadable"; readonly reason: string };

/** The log, and the keychain that knows a line of it. */
export interface LogPorts {
  readonly ledger: Pick<Audit, "head" | "find">;
  readonly keychain: Keychain;
}

/** An item beside the vault's own: that one has the identity, and is not written for each line. */
function accountOf(vaultId: string): string {
  return `${vaultId}.audit`;
}

const absent: ReadonlySet<KeychainProblem> = new Set([
  "no-session-bus",
  "no-service",
  "no-collection",
  "no-library",
]);

/** Reads which line of the log the keychain knows. No keychain is an answer, and no error. */
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

/** As the keychain says it of the vault in a folder. Errors: those of the folder. */
export async function keptHeadOf({
  folder,
  keychain,
}: {
  readonly folder: Pick<VaultFolder, "read">;
  readonly keychain: Keychain;
}): Promise<
  Result<{ readonly vaultId: string | null; readonly kept: KeptHead }>
> {
  const file = await folder.read("vault.age");
  if (!file.ok) return file;
  const vaultId = file.value && readVaultId(file.value);
  const kept: KeptHead =
    vaultId === null
      ? { kind: "unreadable", reason: "there is no vault beside the log" }
      : await readKeptHead(keychain, vaultId);
  return success({ vaultId, kept });
}

/**
 * Why nobody knows whether the log's end was cut off, in words; null: it was not.
 * @param first number of the first line that was looked at, which fixes the one before it
 */
export function whyEndUnknown(kept: KeptHead, first: number): string | null {
  switch (kept.kind) {
    case "found":
      return kept.head.n < first - 1
        ? `line ${String(kept.head.n)}, the last one that the keychain knows, was archived and was not looked at`
        : null;
    case "missing":
      return "the keychain has no line of it to compare";
    case "no-keychain":
      return "there is no keychain here that knows which line is the last, and only an anchor from then tells";
    case "unreadable":
      return `the keychain does not say which line is the last (${kept.reason})`;
  }
}

/** What a verification holds the log against. */
export function headsOf(kept: KeptHead): readonly KnownHead[] {
  return kept.kind === "found" ? [{ ...kept.head, from: "keychain" }] : [];
}

/** Over whatever is kept: only for a log that has the kept line, or that a person took in its place. */
export function writeKeptHead(
  keychain: Keychain,
  vaultId: string,
  head: AuditHead,
): ReturnType<Keychain["write"]> {
  return keychain.write(accountOf(vaultId), new Secret(writeHead(head)));
}

/**
 * Keeps the last line in the keychain, never one before what it has, and never in place of a line that the log lacks: that is
 * said, each time, until a person takes the log as it is (`acceptLog`). That it cannot keep one is no failure: what it has stays
 * true, and less of the log's end is told by it. Only where the vault's owner wants it in the keychain.
 */
export async function keepHead(
  { ledger, keychain }: LogPorts,
  vaultId: string,
): Promise<readonly Warning[]> {
  const kept = await readKeptHead(keychain, vaultId);
  if (kept.kind !== "found" && kept.kind !== "missing") return [];
  const head = await ledger.head();
  if (kept.kind === "found") {
    if (head !== null && isHead(kept.head, head.hash)) return [];
    const found = await ledger.find(kept.head);
    if (!found.ok) return [];
    if (found.value === "gone") return [contradicted(kept.head)];
    if (found.value === "unseen") return [unseen(kept.head)];
    if (head !== null && head.n < kept.head.n) return [];
  }
  if (head !== null) await writeKeptHead(keychain, vaultId, head);
  return [];
}

/** What a person does about a log that lacks the line which the keychain knows. */
export const afterContradiction = {
  next: "If you restored a backup or put an older folder here, say that you know, which the log keeps for ever; if not, find out who cut it, and do not say so.",
  actions: ["accept-log"],
} as const;

function unseen({ n }: AuditHead): Warning {
  return warning(
    "audit-unseen",
    `The keychain knows line ${String(n)} of the audit log, which was archived, and its archive is not where it went: whether the line is the same was not looked at. The keychain keeps what it knows.`,
    {
      next: "Put the archive back where it went: the log's first line says that. If it is gone for good, say that you know, which the log keeps for ever.",
      actions: ["accept-log"],
    },
  );
}

function contradicted({ n }: AuditHead): Warning {
  return warning(
    "audit-contradicted",
    `The keychain knows line ${String(n)} of the audit log, which is not in it: its end was cut off, or another log was put here. The keychain keeps what it knows.`,
    afterContradiction,
  );
}
