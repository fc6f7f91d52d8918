import { spawn, type ChildProcess } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { protocol } from "../../../../shared/core/agent/protocol.ts";
import { success } from "../../../../shared/core/result.ts";
import { Secret } from "../../../../shared/core/secret.ts";
import type {
  Lease,
  SessionFacts,
} from "../../../../shared/core/sessions/lease.ts";
import { parseTalosconfig } from "../../../../shared/core/talosconfig/parse.ts";
import {
  emptyTalosconfig,
  sessionDocument,
} from "../../../../shared/core/talosconfig/yaml/emit.ts";
import { askSocket } from "../../../../shared/node/agent/control-socket.ts";
import { controlName } from "../../../../shared/node/sessions/session-folder.ts";
import { LeaseJournal } from "../../../../shared/node/sessions/leases/lease-journal.ts";
import { MachineSessions } from "../../../../shared/node/sessions/machine-sessions.ts";
import { systemClock } from "../../../../shared/node/system/system-clock.ts";
import { cleanUps, nodeWith, reboot } from "../../../doubles/gateway-here.ts";
import { call, clientOf } from "../../../doubles/raw-node.ts";

const document = new Secret("context: a\ncontexts: {}\n# the key\n");

function factsBy(delivery: Lease["delivery"]): SessionFacts {
  const startedAt = new Date();
  return {
    id: "0123456789abcdef0123456789abcdef",
    context: "a",
    roles: [],
    credential: "stored",
    delivery,
    isFollowing: false,
    startedAt: startedAt.toISOString(),
    expiresAt: new Date(startedAt.getTime() + 60_000).toISOString(),
  };
}

describe.each(["fd", "file"] as const)(
  "sessions of the window, by %s",
  (delivery) => {
    let home: string;
    let keeper: MachineSessions;
    let shell: ChildProcess | null = null;

    beforeEach(() => {
      home = mkdtempSync(join(tmpdir(), "tv-keeper-"));
      const env = { XDG_RUNTIME_DIR: home, SHELL: "/bin/sh" };
      keeper = new MachineSessions(new LeaseJournal(home), systemClock, env);
    });

    afterEach(() => {
      shell?.kill("SIGKILL");
      rmSync(home, { recursive: true, force: true });
    });

    async function start(): Promise<Lease> {
      const started = await keeper.start(
        factsBy(delivery),
        document,
        null,
        null,
      );
      if (!started.ok) throw new Error(started.error.message);
      return started.value;
    }

    /** A shell that has pasted the session's line, and waits. */
    async function joinShell(lease: Lease): Promise<void> {
      const line = keeper.command(lease.id, null);
      if (!line.ok) throw new Error(line.error.message);
      shell = spawn("/bin/sh", ["-c", `${line.value}\nread -r _`], {
        stdio: ["pipe", "ignore", "ignore"],
      });
      await expect.poll(() => keeper.list()[0]?.watched.pid).toBe(shell.pid);
    }

    test("ending them leaves a living shell an empty talosconfig, and an unused session nothing", async () => {
      const lease = await start();
      await joinShell(lease);
      expect(readFileSync(lease.path, "utf8")).toBe(document.reveal());
      keeper.endOwn();
      expect(readFileSync(lease.path, "utf8")).toBe(emptyTalosconfig);
      expect(keeper.own()).toEqual([]);
      shell?.kill("SIGKILL");
      await expect.poll(() => existsSync(dirname(lease.path))).toBe(false);
      const unused = await start();
      keeper.endOwn();
      expect(existsSync(dirname(unused.path))).toBe(false);
    });

    test("the end of the app leaves a living shell a file that nobody has to hold", async () => {
      const lease = await start();
      await joinShell(lease);
      keeper.close();
      expect(lstatSync(lease.path).isFile()).toBe(true);
      expect(readFileSync(lease.path, "utf8")).toBe(emptyTalosconfig);
    });

    test("a terminal opens on a session that another program holds, and that one goes on", async () => {
      const lease = await start();
      const bin = join(home, "bin");
      mkdirSync(bin);
      const seen = join(home, "seen");
      const code = `#!/bin/sh\nprintf '%s\\n' "$*" >'${seen}'\n`;
      writeFileSync(join(bin, "xterm"), code, { mode: 0o755 });
      const other = new MachineSessions(new LeaseJournal(home), systemClock, {
        XDG_RUNTIME_DIR: home,
        SHELL: "/bin/sh",
      });
      const custom = `'${join(bin, "xterm")}' {command}`;
      const opened = await other.openTerminal(lease.id, "custom", custom, [
        "talosctl",
        "it's",
      ]);
      expect(opened).toEqual({ ok: true, value: undefined });
      await expect.poll(() => readFileSync(seen, "utf8")).toContain("/open");
      const script = readFileSync(seen, "utf8").trim().split(" ").at(-1) ?? "";
      const opens = readFileSync(script, "utf8");
      expect(opens).toContain("TALOSCONFIG");
      // Before the shell, and each word as it is.
      expect(opens).toMatch(/\ntalosctl 'it'\\''s'\nexec /);
      other.close();
      expect(keeper.own()).toHaveLength(1);
    });

    test("the end of the app leaves nothing of a session that nobody joined", async () => {
      const lease = await start();
      keeper.close();
      expect(existsSync(dirname(lease.path))).toBe(false);
      expect(keeper.list()).toEqual([]);
    });
  },
);

describe("a session of the window through a gateway", () => {
  test("gives its shell a way and no key, asks about what is held, and ends where a person says so", async () => {
    const home = mkdtempSync(join(tmpdir(), "tv-keeper-"));
    const node = await nodeWith();
    const env = { XDG_RUNTIME_DIR: home, SHELL: "/bin/sh" };
    const keeper = new MachineSessions(
      new LeaseJournal(home),
      systemClock,
      env,
    );
    cleanUps.push(() => {
      keeper.close();
      rmSync(home, { recursive: true, force: true });
    });
    const asked: unknown[] = [];
    const lent: unknown[] = [];
    const started = await keeper.start(
      { ...factsBy("gateway"), roles: ["os:operator"] },
      sessionDocument("a", node.config),
      null,
      {
        rules: [{ allow: ["reads"], hold: ["writes"] }],
        askPerson: async ({ text }, owner) => {
          asked.push([text, owner]);
          return asked.length === 1 ? "once" : "end-session";
        },
        askForElevation: async ({ words }, from) => {
          asked.push([words, from]);
          return { verdict: "once", refusal: null };
        },
        lendElevation: async (roles) => {
          lent.push(roles);
          return success(node.config);
        },
      },
    );
    if (!started.ok) throw new Error(started.error.message);
    const { path, gateway: way } = started.value;
    expect(way?.walls).toContain("no-kubeconfig");
    const text = readFileSync(path, "utf8");
    expect(text).not.toContain(node.config.key?.reveal());
    const parsed = parseTalosconfig(new TextEncoder().encode(text));
    const config = parsed.ok ? parsed.value.config.contexts.get("a") : null;
    if (!config) throw new Error("it has no context");
    const made = clientOf(config);
    cleanUps.push(() => made.destroy());
    const { trailers } = await call(made, reboot);
    expect(trailers["grpc-status"]).toBe("0");
    expect(asked).toEqual([["Reboot the node that answers of a", process.pid]]);
    const from = { program: process.ppid, owner: process.pid };
    const request = {
      protocol,
      verb: "request",
      words: "reset",
      seconds: 60,
      reason: "now",
      process: from.program,
    };
    const socket = join(dirname(path), controlName);
    const answer = () => askSocket(socket, request, 10_000);
    await expect.poll(answer).toMatchObject({ ok: true });
    expect(asked.slice(1)).toEqual([["reset", from]]);
    expect(lent).toEqual([["os:admin"]]);
    const closed = new Promise((resolve) => made.once("close", resolve));
    await call(made, reboot);
    await closed;
    // Nobody has joined it, so that nothing has to fail closed.
    await expect.poll(() => existsSync(dirname(path))).toBe(false);
    expect(keeper.list()).toEqual([]);
  });
});
