import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine, program, runtime } from "../harness.ts";

const passphrase = "correct horse battery staple";
const another = "a different passphrase altogether";

describeWithKeyring("what opens the vault, with a keychain", () => {
  let machine: Machine;
  let recoveryKey: string;

  beforeAll(async () => {
    machine = await Machine.start();
    recoveryKey = (await machine.run(["init"])).stdout;
    await machine.run(["import", "-"], { input: makeTalosconfig(2) });
  });

  afterAll(() => machine.stop());

  const lists = async (
    args: readonly string[] = [],
    descriptors: readonly string[] = [],
  ) => (await machine.run([...args, "list", "--json"], { descriptors })).code;

  test("a passphrase can be set, opens the vault, and gives way to another", async () => {
    const set = ["passphrase", "set", "--new-passphrase-fd", "3"];
    expect((await machine.run(set, { descriptors: [passphrase] })).code).toBe(
      0,
    );
    expect(await lists(["--passphrase-fd", "3"], [passphrase])).toBe(0);
    expect(await lists(["--passphrase-fd", "3"], [another])).toBe(1);
    const kept = readFileSync(join(machine.home, "identity.age"));
    const change = [
      "--passphrase-fd",
      "3",
      "passphrase",
      "change",
      "--new-passphrase-fd",
      "4",
    ];
    expect(
      (await machine.run(change, { descriptors: [passphrase, another] })).code,
    ).toBe(0);
    expect(await lists(["--passphrase-fd", "3"], [another])).toBe(0);
    expect(await lists()).toBe(0);
    // Somebody who kept the old slot's file has nothing.
    const present = readFileSync(join(machine.home, "identity.age"));
    writeFileSync(join(machine.home, "identity.age"), kept);
    expect(await lists(["--passphrase-fd", "3"], [passphrase])).toBe(1);
    writeFileSync(join(machine.home, "identity.age"), present);
  });

  test("a passphrase can be removed while the keychain works", async () => {
    expect((await machine.run(["passphrase", "remove"])).code).toBe(0);
    expect(existsSync(join(machine.home, "identity.age"))).toBe(false);
    expect(await lists()).toBe(0);
  });

  test("a new recovery key makes the old one worthless", async () => {
    const made = await machine.run(["recovery-key", "--yes"]);
    expect(made.stdout).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]+\n$/);
    const recover = ["recover", "--recovery-fd", "3"];
    expect(
      (await machine.run(recover, { descriptors: [recoveryKey] })).code,
    ).toBe(1);
    expect(
      (await machine.run(recover, { descriptors: [made.stdout] })).code,
    ).toBe(0);
    recoveryKey = made.stdout;
  });

  test.each([
    ["a stdout that is full", ">/dev/full"],
    ["a stdout that is closed", ">&-"],
    ["a reader that is gone", "| true"],
  ])("a new recovery key does not count with %s", async (_, redirection) => {
    const before = machine.snapshot();
    const line = `"$0" "$1" recovery-key --yes ${redirection}; exit "\${PIPESTATUS[0]}"`;
    const failed = await machine.command([
      "bash",
      "-c",
      line,
      runtime,
      program,
    ]);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain("does not count");
    expect(machine.snapshot()).toEqual(before);
    const verify = ["recovery-key", "verify", "--recovery-fd", "3"];
    const proven = await machine.run(verify, { descriptors: [recoveryKey] });
    expect(proven.stderr).toContain("opens the vault");
  });

  test.each([
    ["a stdout that is full", ">/dev/full"],
    ["a stdout that is closed", ">&-"],
    ["a reader that is gone", "| true"],
  ])("init makes no vault with %s", async (_, redirection) => {
    const home = join(machine.folder, "unseen");
    const line = `"$0" "$1" init ${redirection}; exit "\${PIPESTATUS[0]}"`;
    const failed = await machine.command(
      ["bash", "-c", line, runtime, program],
      { env: { TALOS_VAULT_HOME: home } },
    );
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain("does not count");
    expect(existsSync(join(home, "vault.age"))).toBe(false);
  });

  test("a command that is killed while its recovery key waits in a full pipe changes nothing", async () => {
    const before = machine.snapshot();
    machine.file("said", "");
    // The pipe is filled first; nobody reads it.
    const line = `{ head -c 65536 /dev/zero; "$0" "$1" recovery-key --yes 2>said & echo $! >pid; wait $!; } | { until [ -e over ]; do sleep 0.05; done; }`;
    const running = machine.command(["bash", "-c", line, runtime, program]);
    await expect
      .poll(() => machine.read("said"), { timeout: 20_000 })
      .toContain("It is shown once");
    const pid = Number(machine.read("pid"));
    process.kill(pid, "SIGKILL");
    machine.file("over", "");
    await running;
    expect(machine.snapshot()).toEqual(before);
  });

  test("a backup comes back on a machine that has never seen the vault", async () => {
    const file = join(machine.folder, "backup.tar");
    const made = await machine.run(["backup", file]);
    expect(made.code).toBe(0);
    expect(made.stderr).toMatch(/The audit log ends here: \d+-[0-9a-f]{32}\. /);
    const other = await Machine.start();
    try {
      const restore = ["restore", file, "--recovery-fd", "3"];
      const restored = await other.run(restore, { descriptors: [recoveryKey] });
      expect(restored.stderr).toContain("Restored 2 contexts");
      const doctor = await other.run(["doctor"]);
      expect(doctor.stdout).toContain("recovery key exists, and opened");
      expect((await other.run(["exec", "context-2", "--", "true"])).code).toBe(
        0,
      );
    } finally {
      await other.stop();
    }
  });

  test("a log whose end was cut is told until a person takes it as it is", async () => {
    const verify = (...more: string[]) =>
      machine.run(["audit", "verify", ...more]);
    const anchor = (await machine.run(["audit", "anchor"])).stdout.trim();
    expect(await verify("--anchor", anchor)).toMatchObject({ code: 0 });
    const log = join(machine.home, "audit.jsonl");
    const lines = readFileSync(log, "utf8").split("\n");
    writeFileSync(log, `${lines.slice(0, 1).join("\n")}\n`);
    rmSync(join(machine.home, "audit.state"));
    for (const label of ["n=1", "n=2"])
      expect(
        (await machine.run(["set", "context-1", "--label", label])).stderr,
      ).toContain("Run: talos-vault audit accept");
    expect(await verify()).toMatchObject({ code: 1 });
    const doctor = await machine.run(["doctor"]);
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toContain("Run: talos-vault audit accept");
    const unsaid = await machine.run(["audit", "accept"]);
    expect(unsaid.stderr).toContain("Use --yes.");
    expect(await verify()).toMatchObject({ code: 1 });
    const accept = ["audit", "accept", "--yes", "--reason", "a test cut it"];
    expect(await machine.run(accept)).toMatchObject({ code: 0 });
    const accepted = await verify();
    expect(accepted.code).toBe(0);
    expect(accepted.stdout + accepted.stderr).toContain("in place of one");
    expect((await machine.run(["audit", "log.accept"])).stdout).toContain(
      "a test cut it",
    );
    expect(await verify("--anchor", anchor)).toMatchObject({ code: 1 });
    const later = (await machine.run(["audit", "anchor"])).stdout.trim();
    await machine.keyring.restart("locked");
    const unknown = await verify("--anchor", later);
    await machine.keyring.restart("unlocked");
    expect(unknown.stderr).toContain("what came after the anchor");
    expect(unknown.code).toBe(3);
  });

  test("an older vault with the older log beside it is refused, and the log is known to be older", async () => {
    const older = join(machine.folder, "older");
    const newer = join(machine.folder, "newer");
    await machine.command(["cp", "-a", machine.home, older]);
    const set = ["set", "context-1", "--nodes", "192.0.2.9"];
    expect(await machine.run(set)).toMatchObject({ code: 0 });
    renameSync(machine.home, newer);
    renameSync(older, machine.home);
    const refused = await machine.run(["list"]);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toContain("older than the last one written here");
    const verified = await machine.run(["audit", "verify"]);
    expect(verified.code).toBe(1);
    expect(verified.stderr).toContain("The end of the log is missing.");
    expect(verified.stderr.replaceAll(/\s+/g, " ")).toContain("after an older copy of the folder was put here"); // prettier-ignore
    rmSync(machine.home, { recursive: true });
    renameSync(newer, machine.home);
    expect(await lists()).toBe(0);
  });

  test("lines that were archived are looked at where they are, and missed by nobody else", async () => {
    const folder = join(machine.folder, "archive");
    const archive = (...more: string[]) =>
      machine.run(["audit", "archive", ...more]);
    expect(await archive()).toMatchObject({ code: 2 });
    for (const to of ["", machine.home])
      expect(await archive("--to", to)).toMatchObject({ code: 2 });
    expect(await archive("--to", folder)).toMatchObject({ code: 4 });
    mkdirSync(folder);
    const archived = await archive("--to", folder);
    expect(archived).toMatchObject({ code: 0 });
    const [, anchor = ""] = /last line is (\d+-[0-9a-f]{32})/.exec(archived.stderr) ?? []; // prettier-ignore
    const verify = (...more: string[]) =>
      machine.run(["audit", "verify", ...more]);
    const whole = await verify("--anchor", anchor);
    expect(whole.stderr).toContain("what they were then");
    expect(whole).toMatchObject({ code: 0 });
    expect((await verify("--json")).stdout).toContain('"first": 1,');
    const moved = `${folder}-moved`;
    renameSync(folder, moved);
    const alone = await verify();
    expect(alone.stderr).toContain(`whose last line is ${anchor}`);
    expect(alone).toMatchObject({ code: 0 });
    expect(await verify("--archive", folder)).toMatchObject({ code: 4 });
    mkdirSync(folder);
    const [, file = ""] = /are in (\S+) now/.exec(archived.stderr) ?? [];
    writeFileSync(file, "any text");
    expect(await verify()).toMatchObject({ code: 1 });
    expect(await verify("--archive", file)).toMatchObject({ code: 4 });
    expect((await verify("--archive", moved, "--json")).stdout).toContain('"first": 1,'); // prettier-ignore
    const set = await machine.run(["set", "context-1", "--label", "n=3"]);
    expect(set.stderr).not.toContain("audit");
  });

  test("an earlier generation comes back as a new one", async () => {
    await machine.run(["remove", "context-2", "--yes"]);
    const doctor = await machine.run(["doctor"]);
    const [, newest = ""] =
      /Earlier generations: (\d+)/.exec(doctor.stdout) ?? [];
    const restored = await machine.run([
      "restore",
      "--generation",
      newest,
      "--yes",
    ]);
    expect(restored.code).toBe(0);
    expect((await machine.run(["show", "context-2"])).code).toBe(0);
    // What was replaced is a generation like any other.
    expect(existsSync(join(machine.home, "vault.replaced.age"))).toBe(false);
    expect((await machine.run(["doctor"])).stdout).toContain(
      `Earlier generations: ${String(Number(newest) + 1)}, ${newest}`,
    );
  });

  test("another vault's backup is refused unless it is asked for", async () => {
    const other = await Machine.start();
    try {
      await other.run(["init"]);
      const file = join(other.folder, "other.tar");
      await other.run(["backup", file]);
      const before = machine.snapshot();
      const refused = await machine.run(["restore", file, "--yes"]);
      expect(refused.code).toBe(5);
      expect(refused.stderr).toContain("--replace");
      expect(machine.snapshot()).toEqual(before);
    } finally {
      await other.stop();
    }
  });

  test("unlock keeps the vault open in memory until lock", async () => {
    expect((await machine.run(["unlock", "--for", "1m"])).code).toBe(0);
    const log = readFileSync(join(machine.home, "audit.jsonl"), "utf8");
    expect(log.trimEnd().split("\n").at(-1)).toMatch(
      /"event":"unlock","detail":\{"openedWith":"keychain","lifeSeconds":60\}/,
    );
    await machine.keyring.restart("locked");
    expect(await lists()).toBe(0);
    expect((await machine.run(["exec", "context-1", "--", "true"])).code).toBe(
      0,
    );
    expect((await machine.run(["show", "nope"])).code).toBe(4);
    expect((await machine.run(["lock"])).stderr).toContain("Locked.");
    const locked = await machine.run(["list"]);
    expect(locked.code).toBe(3);
    expect(locked.stderr).toContain("The keychain is locked.");
    await machine.keyring.restart("unlocked");
    expect(await lists()).toBe(0);
  });

  test("unlock ends by itself", async () => {
    await machine.run(["unlock", "--for", "1s"]);
    await machine.keyring.restart("locked");
    await expect
      .poll(() => lists(), { timeout: 20_000, interval: 200 })
      .toBe(3);
    await machine.keyring.restart("unlocked");
  });

  test("a keychain that lost the key says so, and recover enrols it again", async () => {
    const kept = machine.snapshot();
    const fresh = await Machine.start();
    try {
      for (const name of ["vault.age", "recovery.age"]) {
        await fresh.command(["mkdir", "-m", "700", "-p", fresh.home]);
        writeFileSync(
          join(fresh.home, name),
          Buffer.from(kept[name] ?? "", "hex"),
        );
      }
      const lost = await fresh.run(["list"]);
      expect(lost.code).toBe(3);
      expect(lost.stderr).toContain("talos-vault recover");
      expect((await fresh.run(["init"])).code).toBe(5);
      await fresh.run(["recover", "--recovery-fd", "3"], {
        descriptors: [recoveryKey],
      });
      const doctor = await fresh.run(["doctor"]);
      expect(doctor.stdout).toContain("recovery key exists, and opened");
    } finally {
      await fresh.stop();
    }
  });
});
