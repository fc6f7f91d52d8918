import { contextsIn } from "./event-text.ts";
import type { AuditLine } from "./line.ts";

/** Which events are looked for; all that is given has to be so. */
export interface AuditSearch {
  /** Words that all have to occur in the line, in upper or lower case. */
  readonly words: readonly string[];
  /** Not before. */
  readonly since: Date | null;
  /** Before that. */
  readonly until?: Date | null;
  /** The session's id, or how it begins. */
  readonly session: string | null;
  readonly context: string | null;
  /** One of these events. */
  readonly events?: ReadonlySet<string> | null;
  /** A part of the name of who got it, who answered or which program did it, upper or lower case. */
  readonly person?: string | null;
}

/** Does a line fit all that is searched for? What is absent, null or empty asks for nothing. */
export function isFound(line: AuditLine, search: AuditSearch): boolean {
  const { words, session, context, events, person } = search;
  if (events && !events.has(line.event)) return false;
  if (!isWithin(Date.parse(line.time), search)) return false;
  if (session !== null && !line.session?.startsWith(session)) return false;
  if (context !== null && !isAbout(line, context)) return false;
  if (person && !isOf(line, person.toLowerCase())) return false;
  if (words.length === 0) return true;
  const { prev: _prev, seal: _seal, ...said } = line;
  const text = JSON.stringify(said).toLowerCase();
  return words.every((word) => text.includes(word.toLowerCase()));
}

/** Of this context alone, of several of which it is one, or of the name that it had. */
function isAbout(
  { event, context, detail = {} }: AuditLine,
  name: string,
): boolean {
  return (
    context === name ||
    contextsIn(detail).includes(name) ||
    (event === "rename" && detail["from"] === name)
  );
}

function isWithin(time: number, { since, until }: AuditSearch): boolean {
  const isSince = since === null || time >= since.getTime();
  return isSince && (!until || time < until.getTime());
}

/** What a session's credential, and one that stays in the vault, has in place of a person. */
const noPersons: ReadonlySet<unknown> = new Set(["session", "context"]);

function isOf({ process, detail = {} }: AuditLine, person: string): boolean {
  const { purpose, recipient, handedTo, agent, answeredBy } = detail;
  const names = [
    noPersons.has(purpose) ? null : recipient,
    handedTo,
    agent,
    answeredBy,
    process?.name,
    process?.path,
  ];
  return names.some(
    (name) => typeof name === "string" && name.toLowerCase().includes(person),
  );
}
