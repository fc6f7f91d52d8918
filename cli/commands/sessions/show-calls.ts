import { basename } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { vaultError } from "../../../shared/core/errors.ts";
import {
  askAfter,
  type CallProcess,
  type CallRecord,
} from "../../../shared/core/gateway/calls/call-record.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import type { Lease } from "../../../shared/core/sessions/lease.ts";
import { sessionsSeen } from "../../../shared/node/sessions/leases/agents-session.ts";
import { callsOf } from "../../../shared/node/sessions/gateway/read-session-calls.ts";
import type { Cli } from "../../cli.ts";
import { table } from "../../output/table.ts";

export interface CallsOptions {
  readonly json?: true;
  readonly follow?: true;
}

/** A person reads it; the holder is asked again when they have looked. */
const followMs = 500;

/**
 * The calls of one session through its gateway; with `follow` those that come, until the session ends. Errors:
 * `session-missing` for none with such an id, `usage` where no single one is meant.
 */
export async function showCalls(
  cli: Cli,
  id: string | undefined,
  options: CallsOptions,
): Promise<Result<void>> {
  const chosen = chooseSession(sessionsSeen(cli.ports.leases), id);
  if (!chosen.ok) return chosen;
  return options.follow
    ? followCalls(cli, chosen.value, options)
    : listCalls(cli, chosen.value, options);
}

async function listCalls(
  { terminal }: Cli,
  lease: Lease,
  { json }: CallsOptions,
): Promise<Result<void>> {
  const news = await callsOf(lease, 0);
  if (news === null) return failure(silent());
  const { calls, held, records } = news;
  if (json) terminal.json({ ...whose(lease), calls, held, records });
  else printTable(terminal, records, true);
  return success(undefined);
}

/** Each call once, when it is over; ends with the session. */
async function followCalls(
  { terminal }: Cli,
  lease: Lease,
  { json }: CallsOptions,
): Promise<Result<void>> {
  const seen = new Set<number>();
  for (let after = 0, isFirst = true; ; isFirst = false) {
    const news = await callsOf(lease, after);
    if (news === null) return isFirst ? failure(silent()) : success(undefined);
    const over = news.records.filter(
      ({ ms, number }) => ms !== null && !seen.has(number),
    );
    if (!json) printTable(terminal, over, seen.size === 0);
    else for (const one of over) terminal.json({ ...whose(lease), ...one });
    for (const { number } of over) seen.add(number);
    after = askAfter(news);
    await wait(followMs);
  }
}

function whose({ id, agent }: Lease) {
  return { session: id, agent: agent ?? null };
}

function chooseSession(
  leases: readonly Lease[],
  id: string | undefined,
): Result<Lease> {
  const gateways = leases.filter(
    ({ delivery, state }) => delivery === "gateway" && state === "active",
  );
  const found = gateways.filter((lease) => lease.id.startsWith(id ?? ""));
  const [lease, another] = found;
  if (!lease)
    return failure(
      vaultError(
        "session-missing",
        id === undefined
          ? "No session with a gateway is running."
          : `No running session with a gateway has an id that begins with "${id}".`,
        "talos-vault sessions lists those that run. Calls of one that is over: talos-vault audit call",
      ),
    );
  if (another)
    return failure(
      vaultError(
        "usage",
        "Several sessions with a gateway are meant.",
        "Name one by the first characters of its id.",
      ),
    );
  return success(lease);
}

function silent() {
  return vaultError(
    "session-failed",
    "The program that holds the session does not answer.",
    "Ask again in a moment: it listens soon after its start.",
  );
}

function printTable(
  terminal: Cli["terminal"],
  records: readonly CallRecord[],
  isFirst: boolean,
): void {
  const header = [
    "TIME (UTC)",
    "CALL",
    "VERDICT",
    "CODE",
    "MS",
    "UP",
    "DOWN",
    "BY",
  ];
  if (records.length === 0) return;
  const rows = records.map((one) => row(one));
  terminal.outLines(table(terminal, header, rows, { isFurther: !isFirst }));
}

function row(record: CallRecord): readonly string[] {
  const { time, words, verdict, code, ms, bytesUp, bytesDown, process } =
    record;
  return [
    time.slice(11, 19),
    words === "" ? record.method : words,
    verdict,
    code === null ? "-" : String(code),
    ms === null ? "-" : String(ms),
    String(bytesUp),
    String(bytesDown),
    process === null ? "" : programText(process),
  ];
}

function programText({ pid, path }: CallProcess): string {
  const name = path === null ? "process" : basename(path);
  return `${name} ${String(pid)}`;
}
