import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine, runtime } from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";

describeWithKeyring("what restore can put back", () => {
  let machine: Machine;
  let recoveryKey = "";
  beforeAll(async () => {
    machine = await Machine.start();
    recoveryKey = (await machine.run(["init"])).stdout;
    await machine.run(["import", "-"], { input: makeTalosconfig(3) });
    await machine.run(["remove", "context-3", "-y"]);
  });
  afterAll(() => machine.stop());

  test("is asked for by a name, and the error says where the names are", async () => {
    const { code, stderr } = await machine.run(["restore"]);
    expect(code).toBe(2);
    expect(stderr).toContain("talos-vault restore --list shows");
  });

  test("is listed, with what the vault lacks of it", async () => {
    const { code, stdout } = await machine.run(["restore", "--list"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^GENERATION +WRITTEN \(UTC\) +CONTEXTS/);
    expect(stdout).toMatch(/\n2 +\d{4}-\d\d-\d\d \d\d:\d\d +3 +context-3\n/);
    const { generations } = await machine.json<{
      generations: { generation: string; lacking: string[] }[];
    }>(["restore", "--list", "--json"]);
    const [newest] = generations;
    expect(newest).toMatchObject({ generation: "2", lacking: ["context-3"] });
    const back = await machine.run(["restore", "--generation", "2", "--yes"]);
    expect(back.stderr).toContain("Restored 3 contexts");
  });

  test("is listed by its numbers where nothing opens it, and by the recovery key in full", async () => {
    await machine.keyring.restart("locked");
    const locked = await machine.run(["restore", "--list"]);
    expect(locked.code).toBe(3);
    expect(locked.stdout).toMatch(/\n2\s*\n/);
    const opened = await machine.run(
      ["restore", "--list", "--recovery-fd", "3"],
      { descriptors: [recoveryKey] },
    );
    expect(opened.stdout).toMatch(/\n2 +\d{4}/);
    expect(opened.code).toBe(0);
    await machine.keyring.restart("unlocked");
  });

  test.each([
    ["restore --list backup.tar", "restore backup.tar"],
    ["restore backup.tar --json", "restore --list --json"],
    ["restore --generation 99", "restore --list"],
  ])("%s leads to %s", async (line, next) => {
    const { code, stderr } = await machine.run(line.split(" "));
    expect(code).not.toBe(0);
    expect(stderr).toContain(`talos-vault ${next}`);
  });
});

describeWithKeyring("what is said on a terminal is clear by itself", () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await Machine.start();
  });
  afterAll(() => machine.stop());
  const words = () => [runtime, ...machine.words([])].join(" ");

  test("init says what hangs on the answer about the recovery key", async () => {
    const shown = await withTerminal(
      machine,
      `${words()} init; echo "code $?"`,
      `until("(y/N)"); type("y\\n"); until("code ")`,
    );
    expect(shown).toMatch(/Only after a yes\s+does it open the vault\./);
    expect(shown).toContain("code 0");
  });

  test("a shell's end is said, and what the line about the log is for", async () => {
    await machine.run(["import", "-"], { input: makeTalosconfig(1) });
    const shown = await withTerminal(
      machine,
      `SHELL=/bin/sh ${words()} shell context-1 --stored; echo "code $?"`,
      `until("exit ends it"); type("exit\\n"); until("code ")`,
    );
    expect(shown).toContain("You are out of the session, and it is over.");
    expect(shown).toContain("keep this command: talos-vault audit verify");
  });
});
