// The agent that `unlock` starts: keeps the vault open in memory for a while and lends contexts. It is told
// the identity through a pipe, never gives it away, and writes nothing to disk but its socket.
import { existsSync, readFileSync, writeSync } from "node:fs";
import {
  lentToJson,
  takenToJson,
  wishFromJson,
  type AgentReply,
  type AgentRequest,
} from "../shared/core/agent/messages.ts";
import { vaultError } from "../shared/core/errors.ts";
import type { VaultReader } from "../shared/core/ports/vault-reader.ts";
import type { Result } from "../shared/core/result.ts";
import { Secret } from "../shared/core/secret.ts";
import { agentVault } from "../shared/core/usecases/agent-vault.ts";
import { removeSocket, serveSocket } from "../shared/node/control-socket.ts";
import { diskVaultFolder } from "../shared/node/disk-vault-folder.ts";
import { ledgerFile } from "../shared/node/ledger-file.ts";
import { systemRandom } from "../shared/node/system-random.ts";
import type { AgentMessage } from "../shared/node/start-agent.ts";
import { talosApi } from "../shared/node/talos-api/talos-api.ts";
import { systemClock } from "../shared/node/system-clock.ts";

const stdin = 0;
const stdout = 1;
const tickMs = 1000;

const message = JSON.parse(readFileSync(stdin, "utf8")) as AgentMessage;
const { home, socket, lifeSeconds, floor } = message;
const wallEnd = Date.now() + lifeSeconds * 1000;
const monotonicEnd = systemClock.monotonicMs() + lifeSeconds * 1000;
const vault = agentVault(
  {
    folder: diskVaultFolder(home),
    clock: systemClock,
    random: systemRandom,
    ledger: ledgerFile(home),
    talos: talosApi({ environment: process.env, keepMs: 0 }),
  },
  { identity: new Secret(message.identity), floor },
);

function stop(): void {
  removeSocket(socket);
  process.exit(0);
}

async function answer(request: AgentRequest): Promise<AgentReply> {
  if (request.verb === "stop") {
    setImmediate(stop);
    return { ok: true, value: null };
  }
  const reader = await vault.read();
  if (reader.ok) return reply(await serve(reader.value, request), true);
  // Another identity, a damaged file, no vault: what we know is no longer worth keeping.
  setImmediate(stop);
  return reply(reader, false);
}

async function serve(
  reader: VaultReader,
  request: AgentRequest,
): Promise<Result<unknown>> {
  const name = "name" in request ? (request.name ?? undefined) : undefined;
  switch (request.verb) {
    case "list":
      return reader.list();
    case "show":
      return reader.show(name);
    case "inspect":
      return reader.inspect(name);
    case "take":
      return mapped(await reader.take(name), takenToJson);
    case "lend": {
      const wish = wishFromJson(request.wish);
      return mapped(await reader.lend(name, wish), lentToJson);
    }
    case "stop":
      return { ok: true, value: null };
    default:
      return {
        ok: false,
        error: vaultError(
          "usage",
          "The agent does not know that verb.",
          "Update talos-vault.",
        ),
      };
  }
}

function mapped<T>(
  result: Result<T>,
  toJson: (value: T) => unknown,
): Result<unknown> {
  return result.ok ? { ok: true, value: toJson(result.value) } : result;
}

function reply(result: Result<unknown>, isFinal: boolean): AgentReply {
  return result.ok
    ? { ok: true, value: result.value }
    : { ok: false, error: result.error, isFinal };
}

async function listen(): Promise<void> {
  removeSocket(socket);
  await serveSocket(socket, (request) =>
    answer(request as unknown as AgentRequest),
  );
  writeSync(stdout, "ready\n");
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.on(signal, stop);
  setInterval(() => {
    const isOver =
      Date.now() >= wallEnd || systemClock.monotonicMs() >= monotonicEnd;
    if (isOver || !existsSync(socket)) stop();
  }, tickMs);
}

void listen();
