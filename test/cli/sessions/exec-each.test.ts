import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { QuestionFolder } from "../../../shared/node/consent/question-folder.ts";
import { emitTalosconfig } from "../../../shared/core/talosconfig/yaml/emit.ts";
import { contextOf, TestAuthority } from "../../doubles/certificates.ts";
import { onOwnTerminal } from "../consent/on-own-terminal.ts";
import { describeWithKeyring, Machine, program, runtime } from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";

interface Row {
  readonly context: string;
  readonly session: string | null;
  readonly code: number | null;
  readonly error: { readonly code: string } | null;
  readonly stdout: string | null;
}

const patience = { timeout: 10_000, interval: 50 };

describeWithKeyring("one command with several contexts", () => {
  let machine: Machine;
  const authority = new TestAuthority();

  beforeAll(async () => {
    const context = () => contextOf(authority.pair.crt, authority.client());
    const names = ["edge-1", "edge-2", "edge-3", "hub", "prod-a", "prod-b"];
    const contexts = new Map(names.map((name) => [name, context()]));
    machine = await Machine.with(emitTalosconfig({ context: "hub", contexts }));
    const { crt, key } = authority.pair;
    const pair = machine.file("pair.pem", crt + key);
    await machine.run(["authority", "import", pair]);
    for (const name of ["prod-a", "prod-b"])
      await machine.run(["set", name, "--production"]);
    for (const name of ["edge-2", "hub"])
      await machine.run(["set", name, "--label", "site=eu"]);
  });
  afterAll(async () => {
    authority.dispose();
    await machine.stop();
  });
  beforeEach(() => expect.poll(() => machine.sessionsLeft()).toEqual([]));

  const each = (words: string, script: string, env: NodeJS.ProcessEnv = {}) =>
    machine.run(
      ["exec", ...words.split(" "), "--each", "--", "sh", "-c", script],
      { env },
    );

  test("each has a session of its own, and each line its context", async () => {
    const { stdout, stderr, code } = await each(
      "edge-* hub",
      'head -n 1 "$TALOSCONFIG"; printf "a\\tb\\033[31mc" ; echo "$TALOS_VAULT_CONTEXT" >&2',
    );
    const lines = ["edge-1", "edge-2", "edge-3", "hub"].flatMap((name) => {
      const prefix = `${name.padEnd(6)} | `;
      return [`${prefix}context: ${name}`, `${prefix}a       bc`];
    });
    expect(stdout.trim().split("\n").toSorted()).toEqual(lines.toSorted());
    expect(stderr).toContain("edge-1 | edge-1\n");
    expect(stderr).toMatch(/^CONTEXT +EXIT CODE +TIME\nedge-1 +0 +\d/m);
    expect(code).toBe(0);
  });

  test("what a command left behind still prints, and has no session any more", async () => {
    const ran = each(
      "edge-1 edge-2",
      '{ until [ -e over ]; do sleep 0.05; done; echo late; } & touch "begun-$TALOS_VAULT_CONTEXT"',
    );
    await machine.appears("begun-edge-1");
    await machine.appears("begun-edge-2");
    await expect.poll(() => machine.sessionsLeft(), patience).toEqual([]);
    machine.file("over", "");
    const { stdout, code } = await ran;
    expect(stdout.split("\n").toSorted()).toEqual(["", "edge-1 | late", "edge-2 | late"]); // prettier-ignore
    expect(code).toBe(0);
  });

  test("it fails where one fails, and says which", async () => {
    const { stderr, code } = await each(
      "edge-*",
      'test "$TALOS_VAULT_CONTEXT" != edge-2 || exit 7',
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^edge-1 +0 .*\nedge-2 +7 .*\nedge-3 +0 /m);
  });

  test("the table as JSON leaves stdout to itself", async () => {
    const { stdout, stderr } = await machine.run(
      "exec edge-1 edge-1 --label site hub --each --json -- echo said".split(
        " ",
      ),
    );
    const { commands } = JSON.parse(stdout) as { commands: readonly Row[] };
    expect(commands.map(({ context, code }) => [context, code])).toEqual([
      ["hub", 0],
    ]);
    expect(stderr).toBe("hub | said\n");
  });

  test("a context without a session is a line of the table, and the others run", async () => {
    const { stdout, code } = await machine.run(
      "exec edge-1 hub --each --json --role os:nobody -- true".split(" "),
    );
    const { commands } = JSON.parse(stdout) as { commands: readonly Row[] };
    expect(code).toBe(1);
    expect(commands).toMatchObject([
      { context: "edge-1", session: null, code: null, stdout: null },
      { context: "hub", error: { code: "context-invalid" } },
    ]);
    const missing = await machine.run(
      "exec edge-1 --each -- ./missing".split(" "),
    );
    expect(missing.stderr).toMatch(/^edge-1 +127 /m);
    expect(missing.stderr).toContain('There is no command "./missing".');
  });

  test("files get what is printed as it is, and no file is written over", async () => {
    const args = ["exec", "edge-*", "--each", "--output-dir", "out", "--"];
    const command = ["sh", "-c", 'printf "\\033[31mé\\377"; echo no >&2'];
    const first = await machine.run([...args, ...command]);
    expect(first).toMatchObject({ code: 0, stdout: "" });
    const folder = join(machine.folder, "out");
    expect(readdirSync(folder)).toEqual(
      ["1", "2", "3"].flatMap((n) => [`edge-${n}.err`, `edge-${n}.out`]),
    );
    expect(statSync(join(folder, "edge-1.out"))).toMatchObject({
      size: 8,
      mode: 0o100600,
    });
    expect(machine.read("out/edge-2.err")).toBe("no\n");
    const again = await machine.run([...args, "touch", "ran"]);
    expect(again.code).toBe(5);
    expect(again.stderr).toContain("is there already");
    expect(readdirSync(machine.folder)).not.toContain("ran");
  });

  test.each([
    ["exec edge-1 edge-2 -- touch ran", 2, "--each"],
    ["exec edge-1 --parallel 2 -- touch ran", 2, "--each"],
    ["exec --each edge-1 --follow -- touch ran", 2, "--follow"],
    ["exec edge-1 --each --agent x -- touch ran", 2, "--agent"],
    ["exec --each -- touch ran", 2, "which contexts are meant"],
    ["exec --each edge-1 --parallel 0 -- touch ran", 2, "It is 1 to 64"],
    ["exec --each edge-1 egde-2 -- touch ran", 4, 'Did you mean "edge-2"?'],
    ["exec --each edge-* west-* -- touch ran", 4, "west-*"],
    ["exec --each edge-1 --label site=us -- touch ran", 4, "site=us"],
    ["exec --each edge-1", 2, "no command to run"],
    [
      "exec --each edge-1 --delivery fd --max-calls 1 -- touch ran",
      2,
      "gateway",
    ],
  ])("%s runs nothing", async (words, code, said) => {
    const outcome = await machine.run(words.split(" "));
    expect(outcome).toMatchObject({ code, stdout: "" });
    expect(outcome.stderr).toContain(said);
    expect(readdirSync(machine.folder)).not.toContain("ran");
  });

  test("no more than so many run at once, in the order of their names", async () => {
    const { stdout } = await each(
      "* --parallel 1",
      'echo "begin $TALOS_VAULT_CONTEXT"; echo "end $TALOS_VAULT_CONTEXT"',
    );
    const said = stdout
      .trim()
      .split("\n")
      .map((line) => line.split("| ")[1]);
    const names = ["edge-1", "edge-2", "edge-3", "hub", "prod-a", "prod-b"];
    expect(said).toEqual(names.flatMap((n) => [`begin ${n}`, `end ${n}`]));
  });

  /** Starts it in a process group of its own, and waits for two of its commands to run. */
  const running = async (script: string) => {
    const args = [program, "exec", "edge-*", "--each", "--parallel", "2"];
    const child = spawn(runtime, [...args, "--", "sh", "-c", script], {
      env: machine.env,
      cwd: machine.folder,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    child.stdout.on("data", (text: Buffer) => (said += text.toString()));
    await expect.poll(() => said.match(/up/g) ?? [], patience).toHaveLength(2);
    return { child, said: () => said };
  };
  /** Processes that a command of ours left. */
  const living = async (mark: string) =>
    (await machine.command(["pgrep", "-f", mark])).stdout;

  test("Ctrl-C ends all, and none begins afterwards", async () => {
    const { child, said } = await running(
      'echo up; trap "" INT; sleep 98761 & wait; sleep 98761',
    );
    process.kill(-(child.pid ?? 0), "SIGINT");
    const [code] = (await once(child, "close")) as [number | null];
    expect(code).toBe(130);
    expect(said()).toMatch(/^edge-1 +143 .*\nedge-2 +143 .*\nedge-3 +- /m);
    expect(await living("sleep 98761")).toBe("");
    expect(machine.sessionsLeft()).toEqual([]);
  });

  test("after kill -9 nothing is left that a credential could be read from", async () => {
    const { child } = await running(
      'echo up; echo "$TALOSCONFIG" >> configs; exec sleep 98762',
    );
    const config = machine.read("configs").trim().split("\n");
    child.kill("SIGKILL");
    await once(child, "close");
    for (const path of config) {
      const { code } = await machine.command(["cat", path]);
      expect(code).not.toBe(0);
    }
    await machine.run(["sessions"]);
    await machine.command(["pkill", "-f", "sleep 98762"]);
    await machine.sessionsGone();
  });

  test("whoever reads stdout goes, and no session stays", async () => {
    const line = `'${runtime}' '${program}' exec 'edge-*' --each -- yes | head -n 1`;
    const { stdout } = await machine.command(["sh", "-c", line]);
    expect(stdout).toMatch(/^edge-\d \| y\n$/);
    await expect.poll(() => machine.sessionsLeft(), patience).toEqual([]);
  });

  const root = "exec 'prod-*' edge-1 --each --role os:admin --reason why";

  test.each([
    ["prod-b, prod-a", ["edge-1", "prod-a", "prod-b"]],
    ["prod-a", []],
  ])("a person is asked once about all, and types %s", async (typed, ran) => {
    const command = `sh -c 'echo "$TALOS_VAULT_CONTEXT" >> ran'`;
    const shown = await withTerminal(
      machine,
      `'${runtime}' '${program}' ${root} -- ${command}; echo code $?`,
      `until("to go on:"); type("${typed}\\n"); until("code")`,
      true,
    );
    expect(shown.match(/to go on:/g)).toHaveLength(1);
    expect(shown).toContain("all their names (2)");
    expect(shown).toContain(ran.length > 0 ? "code 0" : "code 1");
    const isThere = readdirSync(machine.folder).includes("ran");
    const names = isThere ? machine.read("ran").trim().split("\n") : [];
    expect(names.toSorted()).toEqual(ran);
    rmSync(join(machine.folder, "ran"), { force: true });
  });

  test("without a terminal one question names them all, and each is in the ledger", async () => {
    const asking = `exec prod-* edge-1 --each --role os:admin --reason disk -- echo lent`;
    const ran = machine.command(
      ["setsid", "--wait", runtime, program].concat(asking.split(" ")),
    );
    const folder = new QuestionFolder(machine.home);
    await expect
      .poll(() => folder.waiting(new Date()).length, patience)
      .toBe(1);
    const [asked] = folder.waiting(new Date());
    expect(asked?.text).toBe(
      '2 sessions get, each for itself, a credential of "prod-a" (production), "prod-b" (production) with os:admin for 1 hour.',
    );
    await onOwnTerminal(machine, `approvals approve ${asked?.id ?? ""}`);
    const { stdout, code } = await ran;
    expect([stdout.match(/lent/g)?.length, code]).toEqual([3, 0]);
    const { asked: noted } = await machine.json<{
      asked: readonly { context: string; answer: string }[];
    }>(["ledger", "--json"]);
    expect(
      noted
        .slice(0, 2)
        .map(({ context }) => context)
        .toSorted(),
    ).toEqual(["prod-a", "prod-b"]);
  });
});
