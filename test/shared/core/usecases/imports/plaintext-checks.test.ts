import { expect, test } from "vitest";
import { success } from "../../../../../shared/core/result.ts";
import { notePlaintext } from "../../../../../shared/core/usecases/imports/note-plaintext.ts";
import { plaintextChecks } from "../../../../../shared/core/usecases/imports/plaintext-checks.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { makeTalosconfig } from "../../../../doubles/talosconfig-maker.ts";

test("the doctor advises what can be done with a file", async () => {
  const { notes, ledger } = new MemoryVault();
  const clock = { now: () => new Date() };
  const texts = new Map([
    ["/plain", makeTalosconfig(1)],
    ["/commented", `${makeTalosconfig(1)}\n# ours since March\n`],
    ["/issued", makeTalosconfig(1)],
  ]);
  await notePlaintext(notes, ["/plain", "/commented", "/issued"], "imported");
  await notePlaintext(notes, ["/issued"], "made");
  const files = {
    exists: async (path: string) => texts.has(path),
    read: async (path: string) =>
      success(new TextEncoder().encode(texts.get(path))),
  };
  const checks = await plaintextChecks({ files, notes, ledger, clock })([]);
  const told = checks.map(({ about, next, actions }) => [
    about?.file,
    next,
    actions,
  ]);
  expect(told).toEqual([
    ["/plain", "", ["import-and-remove"]],
    ["/commented", expect.stringContaining("a comment (line "), ["import"]],
    ["/issued", expect.stringMatching(/delete it once it was handed over/), []],
  ]);
});
