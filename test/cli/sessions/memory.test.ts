import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { processIdentity } from "../../../shared/node/system/processes/process-identity.ts";
import {
  foundInMemory,
  keyCanaries,
  textCanary,
  type Canary,
} from "../../doubles/canaries.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import {
  describeWithKeyring,
  Machine,
  program,
  runtime,
  wordOf,
} from "../harness.ts";

const patience = { timeout: 30_000 };
const passphrase = "a canary among passphrases";

/** Root alone may look into the memory of others. */
const canLook = process.platform === "linux" && process.getuid?.() === 0;

describeWithKeyring("what a process of ours knows", () => {
  let machine: Machine;
  let canaries: readonly Canary[];
  let recoveryKey: string;

  beforeAll(async () => {
    machine = await Machine.start();
    await machine.run(["init"]);
    const talosconfig = makeTalosconfig(2);
    await machine.run(["import", "-"], { input: talosconfig });
    const made = await machine.run(["recovery-key", "--yes"]);
    const set = ["passphrase", "set", "--new-passphrase-fd", "3"];
    await machine.run(set, { descriptors: [passphrase] });
    recoveryKey = made.stdout.trim();
    const { stdout: opened } = await machine.command(
      ["age", "-d", "-i", "-", join(machine.home, "recovery.age")],
      { input: made.stdout },
    );
    canaries = [
      ...keyCanaries(talosconfig),
      textCanary("passphrase", passphrase),
      textCanary("recovery key", keyIn(recoveryKey)),
      textCanary("identity", keyIn(opened)),
    ];
  });

  afterAll(() => machine.stop());

  function keyIn(text: string): string {
    const [key = ""] = /AGE-SECRET-KEY-1\w{50,}/.exec(text) ?? [];
    expect(key).not.toBe("");
    return key;
  }

  /** Empty: it has ended meanwhile, as each `sleep` of a shell does. */
  function of(pid: number, file: "cmdline" | "environ"): string {
    try {
      return readFileSync(`/proc/${String(pid)}/${file}`, "utf8");
    } catch {
      return "";
    }
  }

  /** The processes of this machine: those whose environment is of it. */
  function group(): readonly number[] {
    const mark = `TALOS_VAULT_HOME=${machine.home}`;
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => of(pid, "environ").split("\0").includes(mark));
  }

  function running(word: string): number {
    const named = () =>
      group().filter((one) =>
        of(one, "cmdline")
          .split("\0")
          .some((part) => part === word || part.endsWith(`/${word}`)),
      );
    // One that was just forked has the words of who forked it, until it is another program.
    let found = named();
    for (let tried = 0; found.length > 1 && tried < 100; tried++)
      found = named();
    expect(found).toHaveLength(1);
    return found[0] ?? 0;
  }

  const appears = (name: string) =>
    expect
      .poll(() => existsSync(join(machine.folder, name)), patience)
      .toBe(true);

  /** An `env` session with context-1, an `exec` with context-2 and a `ui`, while `work` looks at them. */
  async function whileAllRun(
    work: (exec: number) => void | Promise<void>,
  ): Promise<void> {
    const script = `$TV exec context-2 -- sh -c 'echo $PPID >pid; while [ ! -e seen ]; do sleep 0.05; done' & exec=$!
      while [ ! -s pid ]; do sleep 0.05; done
      eval "$($TV env context-1)"
      $TV ui --no-open >address & ui=$!
      cp pid pid-all; mv pid-all all; wait $exec
      kill $ui; wait $ui`;
    const all = machine.command(["bash", "-c", script], {
      env: { TV: `${runtime} ${program}` },
    });
    try {
      await appears("all");
      await work(Number(machine.read("all")));
    } finally {
      await machine.command(["touch", "seen"]);
      await all;
      await machine.command(["rm", "-f", "all", "seen", "pid"]);
    }
  }

  test("no process has a secret in its arguments or environment", async () => {
    await machine.run(["unlock"]);
    const texts = canaries.flatMap(({ forms }) => forms);
    await whileAllRun(() => {
      const seen = group();
      // Agent, holder, exec, ui, and the shells of the session, of the command and of watchers.
      expect(seen.length).toBeGreaterThanOrEqual(6);
      for (const pid of seen)
        for (const file of ["cmdline", "environ"] as const) {
          const bytes = Buffer.from(of(pid, file));
          expect(texts.some((form) => bytes.includes(form))).toBe(false);
        }
    });
  });

  test.runIf(canLook)(
    "the agent knows no passphrase and no recovery key, ui nothing before its page asks, the holder of a session its own key alone, exec after unlock none at all; after lock the agent is gone",
    async () => {
      await machine.run(["unlock"]);
      const agent = running(wordOf.agent);
      const ofAgent = foundInMemory(agent, canaries);
      expect(ofAgent).toContain("identity");
      expect(ofAgent).not.toContain("passphrase");
      expect(ofAgent).not.toContain("recovery key");
      await whileAllRun((exec) => {
        expect(foundInMemory(running(wordOf.holder), canaries)).toEqual([
          "key of context-1",
        ]);
        expect(foundInMemory(exec, canaries)).toEqual([]);
        // No page has asked it for anything.
        expect(foundInMemory(running("ui"), canaries)).toEqual([]);
      });
      await machine.run(["lock"]);
      expect(processIdentity(agent)).toBeNull();
    },
  );
});
