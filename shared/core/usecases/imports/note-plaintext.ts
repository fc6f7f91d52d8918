import type { VaultNotes } from "../../ports/vault-notes.ts";
import { success, type Result } from "../../result.ts";

/** More than anybody reads; the newest stay. */
const mostNoted = 500;

/**
 * Remembers files that hold keys in clear, for the doctor: those that were imported from, and those that were written.
 * `paths` are absolute. Writes only what is new. Errors: those of changing the notes.
 */
export async function notePlaintext(
  notes: VaultNotes,
  paths: readonly string[],
): Promise<Result<void>> {
  const known = new Set((await notes.read()).plaintext);
  if (paths.every((path) => known.has(path))) return success(undefined);
  return notes.change((before) => {
    const all = new Set([...before.plaintext, ...paths]);
    return { ...before, plaintext: [...all].slice(-mostNoted) };
  });
}
