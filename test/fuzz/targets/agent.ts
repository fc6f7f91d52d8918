import { classifierHere } from "../../../shared/core/usecases/imports/imported-file.ts";
import { examinerHere } from "../../doubles/examiner-here.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { answerQuestion } from "../../../cli/agent/agent-answers.ts";
import {
  readAgentReply,
  readAgentRequest,
  type VaultQuestion,
} from "../../../shared/core/agent/messages.ts";
import { protocol } from "../../../shared/core/agent/protocol.ts";
import { spokenReply } from "../../../shared/core/agent/spoken-reply.ts";
import { Secret } from "../../../shared/core/secret.ts";
import { agentVault } from "../../../shared/core/usecases/agent/agent-vault.ts";
import { readToken } from "../../../shared/core/vault/sealed/keychain-item-format.ts";
import { healthFile } from "../../../shared/node/health/health-file.ts";
import { LeaseJournal } from "../../../shared/node/sessions/leases/lease-journal.ts";
import { networkOf } from "../../../shared/node/talos-api/network.ts";
import { openHost } from "../../doubles/memory-host.ts";
import { editJson, jsonEdits } from "../mutate.ts";
import { seedPem, seedTalosconfig } from "../seeds.ts";
import { holds, target, type OpenTarget } from "../target.ts";

const spoken = { protocol };
const network = networkOf({ TALOS_VAULT_OFFLINE: "1" });
const id = "0123456789abcdef0123456789abcdef";
const name = "context-1";
const pem = seedPem.toString("utf8");
const authority = { kind: "authority", authority: { crt: pem, key: pem } };
const session = { kind: "session", session: id };
const file = {
  path: "a",
  base64: seedTalosconfig.toString("base64"),
  identity: null,
};
const requests: readonly unknown[] = [
  { verb: "list" },
  { verb: "show", name },
  { verb: "inspect", name: null },
  ...[
    { kind: "default" },
    { kind: "stored" },
    { kind: "roles", roles: ["os:reader"] },
    { kind: "roles", roles: ["os:admin"], by: authority },
  ].map((wants) => ({
    verb: "session-credential",
    name,
    request: { ...session, wants, ttlSeconds: 3600 },
    network,
  })),
  {
    verb: "ping",
    request: { patterns: ["*"], patienceMs: 50, wantsNodes: true },
    network,
  },
  ...[
    { kind: "use", name: "context-2" },
    { kind: "edit", name, edit: { note: "n", labels: { a: "b" }, sessionTtlSeconds: 60 } },
    { kind: "rename", from: name, to: "b" },
    { kind: "remove", names: [name] },
    { kind: "import", files: [file], onConflict: "rename", use: true, dryRun: false },
  ].map((change) => ({ verb: "change", change })),
  { verb: "follow", network },
].map((request) => ({ ...spoken, ...request })); // prettier-ignore

const key = /key: (\S+)/.exec(seedTalosconfig.toString("latin1"))?.[1] ?? "";

/** Nothing is dialled, whatever a request says of the network. */
function offline(question: VaultQuestion): VaultQuestion {
  return "network" in question ? { ...question, network } : question;
}

/** Requests that fit, or nearly, to a vault that `unlock` keeps open. */
export const agentTarget: OpenTarget = async () => {
  const folder = mkdtempSync(join(tmpdir(), "tv-fuzz-"));
  return target({
    name: "agent",
    inputs: fc.array(fc.tuple(fc.constantFrom(...requests), jsonEdits), {
      minLength: 1,
      maxLength: 6,
    }),
    budgetMs: 30_000,
    close: () => rmSync(folder, { recursive: true, force: true }),
    check: async (asked) => {
      const memory = await openHost(seedTalosconfig.toString("latin1"));
      const {
        folder: vaultFolder,
        clock,
        random,
        onlooker,
      } = memory.vault.ports();
      const { ledger } = memory.vault;
      const [item = ""] = memory.vault.items.values();
      const start = readToken(new Secret(item));
      if (!start) throw new Error("the keychain has no key");
      const health = healthFile(folder);
      const tools = {
        vault: agentVault({ folder: vaultFolder, clock, random, ledger, onlooker, health }, start),
        journal: new LeaseJournal(folder),
        issuing: { clock, random, ledger },
        readers: async () => ({ parser: classifierHere, examiner: examinerHere }),
      changes: true,
      }; // prettier-ignore
      const asker = {
        tell: () => undefined,
        signal: new AbortController().signal,
        isGivenUp: () => false,
        onWord: () => undefined,
      };
      for (const [request, edits] of asked) {
        const question = readAgentRequest(editJson(request, edits));
        if (question === "stranger") continue;
        if (question.verb === "stop" || question.verb === "hold") continue;
        const useless = () => holds(false, "the vault can be read");
        const reply = await answerQuestion(tools, offline(question), asker, useless); // prettier-ignore
        const said = JSON.stringify(spokenReply(reply));
        holds(readAgentReply(JSON.parse(said)) !== null, "the reply is one");
        holds(
          question.verb === "session-credential" ||
            !said.includes(key.slice(0, 100)),
          "a key is in nothing but what is lent",
        );
        holds(!said.includes(start.identity.reveal()), "no identity is said");
      }
    },
  });
};
