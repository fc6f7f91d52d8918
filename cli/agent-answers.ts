import {
  credentialToJson,
  requestFromJson,
  type AgentQuestion,
  type AgentReply,
  type PingNews,
} from "../shared/core/agent/messages.ts";
import { vaultError } from "../shared/core/errors.ts";
import type { Network } from "../shared/core/ports/talos-api.ts";
import type {
  PingWatch,
  VaultReader,
} from "../shared/core/ports/vault-reader.ts";
import { failure, success, type Result } from "../shared/core/result.ts";
import type { agentVault } from "../shared/core/usecases/agent-vault.ts";
import type { Asker } from "../shared/node/control-socket.ts";
import {
  networkOf,
  offlineVariable,
} from "../shared/node/talos-api/network.ts";
import { talosApi } from "../shared/node/talos-api/talos-api.ts";

const own = networkOf({});

/** Answers a question about the vault. `onUseless`: it cannot be read any more. */
export async function answerQuestion(
  vault: ReturnType<typeof agentVault>,
  request: AgentQuestion,
  asker: Asker,
  onUseless: () => void,
): Promise<AgentReply> {
  const { environment, namespace } = networkIn(request);
  if (namespace !== own.namespace)
    return reply(
      failure(
        vaultError("usage", "The agent is in another network.", "Unlock here."),
      ),
      false,
    );
  const reader = await vault.read(talosApi({ environment, keepMs: 0 }));
  if (reader.ok) return reply(await serve(reader.value, request, asker), true);
  onUseless();
  return reply(reader, false);
}

/** Who does not say how nodes are reached has none contacted. */
function networkIn(request: AgentQuestion): Network {
  return "network" in request
    ? request.network
    : { environment: { [offlineVariable]: "1" }, namespace: own.namespace };
}

async function serve(
  reader: VaultReader,
  request: AgentQuestion,
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
      const wanted = requestFromJson(request.request);
      return mapped(
        await reader.issueSessionCredential(name, wanted),
        credentialToJson,
      );
    }
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
  return result.ok ? success(toJson(result.value)) : result;
}

function reply(result: Result<unknown>, isFinal: boolean): AgentReply {
  return result.ok
    ? { ok: true, value: result.value }
    : { ok: false, error: result.error, isFinal };
}

/** For whoever speaks another protocol: it has to open the vault itself. */
export function otherRelease(): AgentReply {
  const refused = vaultError(
    "usage",
    "The program that keeps the vault open is of another release than the one that asks it.",
    "Lock, and unlock again.",
  );
  return reply(failure(refused), false);
}
