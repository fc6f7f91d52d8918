import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emitTalosconfig } from "../../shared/core/talosconfig/emit.ts";
import { contextOf, TestAuthority } from "../doubles/certificates.ts";
import { describeWithKeyring, Machine } from "./harness.ts";

describeWithKeyring("what issuing refuses", () => {
  let machine: Machine;
  let authority: TestAuthority;
  let pair: string;

  beforeAll(async () => {
    machine = await Machine.start();
    authority = new TestAuthority();
    const prod = contextOf(authority.pair.crt, authority.client());
    const contexts = new Map([["prod", prod]]);
    const input = emitTalosconfig({ context: "prod", contexts });
    pair = machine.file("pair.pem", authority.pair.crt + authority.pair.key);
    await machine.run(["init"]);
    await machine.run(["import", "-"], { input });
  });

  afterAll(async () => {
    authority.dispose();
    await machine.stop();
  });

  const issue = (...args: string[]) =>
    machine.run(["issue", "prod", "--authority", pair, ...args]);

  test.each([
    ["a folder that is not there", "missing/new.yaml", "Make the folder first"],
    ["a folder", ".", "is a folder"],
    ["no name", "", "needs a name"],
    ["a file that is there", "pair.pem", "exists already"],
  ])("%s as a target, before anything is issued", async (_, to, says) => {
    const before = machine.snapshot();
    const refused = await issue("--to", to);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain(says);
    expect(refused.stderr).toContain("nothing was issued");
    expect(refused.stderr).not.toContain("--force");
    expect(machine.snapshot()).toEqual(before);
    expect(existsSync(join(machine.home, "ledger.jsonl"))).toBe(false);
  });
});
