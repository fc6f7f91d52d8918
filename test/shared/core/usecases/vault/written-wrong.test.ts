import { expect, test, vi } from "vitest";
import { success } from "../../../../../shared/core/result.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import type { VaultDocument } from "../../../../../shared/core/vault/document.ts";
import type * as Writing from "../../../../../shared/core/vault/write-document.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { makeVault } from "../../../../doubles/vault-life.ts";

/** A writer with a bug: it is authentic and readable, and one key of a context is empty in it. */
const bug = vi.hoisted(() => ({ isOn: false }));
vi.mock("../../../../../shared/core/vault/write-document.ts", async (load) => {
  const real = await load<typeof Writing>();
  const blanked = (document: VaultDocument): VaultDocument => ({
    ...document,
    contexts: new Map(
      [...document.contexts].map(([name, context]) => [
        name,
        { ...context, config: { ...context.config, key: new Secret("") } },
      ]),
    ),
  });
  return {
    ...real,
    writeDocument: (document: VaultDocument, identity: Secret) =>
      real.writeDocument(bug.isOn ? blanked(document) : document, identity),
  };
});

test("a vault that would lose one key is refused before anything is written", async () => {
  const vault = new MemoryVault(5);
  await makeVault(vault.ports());
  const add = () =>
    changeVault(vault.ports())((document) =>
      success({
        ...document,
        contexts: new Map([
          [
            "home",
            {
              config: {
                endpoints: ["10.0.0.1"],
                nodes: [],
                key: new Secret("a key"),
              },
              metadata: {
                importedAt: new Date(0),
                labels: {},
                production: false,
              },
            },
          ],
        ]),
      }),
    );
  const before = [new Map(vault.files), new Map(vault.items)];
  bug.isOn = true;
  expect(await add()).toMatchObject({
    ok: false,
    error: { code: "vault-damaged" },
  });
  expect([vault.files, vault.items]).toEqual(before);
  bug.isOn = false;
  expect(await add()).toMatchObject({ ok: true });
});
