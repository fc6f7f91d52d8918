import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Lease } from "../../../shared/core/sessions/lease.ts";
import { emptyTalosconfig } from "../../../shared/core/talosconfig/yaml/emit.ts";
import {
  isAlive,
  processIdentity,
} from "../../../shared/node/system/processes/process-identity.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import {
  describeWithKeyring,
  Machine,
  program,
  runtime,
  wordOf,
  type Outcome,
} from "../harness.ts";

const patience = { timeout: 20_000, interval: 30 };

describeWithKeyring("a session that the agent holds", () => {
  let machine: Machine;

  beforeAll(async () => {
    machine = await Machine.with(makeTalosconfig(2));
  });

  afterAll(() => machine.stop());

  beforeEach(async () => {
    await machine.run(["lock"]);
    await machine.command(["sh", "-c", "rm -f pid seen go config"]);
    await machine.run(["unlock"]);
    await expect.poll(sessionsLeft, patience).toEqual([]);
  });

  const sessionsLeft = () => machine.sessionsLeft();

  const leases = (): readonly Lease[] => {
    const folder = join(machine.home, "sessions");
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Lease); // prettier-ignore
  };

  const words = (pid: number) =>
    readFileSync(`/proc/${String(pid)}/cmdline`, "utf8");

  interface Waiting {
    readonly lease: Lease;
    readonly path: string;
    /** The command line, and what runs in the session. */
    readonly cli: number;
    readonly command: number;
    readonly outcome: Promise<Outcome>;
  }

  /** A command that waits for `go`, and writes into `seen` what it finds in its session when it is asked to end. */
  async function waiting(...options: readonly string[]): Promise<Waiting> {
    const script = `trap 'cat "$TALOSCONFIG" >seen; exit 3' TERM; echo $$ $PPID "$TALOSCONFIG" >pid.new; mv pid.new pid
      while [ ! -e go ]; do sleep 0.03; done`;
    const args = ["exec", "context-1", ...options, "--", "sh", "-c", script];
    const outcome = machine.run(args);
    await machine.appears("pid");
    const [command = "", cli = "", path = ""] = machine
      .read("pid")
      .trim()
      .split(" ");
    const [lease] = leases();
    if (!lease) throw new Error("no lease");
    return { lease, path, cli: Number(cli), command: Number(command), outcome };
  }

  const go = () => machine.command(["touch", "go"]);

  test.each(["fd", "file"])(
    "is the agent's, and its list's as any other, by %s",
    async (delivery) => {
      const { lease, path, command, outcome } = await waiting(
        "--delivery",
        delivery,
      );
      expect(lease.holder.pid).toBe(machine.agentPid());
      expect(lease.delivery).toBe(delivery);
      expect(readFileSync(path, "utf8")).toMatch(/^context: context-1\n/);
      const listed = () =>
        machine.json<{ sessions: unknown }>(["sessions", "--json"]);
      // Whose it is, is written down once the command has run for a moment.
      await expect.poll(listed, patience).toMatchObject({
        sessions: [
          expect.objectContaining({ pid: command, context: "context-1" }),
        ],
      });
      await go();
      expect(await outcome).toEqual({ code: 0, stdout: "", stderr: "" });
      expect(sessionsLeft()).toEqual([]);
    },
  );

  test("has no credential any more when its command line was killed, and what ran in it is ended", async () => {
    const { path, cli, command, outcome } = await waiting();
    const running = processIdentity(command);
    process.kill(cli, "SIGKILL");
    await expect
      .poll(() => machine.command(["cat", "seen"]), patience)
      .toMatchObject({ stdout: emptyTalosconfig });
    await outcome;
    await expect.poll(() => running && isAlive(running), patience).toBe(false);
    await expect.poll(() => existsSync(path), patience).toBe(false);
    await expect.poll(sessionsLeft, patience).toEqual([]);
    // The lease goes last.
    await expect.poll(leases, patience).toEqual([]);
  });

  test("is over when the agent is killed: who waits says so, what ran finds the empty talosconfig, nothing stays", async () => {
    const { outcome } = await waiting();
    process.kill(machine.agentPid(), "SIGKILL");
    const { code, stderr } = await outcome;
    expect(code).toBe(3);
    expect(stderr).toContain(
      "the session with context-1 is over: the agent of unlock that held it has ended.",
    );
    expect(machine.read("seen")).toBe(emptyTalosconfig);
    expect(sessionsLeft()).toEqual([]);
    expect(leases()).toEqual([]);
  });

  test("leaves nothing when both were killed: the next command clears away", async () => {
    const { path, cli, command, outcome } = await waiting("--delivery", "file");
    process.kill(machine.agentPid(), "SIGKILL");
    process.kill(cli, "SIGKILL");
    // A file's watchdog empties it; a descriptor is gone with its process.
    await expect
      .poll(() => readFileSync(path, "utf8"), patience)
      .toBe(emptyTalosconfig);
    process.kill(command, "SIGKILL");
    await outcome;
    await machine.run(["sessions"]);
    expect(sessionsLeft()).toEqual([]);
    expect(leases()).toEqual([]);
  });

  test("ends with a lock, and who waits says so", async () => {
    const { outcome } = await waiting();
    const holder = machine.agentPid();
    const locked = await machine.run(["lock"]);
    expect(locked.stderr).toContain("Ended 1 session.");
    expect(processIdentity(holder)).toBeNull();
    const { code, stderr } = await outcome;
    expect(code).toBe(3);
    expect(stderr).toContain("is over: the vault was locked.");
    expect(machine.read("seen")).toBe(emptyTalosconfig);
    await expect.poll(sessionsLeft, patience).toEqual([]);
  });

  test.each([
    ["a lock that keeps sessions", ["lock", "--keep-sessions"]],
    ["another unlock", ["unlock"]],
  ])(
    "goes on after %s, in a holder of its own, until its command is over",
    async (_, verb) => {
      const { lease, path, outcome } = await waiting();
      const before = machine.agentPid();
      const document = readFileSync(path, "utf8");
      expect((await machine.run(verb)).code).toBe(0);
      expect(processIdentity(before)).toBeNull();
      expect(readFileSync(path, "utf8")).toBe(document);
      const [now] = leases();
      expect(now).toEqual({
        ...lease,
        holder: now?.holder,
        watched: now?.watched,
      });
      expect(words(now?.holder.pid ?? 0)).toContain(wordOf.holder);
      await go();
      expect(await outcome).toEqual({ code: 0, stdout: "", stderr: "" });
      await expect.poll(sessionsLeft, patience).toEqual([]);
      await expect.poll(leases, patience).toEqual([]);
    },
  );

  test("outlives the time of unlock, which is another promise than its own", async () => {
    await machine.run(["unlock", "--for", "2s"]);
    const { lease, path, outcome } = await waiting();
    const before = machine.agentPid();
    const document = readFileSync(path, "utf8");
    await expect.poll(() => processIdentity(before), patience).toBeNull();
    expect(readFileSync(path, "utf8")).toBe(document);
    expect(leases()[0]?.expiresAt).toBe(lease.expiresAt);
    await machine.run(["end", "--all"]);
    const { code } = await outcome;
    expect(code).toBe(3);
    expect(machine.read("seen")).toBe(emptyTalosconfig);
    await expect.poll(sessionsLeft, patience).toEqual([]);
  });

  test.each([
    ["its time", ["--ttl", "1s"], null, "its time is up"],
    ["end", [], ["end", "--all"], "it was ended"],
  ] as const)("ends by %s as any other", async (_, options, verb, reason) => {
    const { outcome } = await waiting(...options);
    if (verb) await machine.run(verb);
    const { code, stderr } = await outcome;
    expect(code).toBe(3);
    expect(stderr).toContain(`is over: ${reason}.`);
    expect(machine.read("seen")).toBe(emptyTalosconfig);
    await expect.poll(sessionsLeft, patience).toEqual([]);
  });

  test.each([
    ["a command's own code", ["context-1", "--", "sh", "-c", "exit 7"]],
    ["a signal's code", ["context-1", "--", "sh", "-c", "kill -9 $$"]],
    ["no such command", ["context-1", "--", "no-such-command"]],
    ["what cannot be run", ["context-1", "--", "/etc/passwd"]],
    ["no such context", ["nope", "--", "true"]],
    ["no context", ["--", "head", "-1", "/proc/self/comm"]],
    ["an unknown option", ["context-1", "--nope", "--", "true"]],
    [
      "a role that it has not",
      ["context-1", "--role", "os:admin", "--", "true"],
    ],
    ["a descriptor's name", ["context-1", "--", "cat", "/dev/fd/3"]],
  ])(
    "is told of in the same words as without an agent: %s",
    async (_, args) => {
      const options = { descriptors: ["a text\n"] };
      const held = await machine.run(["exec", ...args], options);
      await machine.run(["lock"]);
      const own = await machine.run(["exec", ...args], options);
      expect(held).toEqual(own);
    },
  );

  test("inside another session it is refused, and with --nested the outer one is put back later", async () => {
    const inner = `${runtime} ${program} exec context-2`;
    const refused = await machine.run(
      ["exec", "context-1", "--", "sh", "-c", `${inner} -- true`],
      { env: { TALOSCONFIG: "/before" } },
    );
    expect(refused.stderr).toContain("This terminal is in a session already");
    const { stdout } = await machine.run(
      ["exec", "context-1", "--", "sh", "-c", `${inner} --nested -- sh -c 'head -1 "$TALOSCONFIG"; echo "$TALOS_VAULT_OUTSIDE_TALOSCONFIG"'`],
      { env: { TALOSCONFIG: "/before" } },
    ); // prettier-ignore
    expect(stdout).toBe("context: context-2\n/before\n");
  });

  test("a stopped agent keeps nobody waiting for long", async () => {
    const stopped = machine.agentPid();
    process.kill(stopped, "SIGSTOP");
    try {
      for (const args of [["exec", "context-1", "--", "true"], ["list"]]) {
        const { code, stderr } = await machine.run(args);
        expect({ code, stderr }).toEqual({
          code: 0,
          stderr: expect.stringContaining("does not answer and is passed by") as string,
        }); // prettier-ignore
      }
    } finally {
      process.kill(stopped, "SIGCONT");
    }
    await expect.poll(sessionsLeft, patience).toEqual([]);
  });

  test("an agent that was killed leaves a name that nobody listens at, and the next session holds itself", async () => {
    process.kill(machine.agentPid(), "SIGKILL");
    const args = ["exec", "context-1", "--", "head", "-1", "/proc/self/comm"];
    const { code, stdout, stderr } = await machine.run(args);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "head\n", stderr: "" }); // prettier-ignore
    expect(sessionsLeft()).toEqual([]);
  });

  test("many at once are all served, by the agent or by themselves", async () => {
    const script = `touch "begun-$$"; while [ ! -e go ]; do sleep 0.05; done; head -1 "$TALOSCONFIG"`;
    const running = Array.from({ length: 40 }, () =>
      machine.run(["exec", "context-1", "--", "sh", "-c", script]),
    );
    const begun = () =>
      readdirSync(machine.folder).filter((name) => name.startsWith("begun-"));
    await expect.poll(begun, { ...patience, timeout: 60_000 }).toHaveLength(40);
    writeFileSync(join(machine.folder, "go"), "");
    for (const { code, stdout } of await Promise.all(running))
      expect({ code, stdout }).toEqual({ code: 0, stdout: "context: context-1\n" }); // prettier-ignore
    await expect.poll(sessionsLeft, patience).toEqual([]);
  });
});
