import { vaultError } from "../shared/core/errors.ts";
import { failure, success, type Result } from "../shared/core/result.ts";
import { sessionVariable } from "../shared/core/sessions/environment.ts";
import type { Lease } from "../shared/core/sessions/lease.ts";
import {
  planSession,
  type PlannedSession,
} from "../shared/core/usecases/start-session.ts";
import { storedCredential } from "../shared/core/usecases/stored-credential.ts";
import { canDeliverByDescriptor } from "../shared/node/descriptor-delivery.ts";
import type { Cli } from "./cli.ts";
import { openReader } from "./open-reader.ts";
import { printable } from "./terminal.ts";

/** What the options of `exec`, `shell` and `env` ask for. */
export interface SessionWishes {
  /** Seconds. */
  ttl: number;
  delivery?: Lease["delivery"];
  stored?: true;
  follow?: true;
  nested?: true;
}

export interface ReadySession extends PlannedSession {
  readonly runRoot: string;
}

/**
 * Everything before a session exists: refuses nesting, cleans up after others, takes the context out of the
 * vault. Without a name: a choice on the terminal, else the current context.
 */
export async function readySession(
  cli: Cli,
  wanted: string | undefined,
  options: SessionWishes,
): Promise<Result<ReadySession>> {
  const { ports } = cli;
  if (process.env[sessionVariable] && !options.nested) return failure(nested());
  ports.sweep();
  const name = await chosenName(cli, wanted);
  if (!name.ok) return name;
  const reader = await openReader(cli);
  if (!reader.ok) return reader;
  const lent = await reader.value.lend(name.value);
  if (!lent.ok) return lent;
  const runRoot = ports.runRoot();
  if (!runRoot.ok) return runRoot;
  const delivery = chooseDelivery(runRoot.value, options.delivery);
  if (!delivery.ok) return delivery;
  const credentials = storedCredential(ports.clock);
  const planned = await planSession({
    credentials,
    clock: ports.clock,
    random: ports.random,
  })(lent.value, {
    ttlSeconds: options.ttl,
    delivery: delivery.value,
    isFollowing: options.follow ?? false,
  });
  if (!planned.ok) return planned;
  tell(cli, planned.value, lent.value.production, options);
  return success({ ...planned.value, runRoot: runRoot.value });
}

async function chosenName(
  cli: Cli,
  wanted: string | undefined,
): Promise<Result<string | undefined>> {
  if (wanted !== undefined || !cli.terminal.isInteractive)
    return success(wanted);
  const { chooseContext } = await import("./choose-context.ts");
  return chooseContext(cli, wanted);
}

function chooseDelivery(
  runRoot: string,
  wanted: Lease["delivery"] | undefined,
): Result<Lease["delivery"]> {
  if (wanted === "file") return success("file");
  if (canDeliverByDescriptor(runRoot)) return success("fd");
  if (wanted === undefined) return success("file");
  return failure(
    vaultError(
      "unsupported",
      "This machine has no /proc or no memory-backed folder to hold a descriptor in.",
      "Use --delivery file.",
    ),
  );
}

/** Said where a person looks; a script that reads stderr gets what its command writes and nothing else. */
function tell(
  { terminal }: Cli,
  { facts, notices }: PlannedSession,
  production: boolean,
  { stored }: SessionWishes,
): void {
  if (!terminal.isStderrTerminal) return;
  if (production)
    terminal.say(
      terminal.mark("red", `${printable(facts.context)} is marked production.`),
    );
  if (!stored)
    for (const notice of notices)
      terminal.say(terminal.mark("dim", printable(notice)));
}

function nested() {
  return vaultError(
    "session-nested",
    `This terminal is in a session already (${process.env["TALOS_VAULT_CONTEXT"] ?? "?"}).`,
    "Leave it first (exit), or insist with --nested.",
  );
}
