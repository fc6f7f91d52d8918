import { once } from "node:events";
import { InvalidArgumentError, type Command } from "commander";
import { success, type Result } from "../../../shared/core/result.ts";
import { SessionHolder } from "../../../shared/node/sessions/session-holder.ts";
import { finish, type Cli } from "../../cli.ts";
import { prepareSession } from "./prepare-session.ts";
import { whatItGets } from "./run-in-session.ts";
import {
  addCredentialOptions,
  addGuardOptions,
  type SessionOptions,
} from "./session-options.ts";
import { gatewayEndSentence } from "./session-sentences.ts";
import { sessionText } from "./tell-session.ts";

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

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

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
  const { facts, runRoot, loginKey } = session.value;
  const given = await whatItGets(cli, session.value, port);
  if (!given.ok) return given;
  const over = new AbortController();
  const end = (): void => over.abort();
  const ended = once(over.signal, "abort");
  const held = SessionHolder.start(await ports.journal(), ports.clock, {
    facts,
    ...given.value,
    runRoot,
    loginKey,
    watched: null,
    onEnd: (lease, reason) => {
      terminal.say(gatewayEndSentence(lease, reason));
      end();
    },
  });
  if (!held.ok) return held;
  for (const name of signals) process.on(name, end);
  const { lease } = held.value;
  terminal.out(lease.path);
  terminal.say(
    `A gateway to ${sessionText(facts, ports.clock.now())}, on ${lease.gateway?.endpoint ?? ""}. Ctrl-C ends it.`,
  );
  await ended;
  for (const name of signals) process.off(name, end);
  held.value.close();
  return success(undefined);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a number from 1 to 65535.");
}
