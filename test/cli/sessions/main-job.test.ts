import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import {
  describeWithKeyring,
  isStandalone,
  Machine,
  program,
  runtime,
} from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";

interface ListedContext {
  readonly name: string;
  readonly current: boolean;
  readonly notAfter: string;
}

interface ListedSession {
  readonly id: string;
  readonly path: string;
  readonly pid: number;
  readonly state: string;
}

describeWithKeyring("from a plaintext talosconfig to a temporary one", () => {
  let machine: Machine;
  let recoveryKey: string;
  const talosconfig = makeTalosconfig(3, ["os:reader", "os:etcd:backup"]);

  beforeAll(async () => {
    machine = await Machine.start();
    const init = await machine.run(["init"]);
    expect(init.code).toBe(0);
    recoveryKey = init.stdout;
    const imported = await machine.run(["import", "-"], { input: talosconfig });
    expect(imported.code).toBe(0);
  });

  afterAll(() => machine.stop());

  async function sessions(): Promise<readonly ListedSession[]> {
    return (
      await machine.json<{ sessions: ListedSession[] }>(["sessions", "--json"])
    ).sessions;
  }

  function leftOver(): readonly string[] {
    return existsSync(machine.runFolder) ? readdirSync(machine.runFolder) : [];
  }

  test("init prints the recovery key alone on stdout", () => {
    expect(recoveryKey).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]+\n$/);
  });

  test("the vault's folder is closed to others", () => {
    expect(statSync(machine.home).mode & 0o777).toBe(0o700);
    for (const name of ["vault.age", "recovery.age"])
      expect(statSync(join(machine.home, name)).mode & 0o777).toBe(0o600);
  });

  test("list --json has the documented keys", async () => {
    const { stdout, code } = await machine.run(["list", "--json"]);
    expect(code).toBe(0);
    const { contexts } = JSON.parse(stdout) as { contexts: ListedContext[] };
    expect(contexts.map(({ name, current }) => [name, current])).toEqual([
      ["context-1", true],
      ["context-2", false],
      ["context-3", false],
    ]);
    expect(contexts[0]).toEqual({
      name: "context-1",
      looksLike: [],
      current: true,
      kind: "certificate",
      endpoints: ["10.0.1.2"],
      nodes: [],
      cluster: null,
      roles: ["os:reader", "os:etcd:backup"],
      notBefore: expect.stringMatching(/^20.*Z$/) as string,
      notAfter: expect.stringMatching(/^20.*Z$/) as string,
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      labels: {},
      production: false,
      favorite: false,
      color: null,
      authority: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      issuer: null,
      session: {},
      consent: "never",
      ownConsent: null,
    });
  });

  test.each(["fd", "file"])(
    "exec lends one context through %s, and nothing is left",
    async (delivery) => {
      const script =
        'cat "$TALOSCONFIG"; echo "--"; env | grep ^TALOS; stat -L -c %a "$TALOSCONFIG"';
      const args = [
        "exec",
        "context-2",
        "--stored",
        "--delivery",
        delivery,
        "--",
        "sh",
        "-c",
        script,
      ];
      const { code, stdout, stderr } = await machine.run(args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const [document = "", facts = ""] = stdout.split("--\n");
      const key = /context-2:[\s\S]*?key: (\S+)/.exec(talosconfig)?.[1] ?? "?";
      expect(document).toContain(`key: ${key}`);
      expect(document).not.toContain("context-1");
      expect(document).toMatch(/^context: context-2\n/);
      expect(facts).not.toContain(key);
      expect(facts).toContain("TALOS_VAULT_ROLES=os:reader,os:etcd:backup");
      expect(facts).toMatch(/^400$/m);
      expect(leftOver()).toEqual([]);
      expect(await sessions()).toEqual([]);
    },
  );

  test("exec returns the command's own code, and 128 + n for a signal", async () => {
    const exec = (script: string) =>
      machine.run(["exec", "context-1", "--", "sh", "-c", script]);
    expect((await exec("exit 7")).code).toBe(7);
    expect((await exec("kill -9 $$")).code).toBe(137);
    const missing = await machine.run([
      "exec",
      "context-1",
      "--",
      "no-such-command",
    ]);
    expect(missing.code).toBe(127);
    expect(missing.stderr).toContain('There is no command "no-such-command".');
    // As env, sudo and shells do with a text that does not say by what it is run.
    chmodSync(machine.file("plain", 'exit "$1"'), 0o700);
    const PATH = `${machine.folder}:${process.env["PATH"] ?? ""}`;
    const plain = await machine.run(["exec", "context-1", "--", "plain", "8"], { env: { PATH } }); // prettier-ignore
    expect(plain.code).toBe(8);
  });

  test("exec whose terminal goes away ends with 129 and leaves nothing, on every Node that is here", async () => {
    for (const node of isStandalone ? [runtime] : nodesHere()) {
      const ended = await withTerminal(
        machine,
        `exec ${node} ${program} exec context-1 -- sh -c 'echo ready; exec sleep 60'`,
        `until("ready")
os.close(fd)
out = b"ended by %d" % os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])`,
      );
      expect(ended, node).toBe("ended by 129");
      expect(leftOver()).toEqual([]);
    }
  });

  test("exec passes standard input and output through untouched", async () => {
    const input = "line\u0000with zero\nand no end";
    const { stdout } = await machine.run(["exec", "context-1", "--", "cat"], {
      input,
    });
    expect(stdout).toBe(input);
  });

  test("a session inside a session is refused unless it is asked for", async () => {
    const talosVault = [runtime, program];
    const outer = ["exec", "context-1", "--", ...talosVault, "exec"];
    const refused = await machine.run([...outer, "context-2", "--", "true"]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("in a session already (context-1)");
    expect(refused.stderr).toContain("--nested");
    const allowed = await machine.run([
      ...outer,
      "context-2",
      "--nested",
      "--",
      "true",
    ]);
    expect(allowed.code).toBe(0);
  });

  test("at the end of its time a session's file is the empty talosconfig", async () => {
    const script =
      'while [ "$(wc -c < "$TALOSCONFIG")" != 25 ]; do sleep 0.1; done; cat "$TALOSCONFIG"';
    const args = [
      "exec", "context-1", "--ttl", "1s", "--keep-running", "--", "sh", "-c",
      script,
    ]; // prettier-ignore
    const { stdout, stderr, code } = await machine.run(args);
    expect(code).toBe(0);
    expect(stdout).toBe('context: ""\ncontexts: {}\n');
    expect(stderr).toContain("its time is up");
  });

  test.each([
    [
      "bash",
      'eval "$($TV env context-3 --stored --shell bash)"; cat "$TALOSCONFIG"; echo; $TV sessions --json',
    ],
    [
      "zsh",
      'eval "$($=TV env context-3 --stored --shell zsh)"; cat "$TALOSCONFIG"; echo; $=TV sessions --json',
    ],
    [
      "fish",
      "eval $TV env context-3 --stored --shell fish | source; cat $TALOSCONFIG; echo; eval $TV sessions --json",
    ],
  ])("env gives %s a session that ends with it", async (shell, script) => {
    const { code, stdout, stderr } = await machine.command(
      [shell, "-c", script],
      {
        env: { TV: `${runtime} ${program}` },
      },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("context: context-3\n");
    expect(stdout).toContain('"state": "active"');
    await expect.poll(leftOver, { timeout: 20_000 }).toEqual([]);
    expect(await sessions()).toEqual([]);
  });

  test("a following session is re-pointed by use, another one is not", async () => {
    const args = (name: string, follow: readonly string[]) => [
      "exec", "context-1", ...follow, "--", "sh", "-c",
      `touch ${name}.ready; while [ ! -e go ]; do sleep 0.05; done; head -1 "$TALOSCONFIG"`,
    ]; // prettier-ignore
    const following = machine.run(args("following", ["--follow"]));
    const standing = machine.run(args("standing", []));
    for (const name of ["following", "standing"])
      await machine.appears(`${name}.ready`);
    const used = await machine.run(["use", "context-2"]);
    expect(used.stderr).toContain(
      "1 session that follows the current context was switched to it.",
    );
    machine.file("go", "");
    expect((await following).stdout).toBe("context: context-2\n");
    expect((await standing).stdout).toBe("context: context-1\n");
    expect((await machine.run(["use", "-"])).stderr).toContain(
      "Current context: context-1",
    );
  });

  test("end takes the credential away while a command that may goes on", async () => {
    const script =
      'touch running; while [ "$(wc -c < "$TALOSCONFIG")" != 25 ]; do sleep 0.05; done; echo ended';
    const running = machine.run([
      "exec",
      "context-1",
      "--keep-running",
      "--",
      "sh",
      "-c",
      script,
    ]);
    await machine.appears("running");
    const [session] = await sessions();
    const ended = await machine.run(["end", session?.id.slice(0, 6) ?? "?"]);
    expect(ended.code).toBe(0);
    const { stdout, stderr } = await running;
    expect(stdout).toBe("ended\n");
    expect(stderr).toContain("it was ended");
  });

  test("an imported file and its removal: only after it was read back", async () => {
    const path = machine.file(
      "to-import.yaml",
      makeTalosconfig(1).replaceAll("context-1", "mine"),
    );
    const imported = await machine.run(["import", "--remove-source", path]);
    expect(imported.code).toBe(0);
    expect(existsSync(path)).toBe(false);
    const { stdout } = await machine.run(["export", "mine", "--yes"]);
    expect(stdout).toContain("    mine:\n");
    expect(
      readFileSync(join(machine.home, "vault.age"), "latin1"),
    ).not.toContain("mine");
  });
});

/** The bundle is run by whichever Node an operator has. */
function nodesHere(): readonly string[] {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const named = folders.map((folder) => join(folder, "node"));
  const nodes = [runtime, ...named.filter((node) => existsSync(node))];
  return [...new Set(nodes.map((node) => realpathSync(node)))];
}
