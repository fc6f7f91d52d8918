import {
  carriedText,
  namedIn,
  summaryOf,
} from "../../core/audit/event-text.ts";
import type { AuditLine } from "../../core/audit/line.ts";
import { nameNow } from "../../core/ledger/current-name.ts";
import type { Renaming } from "../../core/ledger/entry.ts";
import type { PlacedLine } from "../../core/ports/audit-reader.ts";
import type { EventRow } from "../../contract/audit.ts";

/**
 * An event for a page: what it says by its names, each as a text of bounded length. `renamings`: all that are known, oldest first.
 */
export function rowOf(
  { place, line }: PlacedLine,
  renamings: readonly Renaming[],
): EventRow {
  const id = `${place.file}:${String(place.at)}`;
  if (line === null) return { id, n: null, ...unreadable };
  const { n, time, event, roles = [] } = line;
  const { context = "", session = "", serial = "" } = line;
  return {
    id,
    n,
    time,
    event,
    context,
    session,
    roles,
    serial,
    summary: cut(summaryOf(line)),
    names: namedIn(line).map((name) => ({
      name,
      nameNow: nameNow(renamings, name, time),
    })),
    facts: factsOf(line),
  };
}

const unreadable = {
  time: "",
  event: "",
  context: "",
  session: "",
  roles: [],
  serial: "",
  summary: "",
  names: [],
  facts: [],
} as const;

/** A fact of a line of others may have tens of thousands of characters. */
const longestFact = 2000;
const mostFacts = 40;

function factsOf({ reason, process, carried, detail = {} }: AuditLine) {
  const named: readonly (readonly [string, unknown])[] = [
    ["repeated", carried && `${carriedText(carried)}, for what is still valid`],
    ["reason", reason],
    ["program", process && programText(process)],
    ...Object.entries(detail),
  ];
  return named
    .map(([name, value]) => [cut(name), cut(textOf(value))] as const)
    .filter(([, text]) => text !== "")
    .slice(0, mostFacts);
}

function programText({
  pid,
  name,
  path,
}: NonNullable<AuditLine["process"]>): string {
  return [path ?? name ?? "a program", `(${String(pid)})`].join(" ");
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}

function cut(text: string): string {
  return text.length <= longestFact ? text : `${text.slice(0, longestFact)}…`;
}
