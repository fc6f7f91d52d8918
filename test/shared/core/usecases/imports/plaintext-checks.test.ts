import { expect, test } from "vitest";
import { success } from "../../../../../shared/core/result.ts";
import { notePlaintext } from "../../../../../shared/core/usecases/imports/note-plaintext.ts";
import { plaintextChecks } from "../../../../../shared/core/usecases/imports/plaintext-checks.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { makeTalosconfig } from "../../../../doubles/talosconfig-maker.ts";

const clock = { now: () => new Date() };
const filesWith = (texts: ReadonlyMap<string, string>) => ({
  exists: async (path: string) => texts.has(path),
  read: async (path: string) =>
    success(new TextEncoder().encode(texts.get(path))),
});

test("the doctor advises what can be done with a file", async () => {
  const { notes, ledger } = new MemoryVault();
  const texts = new Map([
    ["/plain", makeTalosconfig(1)],
    ["/commented", `${makeTalosconfig(1)}\n# ours since March\n`],
    ["/issued", makeTalosconfig(1)],
  ]);
  await notePlaintext(notes, ["/plain", "/commented", "/issued"], "imported");
  await notePlaintext(notes, ["/issued"], "made");
  const files = filesWith(texts);
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

test("a worker's machine config that we wrote has tokens, and no key of a CA", async () => {
  const { notes, ledger } = new MemoryVault();
  const machine = (type: string, key: string) =>
    `version: v1alpha1\nmachine:\n  type: ${type}\n  token: a\n  ca: {crt: eA==, key: "${key}"}\n`;
  const texts = new Map([
    ["/controlplane", machine("controlplane", "eA==")],
    ["/worker", machine("worker", "")],
  ]);
  await notePlaintext(notes, [...texts.keys()], "made");
  const files = filesWith(texts);
  const checks = await plaintextChecks({ files, notes, ledger, clock })([]);
  expect(checks.map(({ message }) => message)).toEqual([
    "/controlplane holds the key of a cluster's CA in plain text.",
    "/worker holds the tokens that machines join a cluster with in plain text.",
  ]);
});
