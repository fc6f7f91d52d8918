import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine } from "../harness.ts";

const contexts = 500;
const age = "age";
const hasAge = spawnSync(age, ["--version"]).status === 0;

interface Shown {
  readonly labels: Readonly<Record<string, string>>;
}

interface Listed {
  readonly contexts: readonly {
    readonly name: string;
    readonly current: boolean;
  }[];
}

describeWithKeyring("a vault of 500 contexts", () => {
  let machine: Machine;
  let recoveryKey = "";

  beforeAll(async () => {
    machine = await Machine.start("unlocked");
    const { stdout } = await machine.run(["init"]);
    recoveryKey = /AGE-SECRET-KEY-1[0-9A-Z]+/.exec(stdout)?.[0] ?? "";
    await run("import", machine.file("talosconfig", makeTalosconfig(contexts)));
  }, 120_000);

  afterAll(() => machine.stop());

  const run = async (...args: string[]) => {
    const outcome = await machine.run(args);
    expect(outcome).toMatchObject({ code: 0 });
    return outcome;
  };
  const at = (name: string) => join(machine.home, name);
  const labels = async () => {
    const { stdout } = await run("show", "context-7", "--json");
    return (JSON.parse(stdout) as Shown).labels;
  };
  const current = async () => {
    const { stdout } = await run("list", "--json");
    return (JSON.parse(stdout) as Listed).contexts.find((one) => one.current)
      ?.name;
  };

  test("has small changes beside it, and all of them wherever it is read", async () => {
    const inode = statSync(at("vault.age")).ino;
    await run("set", "context-7", "--label", "team=infra");
    await run("use", "context-7");
    expect(statSync(at("vault.age")).ino).toBe(inode);
    expect(statSync(at("edits.age")).size).toBeLessThan(4096);
    expect(await labels()).toEqual({ team: "infra" });
    expect(await current()).toBe("context-7");
    const { stdout } = await run("export", "context-7", "-o", "-", "-y");
    expect(stdout).toContain("context: context-7");
  });

  test.skipIf(!hasAge)("is opened by the stock age, both files", async () => {
    const key = machine.file("recovery.txt", `${recoveryKey}\n`);
    const opened = (name: string) =>
      spawnSync(age, ["-d", "-i", key, at(name)], { encoding: "utf8" });
    expect(opened("vault.age").stdout).toContain('"context-7"');
    expect(JSON.parse(opened("edits.age").stdout)).toMatchObject({
      edits: [
        { contexts: [{ name: "context-7", labels: [["team", "infra"]] }] },
        { context: "context-7" },
      ],
    });
  });

  test("is written whole by any other change, and keeps what lay beside it", async () => {
    await run("rename", "context-9", "nine");
    expect(readdirSync(machine.home)).not.toContain("edits.age");
    expect(await labels()).toEqual({ team: "infra" });
    expect(readdirSync(at("backups"))).toContainEqual(
      expect.stringMatching(/^vault-\d+-[0-9a-f]{16}\.edits-\d+-/),
    );
  });

  test("is refused without its small changes, and has them again by a restore", async () => {
    await run("set", "context-7", "--label", "team=a");
    await run("set", "context-7", "--label", "team=b");
    rmSync(at("edits.age"));
    const refused = await machine.run(["list"]);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain("older than the last one written");
    const doctor = await machine.run(["doctor"]);
    const [, generation = ""] =
      /Earlier generations: (\d+)/.exec(doctor.stdout) ?? [];
    await run("restore", "--generation", generation, "--yes");
    expect(await labels()).toEqual({ team: "b" });
  });
});
