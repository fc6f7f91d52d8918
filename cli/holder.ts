// The background holder of a session that `env` started: a process of its own that keeps the credential while
// the shell that asked for it lives. It gets everything through a pipe, says one line, and is silent.
import { readFileSync, writeSync } from "node:fs";
import type {
  HolderAnswer,
  HolderMessage,
} from "../shared/node/sessions/background-holder.ts";
import { LeaseJournal } from "../shared/node/sessions/lease-journal.ts";
import {
  SessionHolder,
  waitForDeath,
} from "../shared/node/sessions/session-holder.ts";
import { systemClock } from "../shared/node/system-clock.ts";

const stdin = 0;
const stdout = 1;

const message = JSON.parse(readFileSync(stdin, "utf8")) as HolderMessage;
const { home, runRoot, facts, watched } = message;
const started = SessionHolder.start(new LeaseJournal(home), systemClock, {
  facts,
  runRoot,
  watched,
  document: new TextEncoder().encode(message.document),
  onEnd: () => undefined,
});
const answer: HolderAnswer = started.ok
  ? { ok: true, lease: started.value.lease }
  : { ok: false, error: started.error };
writeSync(stdout, `${JSON.stringify(answer)}\n`);

if (started.ok) {
  const { value: holder } = started;
  const close = () => {
    holder.close();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.on(signal, close);
  void waitForDeath(watched).then(close);
}
