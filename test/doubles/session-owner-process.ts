// Holds a session in a process of its own, for tests that kill it: no vault and no keyring behind it. Told by
// its first argument, as JSON; prints the lease as one line of JSON on stdout.
import type { SessionFacts } from "../../shared/core/sessions/lease.ts";
import { serveSocket } from "../../shared/node/agent/control-socket.ts";
import { HeldSessions } from "../../shared/node/sessions/agent-held-sessions.ts";
import { runCommand } from "../../shared/node/sessions/commands/run-command.ts";
import { LeaseJournal } from "../../shared/node/sessions/leases/lease-journal.ts";
import {
  processIdentity,
  waitForDeath,
} from "../../shared/node/system/processes/process-identity.ts";
import { SessionHolder } from "../../shared/node/sessions/session-holder.ts";
import { systemClock } from "../../shared/node/system/system-clock.ts";
import { systemRandom } from "../../shared/node/system/system-random.ts";

export interface SessionOwnerInput {
  readonly home: string;
  readonly runFolder: string;
  readonly delivery: "fd" | "file";
  readonly document: string;
  readonly ttlSeconds: number;
  /** What runs in the session; null: nothing, the session lasts as long as the watched process. */
  readonly command: readonly string[] | null;
  readonly watchedPid: number | null;
  /** A socket, to hold the session as the agent does, for whoever connects there; null: it is this process's own. */
  readonly heldAt: string | null;
}

const input = JSON.parse(process.argv[2] ?? "{}") as SessionOwnerInput;
const now = systemClock.now();
const facts: SessionFacts = {
  id: Buffer.from(systemRandom.bytes(16)).toString("hex"),
  context: "canary",
  roles: ["os:reader"],
  credential: "stored",
  delivery: input.delivery,
  isFollowing: false,
  startedAt: now.toISOString(),
  expiresAt: new Date(now.getTime() + input.ttlSeconds * 1000).toISOString(),
};
const document = new TextEncoder().encode(input.document);
const { runFolder } = input;
const journal = new LeaseJournal(input.home);
if (input.heldAt !== null) await holdAt(input.heldAt);
const started = SessionHolder.start(journal, systemClock, {
  facts,
  document,
  runFolder,
  watched: input.watchedPid === null ? null : processIdentity(input.watchedPid),
  loginKey: null,
  onEnd: () => undefined,
});
if (!started.ok) {
  process.stdout.write(`${JSON.stringify(started.error)}\n`);
  process.exit(1);
}
const { value: holder } = started;
process.stdout.write(`${JSON.stringify(holder.lease)}\n`);
if (input.command) {
  await runCommand(input.command, process.env, {
    onStart: (running) => holder.belongTo(running),
  });
} else {
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.on(signal, () => {
      holder.close();
      process.exit(0);
    });
  await waitForDeath({ ...holder.lease.watched });
}
holder.close();
process.exit(0);

/** Never resolves: whoever started this process ends it. */
async function holdAt(path: string): Promise<never> {
  const sessions = new HeldSessions(journal, systemClock);
  const caller = processIdentity(process.ppid);
  if (caller === null) throw new Error("nobody started this");
  await serveSocket(path, async (_, asker) => {
    const held = { facts, document, runFolder, caller };
    await sessions.hold(held, asker, (lease) => asker.tell({ lease }));
    return {};
  });
  process.stdout.write("ready\n");
  return new Promise(() => undefined);
}
