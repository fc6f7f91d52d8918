import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import {
  describeWithKeyring,
  isStandalone,
  Machine,
  program,
  runtime,
  wordOf,
} from "../harness.ts";

const tool = `${runtime} ${program}`;

/** A file on 7 and 9, which Node closes for its children, and on 63 and 200, which it does not. */
const opened = "exec 7<opened 9<opened 63<opened 200<opened";

/** What Node opens for itself: event loops, the pipes of their signals and threads, the device that it reads nothing from. */
const ofNode = /^(?:anon_inode:.*|pipe:.*|\/dev\/null)$/;

const readable = (target: string) => target.replace(/\d+/g, "N");

/** For a shell: what it has open past stderr, but what it reads its code from. */
const list = `for fd in /proc/$$/fd/*; do
  to="$(readlink "$fd")"; to="\${to##*/}"; fd="\${fd##*/}"
  [ "$fd" -gt 2 ] && [ -n "$to" ] && [ "$to" != list ] && [ "$to" != ptmx ] && case "$to" in pts*|tty) ;; *) echo "$fd $to";; esac
done | sort -n
`;

describeWithKeyring("what a process of ours has open", () => {
  let machine: Machine;

  beforeAll(async () => {
    machine = await Machine.with(makeTalosconfig(2));
    machine.file("opened", "");
    machine.file("list", list);
  });

  afterAll(() => machine.stop());

  const shell = (name: string, script: string) =>
    machine.command([name, "-c", script], { env: { TV: tool } });

  /** The processes of this machine that run a program of ours. */
  function running(name: string): readonly string[] {
    return readdirSync("/proc").filter((pid) => {
      try {
        const of = (file: string) =>
          readFileSync(join("/proc", pid, file), "utf8").split("\0");
        return (
          of("environ").includes(`TALOS_VAULT_HOME=${machine.home}`) &&
          of("cmdline").some((word) => word.endsWith(name))
        );
      } catch {
        return false;
      }
    });
  }

  /** Of one such process: what its descriptors lead to, but what Node itself opens. */
  function openIn(name: string): readonly string[] {
    const [pid = "", ...more] = running(name);
    expect(more).toEqual([]);
    const folder = join("/proc", pid, "fd");
    return readdirSync(folder)
      .map((fd) => readlinkSync(join(folder, fd)))
      .filter((target) => !ofNode.test(target))
      .map(readable)
      .toSorted();
  }

  test("the agent of unlock has its stdin and stdout, and its socket", async () => {
    await shell("bash", `${opened}; $TV unlock --for 1m`);
    expect(openIn(wordOf.agent)).toEqual(Array(3).fill("socket:[N]"));
    await machine.run(["lock"]);
  });

  test("the holder of a session has its stdin and stdout, its socket, and the session's key in memory", async () => {
    const held = `${opened}; eval "$($TV env context-1)"; cat "$TALOSCONFIG" >/dev/null; touch held; while [ -e held ]; do sleep 0.05; done`;
    const session = shell("bash", held);
    const isHeld = () => readdirSync(machine.folder).includes("held");
    await expect.poll(isHeld, { timeout: 20_000 }).toBe(true);
    const key = expect.stringMatching(/^\/dev\/shm\/.* \(deleted\)$/) as string;
    // It makes its socket last, and may have a file of its own open meanwhile.
    await expect
      .poll(() => openIn(wordOf.holder), { timeout: 20_000 })
      .toEqual([key, ...Array<string>(3).fill("socket:[N]")]);
    await machine.command(["rm", "held"]);
    await session;
  });

  test.each([
    ["exec", "$TV exec context-1 -- sh ./list"],
    ["shell", "echo '. ./list' | SHELL=/bin/bash $TV shell context-1"],
  ])(
    "%s: the command has what its shell left open for it, where the runtime lets it, and nothing of ours",
    async (_, line) => {
      // Whoever started the tests may have left something open, too.
      const { stdout, stderr } = await shell(
        "bash",
        `exec 251>&-; ${opened}; ${line}`,
      );
      // Bun closes everything for its children, Node what comes next to stderr.
      const left = isStandalone ? "" : "63 opened\n200 opened\n";
      expect(stdout, stderr).toBe(left);
    },
  );

  test("the browser that ui opens has nothing of ours, and nothing of the shell's", async () => {
    machine.file(
      "xdg-open",
      "#!/bin/sh\nsh ./list >found; mv found browser-has\n",
    );
    const script = `chmod +x xdg-open; exec 251>&-; ${opened}; PATH="$PWD:$PATH" $TV ui >/dev/null & until [ -e browser-has ]; do sleep 0.05; done; kill $!; wait; cat browser-has`;
    const { stdout, stderr } = await shell("bash", script);
    // What Node cannot close leads to nothing.
    const rest = stdout.split("\n").filter((line) => !/^\d+ null$/.test(line));
    expect(rest, stderr).toEqual([""]);
  });

  test("ui has its streams and its address, beside what the shell left open", async () => {
    const script = `exec 251>&-; ${opened}; $TV ui --no-open >said 2>&1 & while [ ! -e looked ]; do sleep 0.05; done; kill $!; wait`;
    const up = shell("bash", script);
    const said = () =>
      readdirSync(machine.folder).includes("said") &&
      readFileSync(join(machine.folder, "said"), "utf8");
    await expect.poll(said, { timeout: 20_000 }).toContain("http://127.0.0.1");
    const found = openIn("ui");
    machine.file("looked", "");
    await up;
    const ofShell = Array<string>(4).fill(join(machine.folder, "opened"));
    // Bun writes into a file through a descriptor of its own, which nothing that it starts inherits.
    const streams = Array<string>(isStandalone ? 3 : 2).fill(
      join(machine.folder, "said"),
    );
    expect(found).toEqual([
      ...ofShell.map(readable),
      ...streams.map(readable),
      "socket:[N]",
    ]);
  });

  test.each(["bash", "zsh"])(
    "%s: <(a command) is read by the command of exec",
    async (name) => {
      const { stdout } = await shell(
        name,
        `eval "$TV exec context-1 -- cat <(echo one) <(echo two)"`,
      );
      expect(stdout).toBe("one\ntwo\n");
    },
  );

  test("a descriptor that a passphrase came from is closed before anything is started", async () => {
    const typed = "a passphrase of several words\n";
    const set = ["passphrase", "set", "--new-passphrase-fd", "3"];
    const { code: isSet } = await machine.run(set, { descriptors: [typed] });
    expect(isSet).toBe(0);
    const script = `exec 63<passphrase; $TV --passphrase-fd 63 exec context-1 -- sh ./list`;
    machine.file("passphrase", typed);
    const { stdout, stderr, code } = await shell("bash", script);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).not.toContain("passphrase");
  });
});
