import { once } from "node:events";
import type { Secret } from "../../core/secret.ts";
import { spawnOwnProgram } from "../system/programs/spawn-own-program.ts";

/** What the agent is told, through a pipe that is its standard input. */
export interface AgentMessage {
  readonly home: string;
  readonly socket: string;
  readonly lifeSeconds: number;
  readonly floor: number;
  /** Nothing but a passphrase opens the vault here, so that others cannot change it without asking. */
  readonly changes: boolean;
  /** Whether it takes the place of an agent that is there already, or leaves it alone and ends. */
  readonly replaces: boolean;
  readonly identity: string;
}

/** One that does not say that it listens, nor ends, is no use to anybody. */
const startedMs = 30_000;

/** Starts the agent and waits until it listens. `program`: the words that start it. False when it did not start. */
export async function startAgent(
  program: readonly string[],
  message: Omit<AgentMessage, "identity">,
  identity: Secret,
): Promise<boolean> {
  const child = spawnOwnProgram(program);
  child.stdin.on("error", () => undefined);
  child.stdin.end(JSON.stringify({ ...message, identity: identity.reveal() }));
  const late = setTimeout(() => child.kill("SIGKILL"), startedMs);
  const [first] = (await Promise.race([
    once(child.stdout, "data"),
    once(child.stdout, "end"),
    once(child, "error"),
  ])) as [unknown];
  clearTimeout(late);
  child.stdout.destroy();
  child.unref();
  return Buffer.isBuffer(first) && first.toString("utf8").startsWith("ready");
}
