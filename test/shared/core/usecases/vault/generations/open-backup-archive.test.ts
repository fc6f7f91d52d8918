import { expect, test } from "vitest";
import { openArchive } from "../../../../../../shared/core/usecases/vault/generations/open-backup-archive.ts";
import { openVault } from "../../../../../../shared/core/usecases/vault/open.ts";
import { bare } from "../../../../../../shared/core/usecases/vault/generations/backup-archive.ts";
import type { TalosContext } from "../../../../../../shared/core/talosconfig/types.ts";
import { sealVault } from "../../../../../../shared/core/vault/sealed/seal.ts";
import { storedOf } from "../../../../../doubles/documents.ts";
import { must } from "../../../../../doubles/memory-host.ts";
import { MemoryVault } from "../../../../../doubles/memory-vault.ts";
import { makeVault } from "../../../../../doubles/vault-life.ts";

/** A backup that somebody made with a key of theirs and gives away together with it, with one context in it. */
async function backupWith(config: TalosContext) {
  const vault = new MemoryVault(5);
  const { recoveryKey } = must(await makeVault(vault.ports()));
  const { document, identity } = must(await openVault(vault.ports())());
  const { metadata } = storedOf({ endpoints: [], nodes: [] });
  const contexts = new Map([["a", { config, metadata }]]);
  const sealed = must(await sealVault({ ...document, contexts }, identity));
  const recovery = vault.files.get("recovery.age") ?? null;
  return { archive: { ...bare(sealed), recovery }, recoveryKey };
}

const open = async (config: TalosContext) => {
  const { archive, recoveryKey } = await backupWith(config);
  const mine = new MemoryVault(6);
  return openArchive(mine.ports(), archive, recoveryKey);
};

test("a backup of somebody else opens with its key", async () => {
  const opened = must(await open({ endpoints: ["10.0.0.1"], nodes: [] }));
  expect(opened.document.contexts.get("a")?.config.endpoints).toEqual([
    "10.0.0.1",
  ]);
});

test("a backup with a context that is none is damaged, whoever signed it", async () => {
  const endpoints = [5 as unknown as string];
  expect(await open({ endpoints, nodes: [] })).toMatchObject({
    ok: false,
    error: { code: "vault-damaged" },
  });
});

test("a backup with a context that no file could bring is refused, with what is too much", async () => {
  const nodes = Array.from({ length: 5001 }, () => "10.0.0.1");
  expect(await open({ endpoints: [], nodes })).toMatchObject({
    ok: false,
    error: {
      message:
        "The vault in the file is none that this program writes. One of its contexts has more than 5,000 nodes.",
    },
  });
});
