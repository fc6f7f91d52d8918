// The background holder of a session that `env` started: a process of its own that keeps the credential while
// the shell that asked for it lives. It gets everything through a pipe, says one line, and is silent.
import { readFileSync, writeSync } from "node:fs";
import {
  readHolderMessage,
  type HoldMessage,
  type TakeOverMessage,
} from "../../../shared/core/agent/holder-messages.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { hardenProcess } from "../../../shared/node/system/processes/harden-process.ts";
import type { ProcessIdentity } from "../../../shared/node/system/processes/process-identity.ts";
import type { HolderAnswer } from "../../../shared/node/sessions/start-holder-process.ts";
import { endSession } from "../../../shared/node/sessions/leases/end-session.ts";
import { LeaseJournal } from "../../../shared/node/sessions/leases/lease-journal.ts";
import { SessionHolder } from "../../../shared/node/sessions/session-holder.ts";
import type { HolderInput } from "../../../shared/node/sessions/holder-input.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { awaitSessionShell } from "../../../shared/node/sessions/shells/session-shell.ts";
import { systemRandom } from "../../../shared/node/system/system-random.ts";
import { systemClock } from "../../../shared/node/system/system-clock.ts";
import { lazyLedger } from "../../ports/lazy-ledger-and-health.ts";

const stdin = 0;
const stdout = 1;
/** So long the printed code may lie before a shell runs it. */
const takenWithinMs = 60_000;

hardenProcess();
const message = readHolderMessage(readFileSync(stdin, "utf8"));
if (message === null)
  answer({
    ok: false,
    error: vaultError(
      "session-failed",
      "The program that holds sessions is of another release than this command.",
      "Install talos-vault once more.",
    ),
  });
else if (message.kind === "hold") void hold(message);
else takeOver(message);

function answer(said: HolderAnswer): void {
  writeSync(stdout, `${JSON.stringify(said)}\n`);
}

function takeOver({ home, lease, leftMs, document }: TakeOverMessage): void {
  const journal = new LeaseJournal(home);
  const taken = SessionHolder.takeOver(journal, systemClock, lease, {
    document: new TextEncoder().encode(document),
    leftMs,
    onEnd: () => undefined,
  });
  if (!taken.ok) return answer(taken);
  const { value: holder } = taken;
  const close = closing(holder);
  answer({ ok: true, lease: holder.lease });
  void holder.adopt(lease.watched).then(close, close);
}

/** Ends the session and this process; also by a signal. */
function closing(holder: SessionHolder): () => void {
  const close = (): void => {
    holder.close();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.on(signal, close);
  return close;
}

async function hold(given: HoldMessage): Promise<void> {
  const { home, runFolder, facts, watched, ...rest } = given;
  const journal = new LeaseJournal(home);
  let owner = watched?.pid ?? process.pid;
  const delivered = await whatItGets(given, () => owner);
  if (!delivered.ok) return answer(delivered);
  const started = SessionHolder.start(journal, systemClock, {
    facts,
    runFolder,
    watched,
    loginKey: rest.loginKey,
    ...delivered.value,
    onEnd: () => undefined,
  });
  if (!started.ok) return answer(started);
  const { value: holder } = started;
  const close = closing(holder);
  const taken = watched
    ? Promise.resolve(watched)
    : awaitSessionShell(holder.lease, takenWithinMs);
  answer({ ok: true, lease: holder.lease });
  void belong(holder, journal, taken, rest.replaces, ({ pid }) => {
    owner = pid;
  }).then(close, close);
}

/** What the shell reads: the credential, or the way to a gateway in this process, which has it. */
async function whatItGets(
  { home, facts, document, gateway }: HoldMessage,
  owner: () => number,
): Promise<Result<Pick<HolderInput, "document" | "gateway">>> {
  const bytes = new TextEncoder().encode(document);
  if (!gateway) return success({ document: bytes });
  const { collectWhenQuiet, keepYoungSpaceSmall } =
    await import("../../../shared/node/system/processes/give-back-memory.ts");
  const { startSessionGateway } =
    await import("../../../shared/node/sessions/gateway/start-session-gateway.ts");
  const { personForCalls, personForElevation } =
    await import("../../ports/consent/ask-a-person.ts");
  const { production, ...rest } = gateway;
  const ports = {
    clock: systemClock,
    random: systemRandom,
    ledger: lazyLedger(home),
  };
  const session = { ...facts, home, production, owner };
  const given = { facts, home, document: bytes };
  keepYoungSpaceSmall();
  return startSessionGateway({
    ...given,
    onCall: collectWhenQuiet(),
    askPerson: personForCalls(ports, session),
    // This process knows no vault.
    waysToElevate: { ask: personForElevation(ports, session), lend: null },
    ...rest,
  });
}

/** Resolves when the process that the session belongs to has ended, or no shell took the session. */
async function belong(
  holder: SessionHolder,
  journal: LeaseJournal,
  taken: Promise<ProcessIdentity | "gone" | null>,
  replaces: string | null,
  onShell: (shell: ProcessIdentity) => void,
): Promise<void> {
  const shell = await taken;
  if (!shell || shell === "gone") return;
  onShell(shell);
  await endReplaced(journal, replaces, shell);
  await holder.adopt(shell);
}

/** The session that the same shell had before; another shell that has it too keeps it. */
async function endReplaced(
  journal: LeaseJournal,
  id: string | null,
  shell: ProcessIdentity,
): Promise<void> {
  const lease = id === null ? null : journal.read(id);
  if (lease?.state !== "active") return;
  // What a command or a shell was started with is not its own to leave.
  if (lease.kind !== "env" && lease.kind !== "window") return;
  const { pid, startTime } = lease.watched;
  if (pid === shell.pid && startTime === shell.startTime)
    await endSession(journal, lease);
}
