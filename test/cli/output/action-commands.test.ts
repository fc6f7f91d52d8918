import { expect, test } from "vitest";
import { nextStep } from "../../../cli/output/action-commands.ts";
import { openVault } from "../../../shared/core/usecases/vault/open.ts";
import { MemoryVault } from "../../doubles/memory-vault.ts";

test("where no vault ever was no generation is named that could be put back", async () => {
  const opened = await openVault(new MemoryVault(1).ports())();
  expect(opened.ok ? "" : nextStep(opened.error)).toBe(
    "Make one, or put a backup in place. Run: talos-vault init; or: talos-vault restore FILE",
  );
});
