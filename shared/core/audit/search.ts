import type { AuditLine } from "./line.ts";

/** Which events are looked for; all that is given has to be so. */
export interface AuditSearch {
  /** Each occurs somewhere in the line, upper or lower case. */
  readonly words: readonly string[];
  /** Not before. */
  readonly since: Date | null;
  /** The session's id, or how it begins. */
  readonly session: string | null;
  readonly context: string | null;
}

export function isFound(
  line: AuditLine,
  { words, since, session, context }: AuditSearch,
): boolean {
  if (since !== null && Date.parse(line.time) < since.getTime()) return false;
  if (session !== null && !line.session?.startsWith(session)) return false;
  if (context !== null && line.context !== context) return false;
  if (words.length === 0) return true;
  const { prev: _prev, seal: _seal, ...said } = line;
  const text = JSON.stringify(said).toLowerCase();
  return words.every((word) => text.includes(word.toLowerCase()));
}
