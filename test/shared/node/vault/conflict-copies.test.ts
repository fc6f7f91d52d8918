import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { diskVaultFolder } from "../../../../shared/node/vault/disk-vault-folder.ts";

const copies = [
  "vault (Ann's conflicted copy 2026-11-29).age",
  "vault (conflicted copy 2026-11-29 101500).age",
  "vault.sync-conflict-20261129-101500-ABCDEFG.age",
  "vault-LAPTOP.age",
  "vault (1).age",
  "vault 2.age",
  "vault_conflict-20261129-101500.age",
  "edits (conflicted copy 2026-11-29 101500).age",
  "edits.sync-conflict-20261129-101500-ABCDEFG.age",
  "edits-LAPTOP.age",
];
const others = [
  "vault.age",
  "edits.age",
  "vault.lock",
  "vault.replaced.age",
  "identity.age",
  "identity.next.age",
  "recovery.age",
  "settings.json",
];

test("copies that programs for syncing make of the vault are told from the vault's own files", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tv-copies-"));
  try {
    for (const name of [...copies, ...others])
      writeFileSync(join(folder, name), "");
    const found = await diskVaultFolder(folder).backups.conflictCopies();
    expect(found).toEqual(copies.toSorted());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
