import type { Renaming } from "./entry.ts";

/**
 * The name that a context has now which had another at a moment (RFC 3339): what happened under the old name is its
 * past. A context that took the old name later has nothing to do with it.
 */
export function nameNow(
  renamings: readonly Renaming[],
  name: string,
  at: string,
): string {
  const moment = Date.parse(at);
  return renamings.reduce(
    (current, one) =>
      one.from === current && Date.parse(one.at) >= moment ? one.to : current,
    name,
  );
}
