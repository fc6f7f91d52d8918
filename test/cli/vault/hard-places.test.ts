import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AuditLog } from "../../../shared/node/audit/audit-log.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import {
  describeWithKeyring,
  filesBelow,
  Machine,
  program,
  runtime,
} from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";

const isRoot = process.getuid?.() === 0;

describeWithKeyring("hard places", () => {
  let machine: Machine;

  beforeAll(async () => {
    machine = await Machine.with(makeTalosconfig(2));
  });

  afterAll(() => machine.stop());

  const leftOver = () =>
    existsSync(machine.runFolder) ? readdirSync(machine.runFolder) : [];
  const quoted = (words: readonly string[]) =>
    words.map((word) => `'${word}'`).join(" ");
  const talosVault = (...args: string[]) => quoted([runtime, program, ...args]);

  test("many processes changing the vault at once lose nothing", async () => {
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
    const outcomes = await Promise.all(
      numbers.map((number) =>
        machine.run(["set", "context-1", "--label", `n${String(number)}=x`]),
      ),
    );
    expect(
      outcomes.map(({ code, stderr }) => (code === 0 ? 0 : stderr)),
    ).toEqual(numbers.map(() => 0));
    const { labels } = await machine.json<{ labels: Record<string, string> }>([
      "show",
      "context-1",
      "--json",
    ]);
    expect(Object.keys(labels)).toEqual(
      numbers.map((number) => `n${String(number)}`),
    );
  });

  test("a lock that a killed process left is taken over", async () => {
    const dead = { pid: 999_999_999, startTime: "1", bootId: "x", nonce: "y" };
    writeFileSync(join(machine.home, "vault.lock"), JSON.stringify(dead));
    expect((await machine.run(["use", "context-2"])).code).toBe(0);
    expect(existsSync(join(machine.home, "vault.lock"))).toBe(false);
  });

  test("umask 000 opens nothing to others", async () => {
    const other = join(machine.folder, "open", "vault");
    const script = `umask 000; ${talosVault("init")}; ${talosVault("exec", "context-1", "--", "true")}
      TALOS_VAULT_HOME='${machine.home}' ${talosVault("exec", "context-1", "--delivery", "file", "--", "sh", "-c", 'stat -c %a "$TALOSCONFIG" "$(dirname "$TALOSCONFIG")" "$TALOS_HOME"')}`;
    const { stdout } = await machine.command(["sh", "-c", script], {
      env: { TALOS_VAULT_HOME: other },
    });
    expect(stdout.trim().split("\n").slice(1)).toEqual(["400", "700", "700"]);
    expect(statSync(other).mode & 0o777).toBe(0o700);
    for (const path of filesBelow(other))
      expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test("a vault folder that others can enter is refused, and left as it is", async () => {
    chmodSync(machine.home, 0o755);
    const outcome = await machine.run(["list"]);
    chmodSync(machine.home, 0o700);
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain("can be entered by others");
    expect(outcome.stderr).toContain("chmod 700");
  });

  test("a link in the place of the vault's folder is refused", async () => {
    const link = join(machine.folder, "link");
    symlinkSync(machine.home, link);
    const outcome = await machine.run(["list"], {
      env: { TALOS_VAULT_HOME: link },
    });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain("is a link");
  });

  test("a link in the place of the run folder is answered with another place, and what it points to stays", async () => {
    const loginFolder = join(machine.folder, "runtime");
    const foreign = join(machine.folder, "foreign");
    mkdirSync(loginFolder, { mode: 0o700 });
    mkdirSync(foreign, { mode: 0o700 });
    writeFileSync(join(foreign, "kept"), "kept");
    symlinkSync(foreign, join(loginFolder, "talos-vault"));
    const env = { XDG_RUNTIME_DIR: loginFolder };
    const outcome = await machine.run(["exec", "context-1", "--", "true"], {
      env,
    });
    expect(outcome.code).toBe(0);
    expect(readdirSync(foreign)).toEqual(["kept"]);
  });

  test("a run path longer than a socket's name may be works, end included", async () => {
    const loginFolder = join(machine.folder, "r".repeat(120));
    mkdirSync(loginFolder, { mode: 0o700 });
    const env = { XDG_RUNTIME_DIR: loginFolder };
    const script =
      'touch long; while [ "$(wc -c < "$TALOSCONFIG")" != 25 ]; do sleep 0.05; done';
    const running = machine.run(
      ["exec", "context-1", "--keep-running", "--", "sh", "-c", script],
      { env },
    );
    await machine.appears("long");
    expect((await machine.run(["end", "--all"], { env })).code).toBe(0);
    expect((await running).code).toBe(0);
    expect(readdirSync(join(loginFolder, "talos-vault"))).toEqual([]);
  });

  test.skipIf(!isRoot)(
    "a full disk: a clear sentence, the old vault, no session's remains",
    async () => {
      const small = join(machine.folder, "small");
      mkdirSync(small);
      await machine.command([
        "mount",
        "-t",
        "tmpfs",
        "-o",
        "size=64k,mode=700",
        "tmpfs",
        small,
      ]);
      try {
        const env = { TALOS_VAULT_HOME: join(small, "vault") };
        expect((await machine.run(["init"], { env })).code).toBe(0);
        const before = readFileSync(join(small, "vault/vault.age")).toString(
          "hex",
        );
        const outcome = await machine.run(["import", "-"], {
          env,
          input: makeTalosconfig(100),
        });
        expect(outcome.code).toBe(1);
        expect(outcome.stderr).toContain("No space left");
        expect(
          readFileSync(join(small, "vault/vault.age")).toString("hex"),
        ).toBe(before);
        expect((await machine.run(["list"], { env })).code).toBe(0);
        const run = { XDG_RUNTIME_DIR: small };
        await machine.command([
          "sh",
          "-c",
          `dd if=/dev/zero of='${small}/fill' bs=1k 2>/dev/null`,
        ]);
        const file = await machine.run(
          ["exec", "context-1", "--delivery", "file", "--", "true"],
          { env: run },
        );
        expect(file.code).toBe(1);
        expect(file.stderr).toContain("No space left");
        expect(leftOver()).toEqual([]);
        expect(filesBelow(join(machine.home, "sessions"))).toEqual([]);
      } finally {
        await machine.command(["umount", small]);
      }
    },
  );

  test.skipIf(!isRoot)(
    "a read-only vault: reading goes on, a change says why not",
    async () => {
      const fixed = join(machine.folder, "fixed");
      mkdirSync(fixed);
      await machine.command([
        "mount",
        "-t",
        "tmpfs",
        "-o",
        "mode=700",
        "tmpfs",
        fixed,
      ]);
      const env = { TALOS_VAULT_HOME: join(fixed, "vault") };
      await machine.run(["init"], { env });
      await machine.run(["import", "-"], { env, input: makeTalosconfig(1) });
      await machine.command(["mount", "-o", "remount,ro", fixed]);
      try {
        expect((await machine.run(["list"], { env })).code).toBe(0);
        for (const args of [
          ["set", "context-1", "--note", "x"],
          ["exec", "context-1", "--", "true"],
        ]) {
          const outcome = await machine.run(args, { env });
          expect(outcome.code).toBe(1);
          expect(outcome.stderr).toContain("read-only file system");
        }
      } finally {
        await machine.command(["umount", fixed]);
      }
    },
  );

  test("a session that cannot be written into the audit log does not begin", async () => {
    // A log of more than the shell lets anybody write, and nothing else is: blocks of 512 bytes, or of 1024.
    const long = "x".repeat(2000);
    const log = new AuditLog(machine.home);
    const lines = Array.from({ length: 50 }, () => ({ event: "import", reason: long }) as const); // prettier-ignore
    expect(log.record(...lines)).toMatchObject({ ok: true });
    const before = machine.read("vault/audit.jsonl");
    const exec = talosVault("exec", "context-1", "--", "touch", "begun");
    const limited = `trap "" XFSZ; ulimit -f 64; ${exec}`;
    const { code, stderr } = await machine.command(["sh", "-c", limited]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `Could not write ${join(machine.home, "audit.jsonl")}`,
    );
    expect(existsSync(join(machine.folder, "begun"))).toBe(false);
    expect(leftOver()).toEqual([]);
    expect(filesBelow(join(machine.home, "sessions"))).toEqual([]);
    expect(machine.read("vault/audit.jsonl")).toBe(before);
    expect((await machine.command(["sh", "-c", exec])).code).toBe(0);
  });

  test("Ctrl-C reaches the command once, and we wait for it", async () => {
    const inner = `trap 'echo got-one' INT; echo ready; sleep 0.4; sleep 0.4; sleep 0.4; echo end`;
    const command = `trap : INT; ${talosVault("exec", "context-1", "--", "bash", "-c")} "${inner.replaceAll('"', '\\"')}"; echo code $?`;
    const output = await withTerminal(
      machine,
      command,
      'until("ready"); os.write(fd, b"\\x03"); until("code")',
    );
    expect(output.match(/got-one/g)).toHaveLength(1);
    expect(output).toContain("code 0");
    expect(leftOver()).toEqual([]);
  });

  test("an interactive shell has its terminal, its Ctrl-C and its jobs to itself", async () => {
    const command = `SHELL=/bin/bash ${talosVault("shell", "context-1")}; echo code $?`;
    const output = await withTerminal(
      machine,
      command,
      `until("exit ends it"); type("echo in-$TALOS_VAULT_CONTEXT; sleep 9\\n"); until("in-context-1"); type("\\x03"); until("^C"); type("sleep 1 & jobs\\n"); until("Running"); type("exit 3\\n"); until("code")`,
    );
    expect(output).toContain("in-context-1");
    expect(output).toContain("Running");
    expect(output).toContain("code 3");
    expect(leftOver()).toEqual([]);
  });

  test("Ctrl-Z stops both, and they go on together", async () => {
    const command = `set -m; ${talosVault("exec", "context-1", "--", "sh", "-c", "echo ready; until [ -e on ]; do sleep 0.05; done; echo end")}; echo stopped; touch on; fg >/dev/null; echo code $?`;
    const output = await withTerminal(
      machine,
      command,
      'until("ready"); os.write(fd, b"\\x1a"); until("stopped"); until("code")',
    );
    expect(output).toMatch(/ready[^]*stopped[^]*end[^]*code 0/);
  });

  test("a closed terminal ends the session", async () => {
    const command = talosVault(
      "exec",
      "context-1",
      "--delivery",
      "file",
      "--",
      "sh",
      "-c",
      "echo ready; sleep 30",
    );
    await withTerminal(
      machine,
      command,
      'until("ready"); os.close(fd); os.waitpid(pid, 0); out = b"closed"',
    );
    await expect.poll(leftOver, { timeout: 20_000 }).toEqual([]);
  });

  test("SIGTERM is passed on, and the command's end is ours", async () => {
    const script =
      "trap 'exit 9' TERM; touch terming; while :; do sleep 0.05; done";
    const child = spawn(
      runtime,
      [program, "exec", "context-1", "--", "sh", "-c", script],
      {
        cwd: machine.folder,
        env: machine.env,
        stdio: "ignore",
      },
    );
    await machine.appears("terming");
    child.kill("SIGTERM");
    const [code] = (await once(child, "exit")) as [number];
    expect(code).toBe(9);
    expect(leftOver()).toEqual([]);
  });

  test.each(["fd", "file"])(
    "%s: kill -9 of exec while its command lives on: the command has nothing, and after it the sweep cleans up",
    async (delivery) => {
      const flag = join(machine.folder, `killed-${delivery}`);
      const script = `touch '${flag}'; exec sleep 20`;
      const child = spawn(
        runtime,
        [
          program,
          "exec",
          "context-1",
          "--delivery",
          delivery,
          "--",
          "sh",
          "-c",
          script,
        ],
        {
          env: machine.env,
          stdio: "ignore",
          detached: true,
        },
      );
      await expect.poll(() => existsSync(flag), { timeout: 20_000 }).toBe(true);
      child.kill("SIGKILL");
      const holding = () =>
        filesBelow(machine.runFolder).filter((path) =>
          readFileSync(path, "utf8").includes("key:"),
        );
      await expect.poll(holding, { timeout: 1000 }).toEqual([]);
      // As long as the command lives the session may be listed as over, and its folder keeps the empty talosconfig for it.
      const listed = await machine.run(["sessions", "--json"]);
      const { sessions } = JSON.parse(listed.stdout) as {
        sessions: { state: string }[];
      };
      expect(sessions.filter(({ state }) => state === "active")).toEqual([]);
      expect(holding()).toEqual([]);
      process.kill(-(child.pid ?? 0), "SIGKILL");
      await expect
        .poll(async () => (await machine.run(["sessions", "--json"])).stdout)
        .toContain('"sessions": []');
      expect(leftOver()).toEqual([]);
    },
  );

  test("a lease from before a reboot, and one whose process number was given away, are swept", async () => {
    const copied = await machine.run([
      "exec",
      "context-1",
      "--",
      "sh",
      "-c",
      'cp "$0"/*.json "$1"',
      join(machine.home, "sessions"),
      machine.folder,
    ]);
    expect(copied).toMatchObject({ code: 0, stderr: "" });
    const [name = ""] = readdirSync(machine.folder).filter((one) =>
      /^[0-9a-f]{32}\.json$/.test(one),
    );
    const lease = JSON.parse(
      readFileSync(join(machine.folder, name), "utf8"),
    ) as { id: string; holder: object };
    const forged = [
      {
        ...lease,
        id: "a".repeat(32),
        holder: { ...lease.holder, pid: process.pid, bootId: "another boot" },
      },
      {
        ...lease,
        id: "b".repeat(32),
        holder: { ...lease.holder, pid: process.pid, startTime: "1" },
      },
    ];
    for (const one of forged) {
      const folder = join(machine.runFolder, one.id);
      mkdirSync(folder, { mode: 0o700 });
      writeFileSync(join(folder, "config"), "key: x", { mode: 0o400 });
      const text = JSON.stringify({
        ...one,
        folder,
        path: join(folder, "config"),
        watched: one.holder,
      });
      writeFileSync(join(machine.home, "sessions", `${one.id}.json`), text, {
        mode: 0o600,
      });
    }
    // And one that names a folder which is none of ours.
    const precious = join(machine.folder, "c".repeat(32));
    mkdirSync(precious, { mode: 0o755 });
    writeFileSync(join(precious, "config"), "precious");
    const evil = {
      ...forged[0],
      id: "c".repeat(32),
      folder: precious,
      path: join(precious, "config"),
    };
    writeFileSync(
      join(machine.home, "sessions", `${evil.id}.json`),
      JSON.stringify(evil),
      { mode: 0o600 },
    );
    expect((await machine.run(["sessions", "--json"])).stdout).toContain(
      '"sessions": []',
    );
    expect(leftOver()).toEqual([]);
    expect(readFileSync(join(precious, "config"), "utf8")).toBe("precious");
    rmSync(precious, { recursive: true });
  });
});
