import { warning, type Warning } from "../../../warning.ts";
import { momentText } from "../../../moment-text.ts";
import { failure, success, type Result } from "../../../result.ts";
import type { Secret } from "../../../secret.ts";
import {
  isLeftAside,
  judgeBeside,
  type Beside,
  type LeftAside,
  type WithBeside,
} from "../../../vault/judge-edits.ts";
import type { VaultDocument } from "../../../vault/document.ts";
import { lastEdit } from "../../../vault/edits.ts";
import type { CandidateKey } from "./obtain-keys.ts";
import type { VaultPorts } from "../ports.ts";

/**
 * Reads what lies beside a vault file. Changes that were sealed by another identity than the vault never count, whoever has
 * that one. Error: `vault-too-new`.
 * @param base what the vault file holds
 * @param identity what opened the vault file
 */
export async function openEdits(
  { lastOpened }: VaultPorts,
  bytes: Uint8Array | null,
  base: VaultDocument,
  identity: Secret,
  candidates: readonly CandidateKey[],
): Promise<Result<WithBeside>> {
  if (bytes === null) return success({ document: base, beside: null });
  const known = lastOpened?.findBeside(bytes, base);
  if (known) return success(known);
  const { unsealEdits } = await import("../../../vault/edits-file.ts");
  const others = candidates
    .map((one) => one.identity)
    .filter((one) => one.reveal() !== identity.reveal());
  for (const key of [identity, ...others]) {
    const outcome = await unsealEdits(bytes, key);
    if (outcome.kind === "too-new") return failure(outcome.error);
    if (outcome.kind === "unread") continue;
    const found = judgeBeside(bytes, outcome.log, base, key === identity);
    lastOpened?.keepBeside(base, found);
    return success(found);
  }
  return success({ document: base, beside: { kind: "unread", bytes } });
}

/** What is said of them, at each opening until the next write of the vault. */
export function leftAside(beside: Beside | null): readonly Warning[] {
  if (!isLeftAside(beside)) return [];
  return [warning("edits-left-aside", sentenceOn(beside))];
}

function sentenceOn(beside: LeftAside): string {
  if (beside.kind === "unread")
    return "The small changes beside the vault (edits.age) cannot be read: they are damaged, or for another key. They are kept, and do not count.";
  const { log } = beside;
  return `The small changes beside the vault (edits.age, of ${momentText(lastEdit(log).writtenAt)}) were made to another vault file (generation ${String(log.generation)}). They are kept, and do not count.`;
}
