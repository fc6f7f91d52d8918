import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyTalosconfig } from "../../../shared/core/talosconfig/yaml/emit.ts";
import { graceMs } from "../../../shared/node/sessions/commands/end-session-programs.ts";
import { processIdentity } from "../../../shared/node/system/processes/process-identity.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine, program, runtime } from "../harness.ts";

const patience = { timeout: 10_000, interval: 50 };

describeWithKeyring("a command that outlives its session", () => {
  let machine: Machine;

  beforeAll(async () => {
    machine = await Machine.with(makeTalosconfig(1));
  });

  afterAll(() => machine.stop());

  async function listed(env: NodeJS.ProcessEnv = {}) {
    const { sessions } = await machine.json<{ sessions: { pid: number }[] }>(
      ["sessions", "--json"],
      { env },
    );
    return sessions;
  }

  const leftOver = () => readdirSync(machine.runFolder);

  test.each(["fd", "file"])(
    "a command whose holder was killed keeps an empty talosconfig for as long as it lives: --delivery %s",
    async (delivery) => {
      const other = { TALOS_VAULT_HOME: join(machine.folder, "other") };
      const script =
        'trap "" TERM; echo "$TALOSCONFIG" > place.new; mv place.new place; while [ ! -e leave ]; do sleep 0.05; done; cat "$TALOSCONFIG" > found';
      const words = ["exec", "context-1", "--delivery", delivery];
      const child = spawn(
        runtime,
        [program, ...words, "--", "sh", "-c", script],
        { cwd: machine.folder, env: machine.env, stdio: "ignore" },
      );
      const file = (name: string) => join(machine.folder, name);
      await expect.poll(() => existsSync(file("place")), patience).toBe(true);
      const path = readFileSync(file("place"), "utf8").trim();
      await expect
        .poll(async () => (await listed())[0]?.pid, patience)
        .not.toBe(child.pid);
      child.kill("SIGKILL");
      await once(child, "exit");
      // The first sweep ends it, and those after it leave it; that of another vault as well.
      for (const env of [{}, {}, other])
        expect(await listed(env)).toMatchObject(
          env === other ? [] : [{ state: "ended" }],
        );
      expect(readFileSync(path, "utf8")).toBe(emptyTalosconfig);
      machine.file("leave", "");
      await expect.poll(() => listed(), patience).toEqual([]);
      expect(readFileSync(file("found"), "utf8")).toBe(emptyTalosconfig);
      expect(leftOver()).toEqual([]);
      await machine.command(["rm", "place", "leave", "found"]);
    },
  );

  test("a command that ignores SIGTERM is killed when its ten seconds are over, and so is what one left behind", async () => {
    const deaf = 'trap "" TERM; echo $$ > deaf-NAME; while :; do sleep 0.2; done'; // prettier-ignore
    const scriptOf = { alone: deaf, behind: `sh -c '${deaf}' & wait` };
    const running = Object.entries(scriptOf).map(
      ([name, script]) =>
      machine.run(["exec", "context-1", "--", "sh", "-c", script.replace("NAME", name)]), // prettier-ignore
    );
    await machine.appears("deaf-alone");
    await machine.appears("deaf-behind");
    const ended = performance.now();
    await machine.run(["end", "--all"]);
    const outcomes = await Promise.all(running);
    expect(outcomes.map(({ code }) => code)).toEqual([137, 143]);
    expect(performance.now() - ended).toBeGreaterThan(graceMs - 100);
    const behind = Number(machine.read("deaf-behind"));
    await expect.poll(() => processIdentity(behind), patience).toBeNull();
    expect(await listed()).toEqual([]);
  }, 30_000);
});
