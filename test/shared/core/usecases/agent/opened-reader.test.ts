import { expect, onTestFinished, test } from "vitest";
import type { TalosApi } from "../../../../../shared/core/ports/talos-api.ts";
import { success } from "../../../../../shared/core/result.ts";
import { openedReader } from "../../../../../shared/core/usecases/agent/agent-vault.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { openVault } from "../../../../../shared/core/usecases/vault/open.ts";
import type { StoredContext } from "../../../../../shared/core/vault/document.ts";
import { contextOf, TestAuthority } from "../../../../doubles/certificates.ts";
import { plainContext, storedOf } from "../../../../doubles/documents.ts";
import { must } from "../../../../doubles/memory-host.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { offlineTalosApi } from "../../../../doubles/offline-talos-api.ts";
import { nodeOf, ScriptedTalosApi } from "../../../../doubles/scripted-talos-api.ts"; // prettier-ignore
import { makeVault } from "../../../../doubles/vault-life.ts";

const unlisted = {
  read: async () => {
    throw new Error("not read");
  },
  update: async () => success(undefined),
};

/** A vault with a context, which can be changed, and a reader that opened it before. */
async function openedWith(context: StoredContext, talos: TalosApi) {
  const memory = new MemoryVault(4);
  const ports = memory.ports();
  must(await makeVault(ports));
  const { ledger } = memory;
  const put = async (...contexts: readonly StoredContext[]) =>
    must(
      await changeVault(ports)((document) =>
        success({
          ...document,
          contexts: new Map(contexts.map((one) => ["home", one])),
        }),
      ),
    );
  await put(context);
  const reader = openedReader(
    { ...ports, ledger, health: unlisted, talos },
    must(await openVault(ports)()),
  );
  const lend = () =>
    reader.issueSessionCredential("home", {
      kind: "session",
      session: "0".repeat(32),
      wants: { kind: "default" },
    });
  return { put, lend, clock: ports.clock };
}

test("a vault that was opened lends what the vault says when it lends", async () => {
  const plain = plainContext("home");
  const { put, lend } = await openedWith(plain, offlineTalosApi);
  expect(await lend()).not.toMatchObject({ error: { code: "context-missing" } }); // prettier-ignore
  await put();
  expect(await lend()).toMatchObject({ error: { code: "context-missing" } });
});

test("a session goes by the guard that there is once a node has made its credential", async () => {
  const authority = new TestAuthority();
  onTestFinished(() => authority.dispose());
  const pair = authority.client({ days: 300 });
  const stored = storedOf(contextOf(authority.pair.crt, pair));
  const talos = new ScriptedTalosApi();
  const { put, lend, clock } = await openedWith(stored, talos);
  const node = nodeOf(authority, () => clock.now());
  talos.make = async (...asked) => {
    const metadata = { ...stored.metadata, guard: { deny: ["reads"] } };
    await put({ ...stored, metadata });
    return node(...asked);
  };
  expect(must(await lend())).toMatchObject({
    credential: "derived",
    guard: { deny: ["reads"] },
  });
  talos.make = async (...asked) => {
    await put();
    return node(...asked);
  };
  expect(await lend()).toMatchObject({ error: { code: "context-missing" } });
});
