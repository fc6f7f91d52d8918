import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { protocol } from "../../../shared/core/agent/protocol.ts";
import { processIdentity } from "../../../shared/node/system/processes/process-identity.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine } from "../harness.ts";

const passphrase = "correct horse battery";
const asked = ["--passphrase-fd", "3"];
const given = { descriptors: [passphrase] };
const patience = { timeout: 10_000 };

interface Listed {
  readonly contexts: readonly {
    readonly name: string;
    readonly current: boolean;
    readonly production: boolean;
  }[];
}

describeWithKeyring("a vault that its passphrase opens, unlocked", () => {
  let machine: Machine;

  beforeAll(async () => {
    machine = await Machine.start("no-bus");
    await machine.run([...asked, "init", "--no-keychain"], given);
    const file = machine.file("talosconfig", makeTalosconfig(3));
    await machine.run([...asked, "import", file], given);
    await machine.run([...asked, "unlock"], given);
  });

  afterAll(() => machine.stop());

  // Without a terminal and without a descriptor, whatever asks for the passphrase fails.
  const run = async (...args: string[]) => {
    const outcome = await machine.run(args);
    expect(outcome).toMatchObject({ code: 0 });
    return outcome;
  };
  const listed = async (): Promise<Listed["contexts"]> => {
    const { stdout } = await run("list", "--json");
    return (JSON.parse(stdout) as Listed).contexts;
  };
  const agentFile = () => {
    const [name = ""] = readdirSync(machine.runFolder).filter((one) =>
      one.endsWith(".process"),
    );
    return join(machine.runFolder, name);
  };
  const agentProcess = () =>
    (JSON.parse(readFileSync(agentFile(), "utf8")) as { pid: number }).pid;
  const names = async () => (await listed()).map(({ name }) => name);

  test("use, set, rename and remove ask for it no more, and are there after a lock", async () => {
    await run("use", "context-2");
    await run("set", "context-2", "--production", "--label", "team=a");
    await run("rename", "context-1", "first");
    await run("remove", "context-3", "--yes");
    const wanted = [
      { name: "context-2", current: true, production: true },
      { name: "first", current: false, production: false },
    ];
    expect(await listed()).toMatchObject(wanted);
    await run("lock");
    const opened = await machine.run([...asked, "list", "--json"], given);
    expect((JSON.parse(opened.stdout) as Listed).contexts).toMatchObject(
      wanted,
    );
    expect((await machine.run(["use", "first"])).code).toBe(3);
    await machine.run([...asked, "unlock"], given);
  });

  test("import reports what it did, also of standard input and as a trial", async () => {
    const text = makeTalosconfig(5);
    const file = machine.file("more", text);
    const trial = await run("import", file, "--dry-run");
    expect(trial.stderr).toContain("context-5");
    expect(await names()).not.toContain("context-5");
    const imported = await machine.run(["import", "-", "--json"], {
      input: text,
    });
    expect(imported.code).toBe(0);
    const { files } = JSON.parse(imported.stdout) as {
      files: { path: string; contexts: { kind: string }[] }[];
    };
    expect(files).toMatchObject([{ path: "-" }]);
    expect(files[0]?.contexts.length).toBe(5);
    expect(await names()).toContain("context-5");
    const again = await run("import", file);
    expect(again.stderr).toContain("Nothing new");
  });

  test.runIf(process.platform === "linux")(
    "an import that nobody waits for any more ends in the agent at once",
    async () => {
      const slow = `#\ncontexts:\n${"- a\n".repeat(400_000)}`;
      const files = [
        { path: "slow", base64: Buffer.from(slow).toString("base64") },
      ].map((one) => ({ ...one, identity: null }));
      const wishes = { onConflict: "rename", earlier: false, use: false, dryRun: true }; // prettier-ignore
      const change = { kind: "import", files, ...wishes };
      const stat = `/proc/${String(agentProcess())}/stat`;
      /** Hundredths of a second that the agent has had of the processors (proc_pid_stat(5)). */
      const had = () => {
        const fields = readFileSync(stat, "utf8").split(") ")[1]?.split(" ");
        return Number(fields?.[11]) + Number(fields?.[12]);
      };
      const before = had();
      let last = 0;
      const isQuiet = () => {
        const since = had() - last;
        last += since;
        return since === 0;
      };
      const looks = { timeout: 10_000, interval: 500 };
      const socket = machine.agentSocket;
      const request = { protocol, verb: "change", change };
      const connection = createConnection(socket);
      connection.write(`${JSON.stringify(request)}\n`);
      await expect.poll(had, { timeout: 30_000 }).toBeGreaterThan(before + 100);
      // As the system does for a command that is killed. The file would take half a minute.
      connection.destroy();
      await expect.poll(isQuiet, looks).toBe(true);
      expect(await names()).not.toEqual([]);
    },
  );

  test("an error is that of the change", async () => {
    const missing = await machine.run(["use", "nobody"]);
    expect(missing.code).toBe(4);
    expect(missing.stderr).toContain('no context "nobody"');
    const bad = await machine.run(["set", "first", "--endpoints", "a b"]);
    expect(bad.code).not.toBe(0);
    expect(bad.stderr).toContain("endpoint");
  });

  test("a session that follows is switched by the agent", async () => {
    await run("use", "first");
    const script =
      'touch follows; while [ ! -e switched ]; do sleep 0.05; done; cat "$TALOS_VAULT_PROMPT"';
    const running = machine.run([
      "exec",
      "first",
      "--stored",
      "--follow",
      "--",
      "sh",
      "-c",
      script,
    ]);
    const file = join(machine.folder, "follows");
    await expect.poll(() => existsSync(file), patience).toBe(true);
    const used = await run("use", "context-5");
    expect(used.stderr).toContain("session that follows");
    machine.file("switched", "");
    expect((await running).stdout).toMatch(/^context-5/);
  });

  test("lock ends an agent that was stopped, and its key with it", async () => {
    const pid = agentProcess();
    process.kill(pid, "SIGSTOP");
    const locked = await run("lock");
    expect(locked.stderr).toContain("Locked.");
    expect(processIdentity(pid)).toBe(null);
    expect(readdirSync(machine.runFolder)).toEqual([]);
    await machine.run([...asked, "unlock"], given);
  });

  test("sixteen changes at once lose none", async () => {
    const labels = Array.from({ length: 16 }, (_, at) => `l${String(at)}=x`);
    await Promise.all(
      labels.map((label) => run("set", "first", "--label", label)),
    );
    const shown = await run("show", "first", "--json");
    for (const label of labels)
      expect(shown.stdout).toContain(`"${label.slice(0, -2)}"`);
  });
});

describeWithKeyring("a vault that the keychain opens, unlocked", () => {
  test("is changed by who can raise the keychain's floor", async () => {
    const machine = await Machine.start();
    try {
      await machine.run(["init"]);
      const file = machine.file("talosconfig", makeTalosconfig(2));
      await machine.run(["import", file]);
      await machine.run(["unlock"]);
      const before = join(machine.folder, "before");
      await machine.command(["cp", join(machine.home, "vault.age"), before]);
      expect((await machine.run(["use", "context-2"])).code).toBe(0);
      await machine.run(["lock"]);
      await machine.command(["cp", before, join(machine.home, "vault.age")]);
      const rolledBack = await machine.run(["list"]);
      expect(rolledBack.stderr).toContain("older than the last one");
    } finally {
      await machine.stop();
    }
  });
});
