import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Secret } from "../../../shared/core/secret.ts";
import { sealSops } from "../../../shared/core/stores/sops/seal-sops.ts";
import { recipientOf } from "../../../shared/core/vault/sealed/age/age.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine } from "../harness.ts";

const identity = readFileSync(
  join(import.meta.dirname, "../../vectors/sops/identity.txt"),
  "utf8",
);

describeWithKeyring("a file that SOPS encrypted", () => {
  let machine: Machine;
  let sealed: string;
  let keys: NodeJS.ProcessEnv;
  beforeAll(async () => {
    machine = await Machine.with(makeTalosconfig(1));
    const text = makeTalosconfig(1).replaceAll("context-1", "lab");
    const recipient = await recipientOf(new Secret(identity.trim()));
    const bytes = new TextEncoder().encode(text);
    sealed = (await sealSops(bytes, [recipient], new Date())).text;
    machine.file("lab.sops.yaml", sealed);
    keys = { SOPS_AGE_KEY_FILE: machine.file("keys.txt", identity) };
  });
  afterAll(() => machine.stop());

  test("is named with the command that opens it, where no key is at hand", async () => {
    const { code, stderr } = await machine.run(["import", "lab.sops.yaml"]);
    expect(code).toBe(1);
    expect(stderr).toContain("sops -d lab.sops.yaml | talos-vault import -");
  });

  test("is opened by any verb with an age key, and no plaintext of it noted", async () => {
    const inspected = await machine.run(["inspect", "./lab.sops.yaml"], {
      env: keys,
    });
    expect(inspected.stdout).toContain("lab");
    const { code, stderr } = await machine.run(["import", "lab.sops.yaml"], {
      env: keys,
    });
    expect(stderr).toContain("1 new");
    expect(code).toBe(0);
    const doctor = await machine.run(["doctor"]);
    expect(doctor.stdout).not.toContain("lab.sops.yaml");
  });

  test("that was altered is refused, and changes nothing", async () => {
    const before = machine.snapshot();
    machine.file("bad.yaml", sealed.replace(/- ENC\[[^\n]*/, "- 192.0.2.66"));
    const { code, stderr } = await machine.run(["import", "bad.yaml"], {
      env: keys,
    });
    expect(stderr).toMatch(/its MAC does not hold: its value contexts\.lab/);
    expect(code).toBe(1);
    expect(machine.snapshot()).toEqual(before);
  });

  test("goes to a key of SSH, and opens with the one in ~/.ssh alone", async () => {
    const ssh = join(machine.folder, ".ssh");
    mkdirSync(ssh);
    const path = join(ssh, "id_ed25519");
    const args = ["-q", "-t", "ed25519", "-N", "", "-f", path];
    execFileSync("ssh-keygen", args);
    const line = readFileSync(`${path}.pub`, "utf8").trim();
    const address = "sops:ssh.sops.yaml";
    const push = ["push", "lab", address, "--to-recipients"];
    const pushed = await machine.run([...push, line]);
    expect(pushed.stderr).toContain("ssh-ed25519 AAAA");
    expect(pushed.code).toBe(0);
    const again = await machine.run(["push", "lab", address]);
    expect(again.stderr).toMatch(/nothing\s+was written/);
    rmSync(ssh, { recursive: true });
    const without = await machine.run(["push", "lab", address]);
    expect(without.stderr).toContain("No key of age or SSH at hand");
    expect(without.code).toBe(3);
  });

  test("is not removed: no key is in clear in it", async () => {
    const { code, stderr } = await machine.run(
      ["import", "--remove-source", "lab.sops.yaml"],
      { env: keys },
    );
    expect(stderr).toContain("is encrypted");
    expect(code).toBe(2);
    expect(machine.read("lab.sops.yaml")).toBe(sealed);
  });
});
