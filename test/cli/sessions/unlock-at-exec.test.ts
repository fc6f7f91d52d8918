import { existsSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  isAlive,
  type ProcessIdentity,
} from "../../../shared/node/system/processes/process-identity.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine, wordOf } from "../harness.ts";

const patience = { timeout: 20_000, interval: 30 };

describeWithKeyring("the agent that a first exec leaves", () => {
  let machine: Machine;

  beforeAll(async () => {
    machine = await Machine.with(makeTalosconfig(2));
  });

  afterAll(() => machine.stop());

  afterEach(() => machine.run(["lock"]));

  const choose = (value: "on" | "off") =>
    machine.run(["settings", "unlockAtExec", value]);

  /** Every process of ours that keeps this vault open. */
  const agents = async (): Promise<readonly string[]> => {
    const script = `for p in $(pgrep -f -- '${wordOf.agent.replace("agent", "[a]gent")}'); do grep -qz "^TALOS_VAULT_HOME=$TALOS_VAULT_HOME$" /proc/$p/environ && echo $p; done; true`;
    const { stdout } = await machine.command(["sh", "-c", script]);
    return stdout.split("\n").filter((line) => line !== "");
  };

  /** Who holds the session of an `exec`, which process is that, and what was said. */
  const holder = async () => {
    const script = `echo $PPID; cat "$TALOS_VAULT_HOME"/sessions/*.json`;
    const { stdout, stderr, code } = await machine.run(["exec", "context-1", "--", "sh", "-c", script]); // prettier-ignore
    const [parent = "", lease = "{}"] = stdout.trim().split("\n");
    const { holder: held } = JSON.parse(lease) as { holder: ProcessIdentity };
    return { parent: Number(parent), held: held.pid, stderr, code };
  };

  test("is not there unless it was chosen", async () => {
    const first = await holder();
    expect(first.held).toBe(first.parent);
    expect(await agents()).toEqual([]);
    expect(existsSync(machine.agentSocket)).toBe(false);
  });

  test("holds the session of the second, and ends with lock", async () => {
    await choose("on");
    const first = await holder();
    expect(first).toMatchObject({ code: 0, stderr: "", held: first.parent });
    const left = machine.agent();
    expect(await agents()).toEqual([String(left?.pid)]);
    const second = await holder();
    expect(second).toMatchObject({ code: 0, stderr: "", held: left?.pid });
    // It is the same one, whose time goes on.
    expect(machine.agent()).toEqual(left);
    await machine.run(["lock"]);
    expect(await agents()).toEqual([]);
  });

  test("is left by a shell as well, and by nothing else: not by env, by a verb, nor by a session that is refused", async () => {
    await choose("on");
    for (const args of [
      ["list"],
      ["show", "context-1"],
      ["env", "context-1", "--shell", "sh"],
      ["exec", "nope", "--", "true"],
    ])
      // prettier-ignore
      await machine.run(args);
    expect(await agents()).toEqual([]);
    await machine.run(["shell", "context-1"], { env: { SHELL: "/bin/sh" } });
    expect(await agents()).toHaveLength(1);
    await machine.run(["end", "--all"]);
  });

  test("is one, however many begin at once", async () => {
    await choose("on");
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () =>
        machine.run(["exec", "context-1", "--", "true"]),
      ),
    );
    expect(outcomes.map(({ code }) => code)).toEqual(Array(8).fill(0));
    const isOne = async (): Promise<boolean> => {
      const running = await agents();
      return (
        running.length === 1 && running[0] === String(machine.agent()?.pid)
      );
    };
    await expect.poll(isOne, patience).toBe(true);
    await machine.run(["lock"]);
    expect(await agents()).toEqual([]);
  });

  test("comes again after one that was killed", async () => {
    await choose("on");
    await machine.run(["exec", "context-1", "--", "true"]);
    const killed = machine.agent();
    if (!killed) throw new Error("no agent");
    process.kill(killed.pid, "SIGKILL");
    await expect.poll(() => isAlive(killed), patience).toBe(false);
    const { code } = await machine.run(["exec", "context-1", "--", "true"]);
    expect(code).toBe(0);
    expect(await agents()).toEqual([String(machine.agent()?.pid)]);
    expect(machine.agent()).not.toEqual(killed);
  });

  test("is not there where a passphrase opened the vault, which the next command asks for again", async () => {
    await choose("on");
    const passphrase = "correct horse battery staple";
    await machine.run(["passphrase", "set", "--new-passphrase-fd", "3"], { descriptors: [`${passphrase}\n`] }); // prettier-ignore
    const { code, stderr } = await machine.run(
      ["--passphrase-fd", "3", "exec", "context-1", "--", "true"],
      { descriptors: [`${passphrase}\n`] },
    );
    expect(code, stderr).toBe(0);
    expect(await agents()).toEqual([]);
  });
});
