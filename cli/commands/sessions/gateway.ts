import { once } from "node:events";
import { InvalidArgumentError, type Command } from "commander";
import { success, type Result } from "../../../shared/core/result.ts";
import { whenEnded } from "../../../shared/node/sessions/commands/forward-signals.ts";
import type { HolderInput } from "../../../shared/node/sessions/holder-input.ts";
import { finish, type Cli } from "../../cli.ts";
import { prepareSession } from "./starting/prepare-session.ts";
import { holdSession } from "./starting/run-in-session.ts";
import {
  addCredentialOptions,
  addGuardOptions,
  type SessionOptions,
} from "./starting/session-options.ts";
import { gatewayEndSentence } from "./starting/session-end-text.ts";
import { sessionText } from "./starting/session-start-text.ts";

interface Options extends SessionOptions {
  readonly port?: number;
}

export function configureGateway(command: Command, cli: Cli): void {
  addCredentialOptions(addGuardOptions(command))
    .argument(
      "[context]",
      "its name; - is the previous one; none: pick, or the current one",
    )
    .option(
      "--port <n>",
      "where it listens on this machine (default: a free one)",
      parsePort,
    )
    .option("--nested", "also inside another session")
    .addHelpText(
      "after",
      `
It prints the path of a talosconfig for the programs that are to use it, and goes on until Ctrl-C, the end of its
time (--ttl), or talos-vault end.`,
    )
    .action((context: string | undefined, options: Options) =>
      finish(cli, gateway(cli, context, options)),
    );
}

/** Holds a session that belongs to this process alone, and ends with it. */
async function gateway(
  cli: Cli,
  context: string | undefined,
  { port, ...options }: Options,
): Promise<Result<void>> {
  const { ports, terminal } = cli;
  const wanted = { ...options, delivery: "gateway" } as const;
  const session = await prepareSession(cli, "exec", context, wanted);
  if (!session.ok) return session;
  const over = new AbortController();
  const ended = once(over.signal, "abort");
  const onEnd: HolderInput["onEnd"] = (lease, reason) => {
    terminal.say(gatewayEndSentence(lease, reason));
    over.abort();
  };
  const held = await holdSession(cli, session.value, onEnd, port);
  if (!held.ok) return held;
  const stopListening = whenEnded(() => over.abort());
  const { lease } = held.value;
  terminal.out(lease.path);
  terminal.say(
    `A gateway to ${sessionText(session.value.facts, ports.clock.now())}, on ${lease.gateway?.endpoint ?? ""}. Ctrl-C ends it.`,
  );
  await ended;
  stopListening();
  held.value.close();
  return success(undefined);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a number from 1 to 65535.");
}
