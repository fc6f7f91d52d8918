import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { diskVaultFolder } from "../../../../shared/node/vault/disk-vault-folder.ts";
import { MemoryVault } from "../../../doubles/memory-vault.ts";
import { makeVault } from "../../../doubles/vault-life.ts";

test("what is written into vault.age in place leaves the last generation whole", async () => {
  const home = mkdtempSync(join(tmpdir(), "talos-vault-generations-"));
  onTestFinished(() => {
    rmSync(home, { recursive: true });
  });
  const folder = diskVaultFolder(home);
  const made = await makeVault({ ...new MemoryVault().ports(), folder });
  if (!made.ok) throw new Error(made.error.message);
  const before = readFileSync(join(home, "vault.age"));
  // As `cp` does, and some programs that sync folders: the same file with other content, no rename.
  writeFileSync(join(home, "vault.age"), "something else");
  const list = await folder.backups.list();
  const [last] = list.ok ? list.value : [];
  if (!last) throw new Error("no generation");
  const kept = await folder.backups.read(last);
  expect(kept.ok && kept.value && before.equals(kept.value)).toBe(true);
});
