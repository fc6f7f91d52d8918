import type { VaultNotes } from "../../ports/vault-notes.ts";
import { success, type Result } from "../../result.ts";

/** More than anybody reads; the newest stay. */
const mostNoted = 500;

/**
 * Remembers files that hold keys in clear, for the doctor: those that were imported from, and those that were written.
 * `paths` are absolute; `origin`: how they came to be noted. Writes only what is new. Errors: those of changing the notes.
 */
export async function notePlaintext(
  notes: VaultNotes,
  paths: readonly string[],
  origin: "imported" | "made",
): Promise<Result<void>> {
  const { plaintext, made } = await notes.read();
  const known = new Set(origin === "made" ? made : plaintext);
  if (paths.every((path) => known.has(path))) return success(undefined);
  return notes.change((before) => {
    const all = withNewest(before.plaintext, paths);
    return origin === "made"
      ? { ...before, plaintext: all, made: withNewest(before.made, paths) }
      : { ...before, plaintext: all };
  });
}

function withNewest(
  before: readonly string[],
  paths: readonly string[],
): readonly string[] {
  return [...new Set([...before, ...paths])].slice(-mostNoted);
}
