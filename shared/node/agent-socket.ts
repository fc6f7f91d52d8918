import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { vaultError } from "../core/errors.ts";
import {
  lentFromJson,
  type AgentReply,
  type AgentRequest,
} from "../core/agent/messages.ts";
import type { VaultReader } from "../core/ports/vault-reader.ts";
import { failure, success, type Result } from "../core/result.ts";
import type { ContextDetails, ContextView } from "../core/vault/views.ts";
import { askSocket } from "./control-socket.ts";

const patienceMs = 5000;
const nameLength = 16;

/** The agent's socket for the vault in `home`: one per vault, in the private run folder. */
export function agentSocketPath(runRoot: string, home: string): string {
  const name = createHash("sha256")
    .update(home)
    .digest("hex")
    .slice(0, nameLength);
  return join(runRoot, `agent-${name}`);
}

/** The agent as a reader; null when none answers, or when its vault cannot be read any more. */
export async function connectAgent(path: string): Promise<VaultReader | null> {
  if (!existsSync(path)) return null;
  const status = await ask(path, { verb: "status" });
  if (!status?.ok) return null;
  return {
    list: async () =>
      (await answered(path, { verb: "list" })) as Result<
        readonly ContextView[]
      >,
    show: async (name) =>
      (await answered(path, {
        verb: "show",
        name: name ?? null,
      })) as Result<ContextDetails>,
    lend: async (name) => {
      const reply = await answered(path, { verb: "lend", name: name ?? null });
      if (!reply.ok) return reply;
      const lent = lentFromJson(reply.value);
      return lent ? success(lent) : failure(silent());
    },
  };
}

/** True when an agent was there and has gone. */
export async function stopAgent(path: string): Promise<boolean> {
  return existsSync(path) && (await ask(path, { verb: "stop" })) !== null;
}

async function answered(
  path: string,
  request: AgentRequest,
): Promise<Result<unknown>> {
  const reply = await ask(path, request);
  if (reply === null) return failure(silent());
  return reply.ok ? success(reply.value) : failure(reply.error);
}

async function ask(
  path: string,
  request: AgentRequest,
): Promise<AgentReply | null> {
  return (await askSocket(
    path,
    { ...request },
    patienceMs,
  )) as AgentReply | null;
}

function silent() {
  return vaultError(
    "vault-busy",
    "The agent that unlock started does not answer.",
    "Stop it with talos-vault lock --keep-sessions and try again.",
  );
}
