import { setTimeout } from "node:timers/promises";
import { protocol } from "../../core/agent/protocol.ts";
import { isOwnSocket } from "../files/own-socket.ts";
import {
  isAlive,
  type ProcessIdentity,
} from "../system/processes/process-identity.ts";
import { forgetAgent, processFile } from "./agent-socket.ts";
import { leaveAtSocket } from "./control-socket.ts";
import { readProcessFile } from "./process-file.ts";

/** To say that it ends, and to end. */
const stopMs = 3000;
const endMs = 2000;
const lookMs = 10;

/**
 * True when an agent was there and has gone: asked to, or killed where it does not answer, since one that was stopped
 * (SIGSTOP) keeps the vault's key in its memory. What it was writing is there in its old state or its new one.
 * `sessions`: what becomes of those that it holds; those of one that has to be killed end.
 */
export async function stopAgent(
  path: string,
  sessions: "keep" | "end",
): Promise<boolean> {
  if (!isOwnSocket(path)) return false;
  const agent = readProcessFile(processFile(path));
  // Meant also when it is read late, by an agent that was stopped.
  const request = { protocol, verb: "stop", sessions };
  const said = await leaveAtSocket(path, request, stopMs);
  if (said !== null && agent !== null) await waitForEnd(agent);
  const isLeft = agent !== null && isAlive(agent);
  if (isLeft) {
    process.kill(agent.pid, "SIGKILL");
    // The kernel takes its memory a moment later on a busy machine, and whoever locks relies on that.
    await waitForEnd(agent);
  }
  if (said === null || isLeft) forgetAgent(path);
  return said !== null || isLeft;
}

/** One that was asked to end finishes what it is writing first, which it does within a second. */
async function waitForEnd(agent: ProcessIdentity): Promise<void> {
  const last = Date.now() + endMs;
  while (isAlive(agent) && Date.now() < last) await setTimeout(lookMs);
}
