import {
  credentialToJson,
  requestFromJson,
  type VaultQuestion,
  type AgentReply,
  type PingNews,
} from "../../shared/core/agent/messages.ts";
import { vaultError } from "../../shared/core/errors.ts";
import type { ImportReaders } from "../ports/vault/carry-out-change.ts";
import type { Network, TalosApi } from "../../shared/core/ports/talos-api.ts";
import type {
  PingWatch,
  VaultReader,
} from "../../shared/core/ports/vault-reader.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import type { AgentVault } from "../../shared/core/usecases/agent/agent-vault.ts";
import type { IssuingPorts } from "../../shared/core/usecases/issuing/issuing-ports.ts";
import { repointFollowing } from "../../shared/node/sessions/leases/end-session.ts";
import type { LeaseJournal } from "../../shared/node/sessions/leases/lease-journal.ts";
import type { Asker } from "../../shared/node/agent/control-socket.ts";
import {
  networkOf,
  offlineVariable,
} from "../../shared/node/talos-api/network.ts";
import { talosApi } from "../../shared/node/talos-api/talos-api.ts";

const own = networkOf({});

export interface AgentTools {
  readonly vault: AgentVault;
  readonly journal: LeaseJournal;
  readonly readers: () => Promise<ImportReaders>;
  /** What following sessions get is made with these. */
  readonly issuing: Omit<IssuingPorts, "talos">;
  /** Whether it carries out changes, or leaves them to who opens the vault unasked. */
  readonly changes: boolean;
}

/** Answers a question about the vault. `onUseless`: it cannot be read any more. */
export async function answerQuestion(
  tools: AgentTools,
  request: VaultQuestion,
  asker: Asker,
  onUseless: () => void,
): Promise<AgentReply> {
  const { vault } = tools;
  const { environment, namespace } = networkIn(request);
  if (namespace !== own.namespace)
    return reply(
      failure(
        vaultError("usage", "The agent is in another network.", "Unlock here."),
      ),
      false,
    );
  const talos = talosApi({ environment, keepMs: 0 });
  const reader = await vault.read(talos);
  if (!reader.ok) {
    onUseless();
    return reply(reader, false);
  }
  if (request.verb !== "change" && request.verb !== "follow")
    return reply(await serve(reader.value, request, asker), true);
  return tools.changes
    ? reply(await change(tools, talos, request, asker), true)
    : reply(failure(notForMe()), false);
}

type Changing = Extract<VaultQuestion, { verb: "change" | "follow" }>;

async function change(
  { vault, journal, issuing, readers }: AgentTools,
  talos: TalosApi,
  request: Changing,
  { isGivenUp, signal }: Asker,
): Promise<Result<unknown>> {
  if (request.verb === "change") {
    const { carryOutChange } =
      await import("../ports/vault/carry-out-change.ts");
    return carryOutChange(vault.ports(), readers, request.change, {
      judge: () => (isGivenUp() ? failure(nobodyWaits()) : success(undefined)),
      signal,
    });
  }
  const document = await vault.document();
  if (!document.ok) return document;
  const { nextForFollowers } =
    await import("../../shared/core/usecases/sessions/continue-session.ts");
  const next = nextForFollowers({ ...issuing, talos }, document.value);
  return success(await repointFollowing(journal, next));
}

/** Read by nobody. */
function nobodyWaits() {
  return vaultError("cancelled", "It was given up.", "Start it again.");
}

/** Whoever asks opens the vault unasked, and writes the keychain's floor with it. */
function notForMe() {
  return vaultError("usage", "The keychain opens this vault.", "Open it.");
}

/** Who does not say how nodes are reached has none contacted. */
function networkIn(request: VaultQuestion): Network {
  return "network" in request
    ? request.network
    : { environment: { [offlineVariable]: "1" }, namespace: own.namespace };
}

async function serve(
  reader: VaultReader,
  request: Exclude<VaultQuestion, Changing>,
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
        await reader.ping(request.request, watchFor(asker)),
        (health) => [...health],
      );
    case "decide-each-session": {
      const wanted = requestFromJson(request.request);
      return reader.decideEachSession(request.names, wanted);
    }
    case "session-credential": {
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
