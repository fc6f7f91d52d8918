import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readLease, type Lease } from "../../../shared/core/sessions/lease.ts";
import { emptyTalosconfig } from "../../../shared/core/talosconfig/yaml/emit.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine, program, runtime } from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";

const patience = { timeout: 20_000, interval: 30 };
const tool = `'${runtime}' '${program}'`;

describeWithKeyring("a shell whose session the agent holds", () => {
  let machine: Machine;

  beforeAll(async () => {
    machine = await Machine.with(makeTalosconfig(2));
  });

  afterAll(() => machine.stop());

  beforeEach(async () => {
    await machine.run(["lock"]);
    await machine.command(["sh", "-c", "rm -f seen lease"]);
    await machine.run(["unlock"]);
  });

  const isGone = () =>
    expect
      .poll(
        () => [
          ...machine.sessionsLeft(),
          ...readdirSync(join(machine.home, "sessions")),
        ],
        patience,
      )
      .toEqual([]);

  /** A shell that reads this script. */
  const shell = (script: string, options: readonly string[] = []) =>
    machine.run(["shell", "context-1", ...options], {
      input: script,
      env: { SHELL: "/bin/sh" },
    });

  const keepLease = 'cat "$TALOS_VAULT_HOME"/sessions/*.json >lease';
  const lease = (): Lease | null => readLease(machine.read("lease"));

  test.each(["fd", "file"])("is the agent's, by %s", async (delivery) => {
    const held = machine.agentPid();
    const { code, stdout, stderr } = await shell(
      `head -1 "$TALOSCONFIG"; ${keepLease}; exit 3\n`,
      ["--delivery", delivery],
    );
    expect({ code, stdout, stderr }).toEqual({
      code: 3,
      stdout: "context: context-1\n",
      stderr: "",
    });
    expect(lease()).toMatchObject({ kind: "shell", delivery });
    expect(lease()?.holder.pid).toBe(held);
    await isGone();
  });

  test.each(["bash", "zsh", "fish"])(
    "%s begins with the same words and variables as without an agent, whatever its start files set",
    async (name) => {
      machine.file(".bashrc", "export TALOSCONFIG=/other\n");
      machine.file(".zshrc", "export TALOSCONFIG=/other\n");
      await machine.command(["mkdir", "-p", ".config/fish"]);
      machine.file(".config/fish/config.fish", "set -gx TALOSCONFIG /other\n");
      const seen = async (): Promise<string> => {
        await machine.command(["rm", "-f", "seen"]);
        const shown = await withTerminal(
          machine,
          `SHELL=/usr/bin/${name} XDG_CONFIG_HOME=${machine.folder}/.config ${tool} shell context-1; echo code $?`,
          `until("exit ends it"); type("head -1 $TALOSCONFIG >seen; env | grep -E '^(TALOS|SIDEROV1)' | sort >>seen; exit 3\\n"); until("code 3")`,
        );
        const [first = ""] = shown.split("exit ends it");
        return `${first}${machine.read("seen")}`
          .replaceAll(/[0-9a-f]{32}/g, "ID")
          .replaceAll(/\d\d:\d\d(?::\d\d\.\d+)?/g, "TIME");
      };
      const held = await seen();
      expect(held).toContain("A shell for context-1");
      expect(held).toContain("context: context-1");
      await machine.run(["lock"]);
      expect(held).toBe(await seen());
      await machine.command(["rm", ".bashrc", ".zshrc"]);
    },
  );

  test("goes on after the time of unlock in a holder of its own, and is told its end later", async () => {
    await machine.run(["unlock", "--for", "2s"]);
    const shown = await withTerminal(
      machine,
      `SHELL=/bin/sh ${tool} shell context-1; echo code $?`,
      `until("exit ends it"); type("while [ -e ${machine.agentSocket} ]; do sleep 0.1; done; head -1 \\"$TALOSCONFIG\\"; ${tool} end --all\\n"); until("is over"); type("cat \\"$TALOSCONFIG\\" >seen; exit 3\\n"); until("code 3")`,
    );
    expect(shown).toContain("context: context-1");
    expect(shown).toContain("is over: it was ended. Each talosctl");
    expect(machine.read("seen")).toBe(emptyTalosconfig);
    await isGone();
  });

  test("is over when the agent is killed, and stays a shell", async () => {
    const shown = await withTerminal(
      machine,
      `SHELL=/bin/sh ${tool} shell context-1; echo code $?`,
      `until("exit ends it"); type("kill -9 ${String(machine.agentPid())}\\n"); until("is over"); type("cat \\"$TALOSCONFIG\\" >seen; exit 3\\n"); until("code 3")`,
    );
    expect(shown).toContain("the agent of unlock that held it has ended.");
    expect(machine.read("seen")).toBe(emptyTalosconfig);
    await isGone();
  });

  test("has no credential any more when its command line was killed", async () => {
    // The shell outlives it, and would find another cluster where nothing was.
    const isEmpty = `[ "$(cat "$TALOSCONFIG")" = "$(cat empty)" ]`;
    machine.file("empty", emptyTalosconfig);
    await shell(`kill -9 $PPID
      until ${isEmpty}; do sleep 0.03; done; cat "$TALOSCONFIG" >seen\n`);
    await machine.appears("seen");
    await isGone();
  });

  test("ends with a lock, and a shell that is left says so", async () => {
    const { stderr, code } = await shell(
      `${tool} lock; cat "$TALOSCONFIG" >seen; exit 3\n`,
    );
    expect(code).toBe(3);
    expect(stderr).toContain("is over: the vault was locked. Each talosctl");
    expect(machine.read("seen")).toBe(emptyTalosconfig);
    await isGone();
  });

  test.each([
    ["no such context", ["nope"]],
    ["words for no command", ["context-1", "--", "true"]],
    ["an unknown option", ["context-1", "--nope"]],
    ["a role that it has not", ["context-1", "--role", "os:admin"]],
  ])("is told in the same words as without an agent: %s", async (_, args) => {
    const held = await machine.run(["shell", ...args]);
    await machine.run(["lock"]);
    expect(held).toEqual(await machine.run(["shell", ...args]));
  });
});
