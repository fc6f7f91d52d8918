import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LedgerView } from "../../../shared/core/ledger/view.ts";
import {
  startAuthorityMachine,
  type AuthorityMachine,
} from "../authorities/authority-machine.ts";
import { describeWithKeyring } from "../harness.ts";

describeWithKeyring("what an export leaves behind", () => {
  let setUp: AuthorityMachine;
  beforeAll(async () => {
    setUp = await startAuthorityMachine();
  });
  afterAll(() => setUp.stop());

  const run = (...words: string[]) => setUp.machine.run(words);
  const exported = async () => {
    const { stdout } = await run("ledger", "exported", "--json");
    return (JSON.parse(stdout) as { entries: LedgerView[] }).entries;
  };

  test("the ledger has a line of each, the findings and the blast radius know it", async () => {
    expect((await run("findings")).stdout).not.toContain("left the vault");
    const path = join(setUp.machine.folder, "out.yaml");
    expect((await run("export", "prod", "-o", path, "-y")).code).toBe(0);
    expect((await run("export", "prod", "-y")).code).toBe(0);
    const common = { context: "prod", roles: ["os:admin"], isValid: true };
    expect(await exported()).toMatchObject([
      { ...common, recipient: "stdout", via: "import", purpose: "exported" },
      { ...common, recipient: path },
    ]);
    expect((await run("ledger")).stdout).toContain(`exported to ${path}`);
    expect((await run("findings")).stdout).toContain("left the vault");
    const radius = (await run("blast-radius", "prod")).stdout;
    expect(radius.match(/exported to/g)).toHaveLength(2);
    await run("export", "prod", "-o", path, "-y", "--force");
    const again = (await run("blast-radius", "prod")).stdout;
    expect(again.match(/exported to/g)).toHaveLength(2);
  });

  test("a file that is there costs no line", async () => {
    const before = await exported();
    const path = setUp.machine.file("there.yaml", "mine");
    expect((await run("export", "prod", "-o", path, "-y")).code).toBe(5);
    expect(await exported()).toEqual(before);
    rmSync(path);
  });

  test("- is stdout for whatever writes keys, and no file of that name is made", async () => {
    const issue = ["issue", "prod", "--authority", setUp.pair, "--to", "-"];
    const issued = await run(...issue, "--ttl", "1d");
    expect(issued.code).toBe(0);
    expect(issued.stdout).toMatch(/^context: prod\n[^]*key: /);
    expect(issued.stderr).toContain("for stdout, valid for");
    expect((await run("ledger", "file", "stdout")).stdout).toContain("stdout");
    expect((await run("backup", "-")).stdout).toContain("vault.age");
    expect(existsSync(join(setUp.machine.folder, "-"))).toBe(false);
  });

  test("what was exported and came back under another name is told of where the first is marked", async () => {
    const { stdout } = await run("export", "prod", "-y");
    const input = stdout
      .replaceAll("prod", "copy")
      .replace(/(endpoints:\s+- )\S+/, "$110.9.9.9");
    await setUp.machine.run(["import", "-"], { input });
    // Through the agent, and without one.
    await run("unlock");
    const set = await run("set", "prod", "--production", "--consent", "always");
    expect(set.stderr).toContain('"copy" has the same credential as "prod"');
    expect(set.stderr).toContain("talos-vault set copy --production --consent always\n"); // prettier-ignore
    await run("lock");
    const guard = ["--deny", "reset,etcd snapshot"];
    const guarded = await run("guard", "set", "prod", ...guard);
    expect(guarded.stderr).toContain("talos-vault guard set copy --deny 'reset,etcd snapshot'\n"); // prettier-ignore
    const both = await run("guard", "set", "copy", ...guard);
    expect(both.stderr).not.toContain("same credential");
  });
});
