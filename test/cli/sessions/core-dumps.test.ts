import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  foundInFile,
  keyCanaries,
  type Canary,
} from "../../doubles/canaries.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine, program, runtime } from "../harness.ts";

const tool = `${runtime} ${program}`;
const isLinux = process.platform === "linux";
const pattern = isLinux
  ? readFileSync("/proc/sys/kernel/core_pattern", "utf8").trim()
  : "";
/** Dumps are files in the folder where the process runs. */
const writesHere = /^core[^/|]*$/.test(pattern);

describeWithKeyring("a core dump of ours", () => {
  let machine: Machine;
  let canaries: readonly Canary[];
  const crash = () => join(machine.folder, "crash");

  beforeAll(async () => {
    machine = await Machine.start();
    await machine.run(["init"]);
    const talosconfig = makeTalosconfig(1);
    await machine.run(["import", "-"], { input: talosconfig });
    canaries = keyCanaries(talosconfig);
    expect(canaries).toHaveLength(1);
  });

  afterAll(() => machine.stop());

  beforeEach(() => {
    rmSync(crash(), { recursive: true, force: true });
    mkdirSync(crash());
  });

  const shell = (script: string) =>
    machine.command(["bash", "-c", `ulimit -S -c unlimited; ${script}`], {
      env: { TV: tool },
      cwd: crash(),
    });

  const dumps = () =>
    readdirSync(crash())
      .filter((name) => name.startsWith("core"))
      .map((name) => join(crash(), name));

  test.runIf(writesHere).each(["SEGV", "ABRT"])(
    "has no key of the session that the command line held when it came by SIG%s",
    async (signal) => {
      await shell(`$TV exec context-1 -- sh -c 'kill -${signal} $PPID'; true`);
      const [dump = ""] = dumps();
      expect(foundInFile(dump, canaries)).toEqual([]);
    },
  );

  test.runIf(writesHere)(
    "of the command that exec runs is as it would be without us",
    async () => {
      const script = `until grep -v 00000000 /proc/$$/coredump_filter; do sleep 0.05; done
key="$(cat "$TALOSCONFIG")"; kill -SEGV $$\n`;
      machine.file("crash/script", script);
      await shell("$TV exec context-1 -- bash ./script; true");
      const [dump = ""] = dumps();
      expect(foundInFile(dump, canaries)).toEqual(["key of context-1"]);
    },
  );

  test.runIf(isLinux)("is empty for whatever program gets it", async () => {
    // As long as it takes until the command has its own back.
    const filter = `until grep -v 00000000 /proc/$$/coredump_filter >/dev/null; do sleep 0.05; done; grep -h . /proc/$PPID/coredump_filter /proc/$$/coredump_filter`;
    const { stdout } = await shell(`cat /proc/$$/coredump_filter
      $TV exec context-1 -- sh -c '${filter}'
      echo '${filter}' | SHELL=/bin/bash $TV shell context-1
      $TV unlock --for 1m; eval "$($TV env context-1)"
      for p in $(pgrep -f -- '(agent|holder)[.]cjs|--as-(agent|holder)'); do grep -qz "^TALOS_VAULT_HOME=$TALOS_VAULT_HOME$" /proc/$p/environ && cat /proc/$p/coredump_filter; done
      $TV lock`);
    const [outside = "", ...inside] = stdout.trim().split("\n");
    const none = "00000000";
    expect(outside).not.toBe(none);
    expect(inside).toEqual([none, outside, none, outside, none, none]);
  });

  test.runIf(writesHere)("of ui has no memory", async () => {
    const server = spawn(
      "bash",
      ["-c", `ulimit -S -c unlimited; exec ${tool} ui --no-open`],
      { env: machine.env, cwd: crash(), stdio: ["ignore", "pipe", "ignore"] },
    );
    await once(server.stdout, "data");
    server.kill("SIGSEGV");
    await once(server, "exit");
    const [dump = ""] = dumps();
    // Registers, and which files were mapped. With its memory it has hundreds of mebibytes.
    expect(statSync(dump).size).toBeLessThan(1024 * 1024);
  });
});
