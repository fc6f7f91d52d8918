// The agent that `unlock` starts: keeps the vault open in memory for a while and lends contexts. It is told
// the identity through a pipe, never gives it away, and writes nothing to disk but its socket.
import { existsSync, readFileSync, writeSync } from "node:fs";
import {
  lentToJson,
  wishFromJson,
  type AgentReply,
  type AgentRequest,
  type PingNews,
} from "../shared/core/agent/messages.ts";
import { vaultError } from "../shared/core/errors.ts";
import type { VaultReader } from "../shared/core/ports/vault-reader.ts";
import type { Result } from "../shared/core/result.ts";
import { Secret } from "../shared/core/secret.ts";
import { agentVault } from "../shared/core/usecases/agent-vault.ts";
import type { PingWatch } from "../shared/core/ports/vault-reader.ts";
import {
  removeSocket,
  serveSocket,
  type Asker,
} from "../shared/node/control-socket.ts";
import { diskVaultFolder } from "../shared/node/disk-vault-folder.ts";
import { healthFile } from "../shared/node/health-file.ts";
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
    health: healthFile(home),
  },
  { identity: new Secret(message.identity), floor },
);

function stop(): void {
  removeSocket(socket);
  process.exit(0);
}

async function answer(
  request: AgentRequest,
  asker: Asker,
): Promise<AgentReply> {
  if (request.verb === "stop") {
    setImmediate(stop);
    return { ok: true, value: null };
  }
  const environment = "environment" in request ? request.environment : {};
  const reader = await vault.read(talosApi({ environment, keepMs: 0 }));
  if (reader.ok) return reply(await serve(reader.value, request, asker), true);
  // Another identity, a damaged file, no vault: what we know is no longer worth keeping.
  setImmediate(stop);
  return reply(reader, false);
}

async function serve(
  reader: VaultReader,
  request: AgentRequest,
  asker: Asker,
): Promise<Result<unknown>> {
  const name = "name" in request ? (request.name ?? undefined) : undefined;
  switch (request.verb) {
    case "list":
      return reader.list();
    case "show":
      return reader.show(name);
    case "inspect":
      return reader.inspect(name);
    case "ping":
      return mapped(
        await reader.ping(request.wish, watchFor(asker)),
        (health) => [...health],
      );
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

function watchFor({ signal, tell }: Asker): PingWatch {
  const say = (news: PingNews): void => tell({ ...news });
  return {
    signal,
    onStage: (...news) => say({ to: "onStage", news }),
    onHealth: (...news) => say({ to: "onHealth", news }),
  };
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
  await serveSocket(socket, (request, asker) =>
    answer(request as unknown as AgentRequest, asker),
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
