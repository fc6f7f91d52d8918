// The audit log as a window shows it: pages of it, whether it is whole, and a copy for other programs.
// Keep: Read a page at a time, whatever the log's size; nothing of it is changed here but by a person's word, which it keeps.
import { vaultError } from "../../core/errors.ts";
import { csvLine, csvTitles } from "../../core/audit/csv.ts";
import { eventsOfKinds } from "../../core/audit/event-text.ts";
import type { AuditLine } from "../../core/audit/line.ts";
import type { AuditSearch } from "../../core/audit/search.ts";
import type { AuditReader } from "../../core/ports/audit-reader.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { acceptLog, lostHead } from "../../core/usecases/audit/accept-log.ts";
import { readRenamings } from "../../core/usecases/ledger/record-changes.ts";
import type {
  EventFilter,
  EventsPage,
  LogFacts,
} from "../../contract/audit.ts";
import type { ReplyOf, RequestOf } from "../../contract/index.ts";
import type { Handlers, HostContext } from "../host-context.ts";
import { rowOf } from "./event-rows.ts";
import { verifyLog } from "./verify-log.ts";

type AuditChannel = Extract<keyof Handlers, `audit.${string}`>;

export function auditHandlers(context: HostContext): Handlers<AuditChannel> {
  return {
    "audit.page": (request) => page(context, request),
    "audit.facts": () => facts(context),
    "audit.verify": (request) => verifyLog(context, request),
    "audit.accept": (request) => accept(context, request),
    "audit.lost": async () => {
      const { vault, ledger } = context.ports;
      const lost = await lostHead({ ...vault, ledger });
      return lost.ok ? success({ line: lost.value.kept.n }) : lost;
    },
    "audit.export": (request) => exportLog(context, request),
  };
}

async function page(
  { ports }: HostContext,
  { filter, before }: RequestOf<"audit.page">,
): Promise<Result<EventsPage>> {
  const read = await ports.auditLog.page(searchOf(filter), before);
  if (!read.ok) return read;
  const { lines, older, isNewest } = read.value;
  const renamings = await readRenamings(ports.ledger);
  const rows = lines.map((line) => rowOf(line, renamings));
  return success({ rows, older, isNewest });
}

async function facts({ ports, audit }: HostContext): Promise<Result<LogFacts>> {
  const first = await ports.auditLog.first();
  if (!first.ok) return first;
  const head = await ports.ledger.head();
  const sealed = await ports.ledger.sealed();
  return success({
    last: head?.n ?? 0,
    first: first.value ?? 1,
    seal: sealed && (sealed.isProof ? "recovery-key" : "drawn"),
    verified: audit.verified,
  });
}

async function accept(
  { ports: { vault, ledger }, events, audit }: HostContext,
  { reason, line }: RequestOf<"audit.accept">,
): Promise<Result<null>> {
  const ports = { ...vault, ledger };
  const lost = await lostHead(ports);
  if (!lost.ok) return lost;
  const { vaultId, kept } = lost.value;
  // It is what the person was told of.
  if (kept.n !== line) return failure(otherLine());
  const said = reason.trim() === "" ? {} : { reason: reason.trim() };
  const accepted = await acceptLog(ports, vaultId, { kept, ...said });
  // The line is in the log, whether the keychain could be told or not.
  audit.verified = null;
  events.tell({ kind: "audit" });
  return accepted.ok ? success(null) : accepted;
}

function otherLine() {
  return vaultError(
    "usage",
    "That is not the number of the line that the log lacks; nothing was accepted.",
    "Type the number that is shown.",
  );
}

async function exportLog(
  { ports }: HostContext,
  { filter, format, path: typed }: RequestOf<"audit.export">,
): Promise<Result<ReplyOf<"audit.export">>> {
  const title = "The events that are shown";
  const target = await ports.person.chooseTarget(title, `audit.${format}`, typed); // prettier-ignore
  if (target === null) return success(null);
  const copy = new Copy(ports.auditLog, searchOf(filter), format);
  const { path, isReplacing } = target;
  const written = await ports.files.writePieces(path, copy.pieces(), isReplacing); // prettier-ignore
  return written.ok ? success({ path, count: copy.count }) : written;
}

/** The events for another program, oldest first, as they are read. */
class Copy {
  readonly #log: Pick<AuditReader, "found">;
  readonly #search: AuditSearch;
  readonly #format: "jsonl" | "csv";
  count = 0;

  constructor(
    log: Pick<AuditReader, "found">,
    search: AuditSearch,
    format: "jsonl" | "csv",
  ) {
    this.#log = log;
    this.#search = search;
    this.#format = format;
  }

  async *pieces(): AsyncGenerator<Uint8Array, void, void> {
    const encoder = new TextEncoder();
    if (this.#format === "csv") yield encoder.encode(csvTitles);
    for await (const lines of this.#log.found(this.#search)) {
      this.count += lines.length;
      yield encoder.encode(lines.map((line) => this.#textOf(line)).join(""));
    }
  }

  #textOf(line: AuditLine): string {
    return this.#format === "csv" ? csvLine(line) : `${JSON.stringify(line)}\n`;
  }
}

function searchOf(filter: EventFilter): AuditSearch {
  const { words, context, session, person, kinds, since, until } = filter;
  return {
    words: words.split(/\s+/).filter((word) => word !== ""),
    since: since === null ? null : new Date(since),
    until: until === null ? null : new Date(until),
    context: context === "" ? null : context,
    session: session === "" ? null : session,
    person: person.trim() === "" ? null : person.trim(),
    events: kinds.length === 0 ? null : eventsOfKinds(kinds),
  };
}
