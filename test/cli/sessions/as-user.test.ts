import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { journalOf } from "../../doubles/gateway-session.ts";
import { describeWithShared, sharedPath, skipSuite } from "../../shared-material.ts"; // prettier-ignore
import { online, type Machine } from "../harness.ts";
import {
  gatewayMaterial,
  startGatewayMachine,
  type GatewayMachine,
} from "./gateway-machine.ts";

const user = "nobody";
/** Only root may become somebody else without a question. */
const mayBecome =
  process.getuid?.() === 0 &&
  spawnSync("runuser", ["-u", user, "--", "true"]).status === 0;
const suite = mayBecome
  ? describeWithShared
  : (title: string) => skipSuite(title);

suite("an agent that runs as another user", gatewayMaterial, () => {
  let setUp: GatewayMachine;
  let machine: Machine;
  let talosctl: string;

  beforeAll(async () => {
    setUp = await startGatewayMachine();
    ({ machine } = setUp);
    // The program itself, where the other user may run it.
    spawnSync(sharedPath("tools/talosctl"), ["version", "--client"], {
      env: { ...machine.env },
    });
    talosctl = join(tmpdir(), `talosctl-${String(process.pid)}`);
    const cache = machine.env["XDG_CACHE_HOME"] ?? "";
    cpSync(join(cache, "talos-vault-tools/talosctl"), talosctl);
    chmodSync(talosctl, 0o755);
  });
  afterAll(async () => {
    spawnSync("rm", ["-f", talosctl]);
    await setUp.stop();
  });

  const agent = (script: string, name = user) =>
    machine.run(
      ["exec", "prod", "--stored", "--agent", "robot", "--as-user", name, "--", "sh", "-c", script], // prettier-ignore
      { env: { ...online, SECRET_OF_OURS: "canary" } },
    );
  const placed = () =>
    readdirSync("/tmp").filter((name) => name.startsWith("talos-vault-") && /^talos-vault-\w{10}$/.test(name)); // prettier-ignore

  test("works with talosctl, and reads neither the vault nor the holder nor a socket", async () => {
    const before = placed();
    const { home, runFolder } = machine;
    const { code, stdout, stderr } = await agent(`
      id -un; ${talosctl} version; stat -c '%U %a' "$TALOSCONFIG"; cut -d: -f2 "$TALOSCONFIG" | grep -c 127.0.0.1
      env; tr '\\0' '\\n' </proc/$PPID/environ
      for path in ${home}/vault.age ${home}/sessions ${runFolder} /proc/[0-9]*/environ /proc/[0-9]*/fd; do
        [ "$(stat -c %U "$path" 2>/dev/null)" = ${user} ] && continue
        { [ -d "$path" ] && ls "$path" || cat "$path"; } >/dev/null 2>&1 && echo "read $path"
      done; exit 7`);
    expect(code, stderr).toBe(7);
    expect(stdout).toMatch(/^nobody\n/);
    expect(stdout).toContain("talos-node");
    expect(stdout).toContain("nobody 600");
    expect(stdout).not.toMatch(/^read /m);
    expect(stdout).not.toContain("canary");
    expect(stdout).not.toContain("DBUS_SESSION_BUS_ADDRESS");
    expect(journalOf(setUp.journal).at(-1)?.roles).toEqual(["os:admin"]);
    // Nothing of it is left.
    expect(placed()).toEqual(before);
  });

  test("nobody who could read all of it, and nobody at all, is refused before anything is made", async () => {
    for (const name of ["root", "no-such-user-here", "--help"]) {
      const refused = await agent("true", name);
      expect([name, refused.code]).toEqual([name, 2]);
    }
    const plain = await machine.run(
      ["exec", "prod", "--stored", "--as-user", user, "--", "touch", "ran"], // prettier-ignore
    );
    expect(plain.code).toBe(2);
    expect(existsSync(join(machine.folder, "ran"))).toBe(false);
  });
});
