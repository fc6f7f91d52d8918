import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { skipSuite } from "../../shared-material.ts";
import { describeWithKeyring, Machine } from "../harness.ts";

const nobody = "65534";
const title = "another user of the machine, while a session runs and the vault is unlocked"; // prettier-ignore

/** Everything that can be read below these places, and the session's file by each of its names. */
const look = `cat "$1" "$(readlink "$1")" 2>/dev/null; shift; find "$@" -type f -exec cat {} + 2>/dev/null; find "$@" -mindepth 1 2>/dev/null`;

const whoeverCanBecomeAnother = (): typeof describeWithKeyring => {
  if (process.getuid?.() === 0) return describeWithKeyring;
  process.stderr.write(`SKIPPED ${title}: only root can become another\n`);
  return skipSuite;
};

whoeverCanBecomeAnother()(title, () => {
  let machine: Machine;
  let config = "";
  let running: Promise<unknown>;
  const talosconfig = makeTalosconfig(1);
  const key = /key: (\S+)/.exec(talosconfig)?.[1] ?? "?";

  beforeAll(async () => {
    machine = await Machine.start();
    // What is held back has to be so by our own folders.
    chmodSync(machine.folder, 0o755);
    await machine.run(["init"]);
    await machine.run(["import", "-"], { input: talosconfig });
    await machine.run(["unlock"]);
    const started = join(machine.folder, "started");
    const script = `printf %s "$TALOSCONFIG" >started.tmp; mv started.tmp started; while [ ! -e end ]; do sleep 0.1; done`;
    running = machine.run(["exec", "context-1", "--", "sh", "-c", script]);
    await vi.waitUntil(() => existsSync(started), { timeout: 20_000 });
    config = readFileSync(started, "utf8");
  });

  afterAll(async () => {
    await machine.command(["touch", "end"]);
    await running;
    await machine.stop();
  });

  const seen = (...user: readonly string[]) => {
    const places = [config, machine.home, machine.runFolder];
    const line = [...user, "sh", "-c", look, "sh", ...places];
    const [program = "", ...args] = line;
    return spawnSync(program, args, { encoding: "utf8", cwd: "/" }).stdout;
  };

  test("reads nothing and sees no name of a file", () => {
    expect(seen("setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups")).toBe(""); // prettier-ignore
  });

  test("where the owner reads the session's key", () => {
    const own = seen("env");
    expect(own).toContain(key);
    expect(own).toContain("vault.age");
  });
});
