import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine, program, runtime } from "../harness.ts";

const passphrase = "correct horse battery staple";

const troubles = {
  locked: "The keychain is locked.",
  "no-collection": "no default collection",
  "no-service": "No program keeps keys here",
  "no-bus": "no D-Bus session",
} as const;

describeWithKeyring("what opens the vault, without a keychain", () => {
  test.each(Object.entries(troubles))(
    "init with a keychain that is %s says why and makes nothing",
    async (state, says) => {
      const machine = await Machine.start(state as keyof typeof troubles);
      try {
        const refused = await machine.run(["init"]);
        expect(refused).toMatchObject({ code: 3, stdout: "" });
        expect(refused.stderr).toContain(says);
        expect(existsSync(join(machine.home, "vault.age"))).toBe(false);
      } finally {
        await machine.stop();
      }
    },
  );

  test.each([
    ["works where the keyring is open", "unlocked"],
    ["names the package to install where a person has to be asked", "locked"],
  ] as const)("init with libsecret missing %s", async (_, state) => {
    const machine = await Machine.start(state);
    try {
      // A library of that name that is none: what the loader says is what a machine without it says.
      const folder = join(machine.folder, "lib");
      await machine.command(["mkdir", folder]);
      writeFileSync(join(folder, "libsecret-1.so.0"), "not a library");
      const env = { LD_LIBRARY_PATH: folder };
      const { code, stderr } = await machine.run(["init"], { env });
      expect(code).toBe(state === "unlocked" ? 0 : 3);
      if (state === "locked") expect(stderr).toContain("libsecret-1-0");
      else
        expect(await machine.run(["list"], { env })).toMatchObject({ code: 0 });
    } finally {
      await machine.stop();
    }
  });

  test("a vault of the keychain alone says without a keychain what gives it a passphrase, and that works", async () => {
    const machine = await Machine.start();
    // As in a login without a desktop.
    const env = { DBUS_SESSION_BUS_ADDRESS: "", XDG_RUNTIME_DIR: "" };
    try {
      const { stdout: key } = await machine.run(["init"]);
      const refused = await machine.run(["list"], { env });
      expect(refused.stderr).toContain("Run: talos-vault recover --passphrase");
      const recovered = await machine.run(
        ["recover", "--recovery-fd", "3", "--new-passphrase-fd", "4"],
        { env, descriptors: [key, passphrase] },
      );
      expect(recovered).toMatchObject({ code: 0 });
      const opened = await machine.run(["--passphrase-fd", "3", "list"], {
        env,
        descriptors: [passphrase],
      });
      expect(opened.code).toBe(0);
    } finally {
      await machine.stop();
    }
  });

  test("a passphrase alone does everything: init, import, exec, unlock", async () => {
    const machine = await Machine.start("no-bus");
    const withPassphrase = { descriptors: [passphrase] };
    try {
      const init = await machine.run(
        ["--passphrase-fd", "3", "init", "--no-keychain"],
        withPassphrase,
      );
      expect(init.code).toBe(0);
      const config = machine.file("talosconfig", makeTalosconfig(1));
      const imported = await machine.run(
        ["--passphrase-fd", "3", "import", config],
        withPassphrase,
      );
      expect(imported.code).toBe(0);
      const silent = await machine.run(["list"]);
      expect(silent.code).toBe(3);
      expect(silent.stderr).toContain("--passphrase-fd");
      await saysWhatItWaitsFor(machine);
      const unlocked = await machine.run(
        ["--passphrase-fd", "3", "unlock"],
        withPassphrase,
      );
      expect(unlocked.stderr).toContain("generation 2");
      expect(
        (await machine.run(["exec", "context-1", "--", "true"])).code,
      ).toBe(0);
      expect((await machine.run(["passphrase", "remove"])).code).not.toBe(0);
    } finally {
      await machine.stop();
      rmSync(machine.folder, { recursive: true, force: true });
    }
  });
});

/** A pipe whose program asks somebody first, as password managers do. */
async function saysWhatItWaitsFor(machine: Machine): Promise<void> {
  const gives = `gives() { until [ -e given ]; do sleep 0.05; done; printf %s '${passphrase}'; }`;
  const ran = machine.command([
    "bash",
    "-c",
    `${gives}; ${runtime} ${program} --passphrase-fd 3 list 3< <(gives) 2>said`,
  ]);
  await expect
    .poll(() => machine.read("said"), { timeout: 20_000 })
    .toMatch(/^Waiting for descriptor 3, which --passphrase-fd names, to give/);
  machine.file("given", "");
  expect((await ran).code).toBe(0);
}
