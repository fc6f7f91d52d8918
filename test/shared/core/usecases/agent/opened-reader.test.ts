import { expect, test } from "vitest";
import { success } from "../../../../../shared/core/result.ts";
import { openedReader } from "../../../../../shared/core/usecases/agent/agent-vault.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { openVault } from "../../../../../shared/core/usecases/vault/open.ts";
import type { VaultDocument } from "../../../../../shared/core/vault/document.ts";
import { plainContext } from "../../../../doubles/documents.ts";
import { must } from "../../../../doubles/memory-host.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { offlineTalosApi } from "../../../../doubles/offline-talos-api.ts";
import { makeVault } from "../../../../doubles/vault-life.ts";

const unlisted = {
  read: async () => {
    throw new Error("not read");
  },
  update: async () => success(undefined),
};

test("a vault that was opened lends what the vault says when it lends", async () => {
  const memory = new MemoryVault(4);
  const ports = memory.ports();
  must(await makeVault(ports));
  const { ledger } = memory;
  const put = async (contexts: VaultDocument["contexts"]) =>
    must(
      await changeVault(ports)((document) =>
        success({ ...document, contexts }),
      ),
    );
  const plain = plainContext("home");
  await put(new Map([["home", plain]]));
  const reader = openedReader(
    { ...ports, ledger, health: unlisted, talos: offlineTalosApi },
    must(await openVault(ports)()),
  );
  const lend = () =>
    reader.issueSessionCredential("home", {
      kind: "session",
      session: "0".repeat(32),
      wants: { kind: "default" },
    });
  expect(await lend()).not.toMatchObject({ error: { code: "context-missing" } }); // prettier-ignore
  await put(new Map());
  expect(await lend()).toMatchObject({ error: { code: "context-missing" } });
});
