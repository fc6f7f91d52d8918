import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"; // prettier-ignore
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { journalOf } from "../../doubles/gateway-session.ts";
import { describeWithShared, sharedPath, skipSuite } from "../../shared-material.ts"; // prettier-ignore
import { program, runtime, type Machine } from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";
import {
  gatewayMaterial,
  startGatewayMachine,
  type GatewayMachine,
} from "./gateway-machine.ts";

const programs = ["podman", "runc", "busybox"];

/** With Podman; as root, because no other user can be counted on to have a range of user ids. */
function describeWithPodman(title: string, body: () => void) {
  const missing = programs.filter(
    (name) => spawnSync(name, ["--help"]).status !== 0,
  );
  if (process.getuid?.() !== 0) missing.push("root");
  if (missing.length === 0)
    return describeWithShared(title, gatewayMaterial, body);
  const reason = `no ${missing.join(", no ")}`;
  if (process.env["CI"] === "true") throw new Error(`CI has ${reason}`);
  process.stderr.write(`SKIPPED ${title}: ${reason}\n`);
  return skipSuite(title);
}

describeWithPodman("an agent in a container", () => {
  let setUp: GatewayMachine;
  let machine: Machine;
  let podman: readonly string[];

  beforeAll(async () => {
    setUp = await startGatewayMachine();
    ({ machine } = setUp);
    const at = (name: string) => join(machine.folder, name);
    podman = [
      "--root",
      at("containers"),
      "--runroot",
      at("containers-run"),
      "--cgroup-manager",
      "cgroupfs",
      // crun starts nothing where version 1 and 2 of cgroups are both mounted.
      "--runtime",
      "runc",
    ];
    // Podman asks for more of both than a machine may give that is itself held to less.
    const limits = "--ulimit nofile=1024:1024 --ulimit nproc=1024:1024";
    mkdirSync(at("bin"));
    writeFileSync(
      at("bin/docker"),
      `#!/bin/sh\n[ "$1" = run ] || exit 9; shift\nexec podman ${podman.join(" ")} run ${limits} "$@"\n`,
    );
    chmodSync(at("bin/docker"), 0o755);
    // The image: talosctl, a shell, and what it does.
    mkdirSync(at("image/bin"), { recursive: true });
    mkdirSync(at("image/tmp"));
    const busybox = spawnSync("sh", ["-c", "command -v busybox"], { encoding: "utf8" }).stdout.trim(); // prettier-ignore
    copyFileSync(busybox, at("image/bin/busybox"));
    spawnSync(sharedPath("tools/talosctl"), ["version", "--client"], { env: machine.env }); // prettier-ignore
    cpSync(join(machine.env["XDG_CACHE_HOME"] ?? "", "talos-vault-tools/talosctl"), at("image/bin/talosctl")); // prettier-ignore
  });
  afterAll(async () => {
    spawnSync("umount", [join(machine.folder, "containers/overlay")]);
    await setUp.stop();
  });

  /** The lines of the guide on a terminal, with this image for IMAGE; what the terminal showed. */
  async function inContainer(
    work: string,
    python = `until("ended with", 60)`,
  ): Promise<string> {
    const image = join(machine.folder, "image");
    writeFileSync(join(image, "work"), `#!/bin/busybox sh\n${work}\n`);
    chmodSync(join(image, "work"), 0o755);
    const guide = readFileSync("docs/guide.md", "utf8");
    const [lines = ""] =
      /^talos-vault exec prod --agent claude -- sh -c '\n[^']+'/m.exec(guide) ??
      [];
    const command = lines
      .replace(
        "talos-vault exec prod",
        `${runtime} ${program} exec prod --stored`,
      ) // prettier-ignore
      .replace(" IMAGE", ` --rootfs ${image} /work`);
    expect(command).toContain("/work");
    return withTerminal(
      machine,
      `export PATH=${machine.folder}/bin:$PATH SECRET_OF_OURS=canary TALOS_VAULT_OFFLINE=; ${command}; echo "ended with $?"`,
      python,
    );
  }

  test("works with talosctl by the lines of the guide, and finds nothing else of ours", async () => {
    const { home, runFolder, folder } = machine;
    const shown = await inContainer(`
      talosctl version; busybox env | busybox sed 's/^/env /'
      busybox echo "processes $(busybox ls /proc | busybox grep -c '^[0-9]')"
      for path in ${home} ${runFolder} ${folder} /run/user; do busybox [ -e "$path" ] && busybox echo "found $path"; done
      busybox find / -xdev -type s -exec busybox echo found {} +
      busybox echo x >>/talosconfig; exit 7`);
    expect(shown).toContain("talos-node");
    expect(shown).toContain("ended with 7");
    expect(shown).toContain("can't create /talosconfig: Read-only file system");
    expect(journalOf(setUp.journal).at(-1)?.roles).toEqual(["os:admin"]);
    // Itself, and those that count.
    expect(shown).toMatch(/^processes [1-4]\r$/m);
    expect(shown).not.toMatch(/^found /m);
    const names = [...shown.matchAll(/^env (\w+)=/gm)].map(([, name]) => name);
    expect(names).toContain("TALOSCONFIG");
    for (const name of names)
      expect(["HOME", "HOSTNAME", "PATH", "PWD", "SHLVL", "TALOSCONFIG", "TERM", "container"]).toContain(name); // prettier-ignore
    expect(machine.sessionsLeft()).toEqual([]);
  });

  test("reaches nothing any more when its session is over, though it goes on", async () => {
    const own = `podman ${podman.join(" ")}`;
    const shown = await inContainer(
      `talosctl version >/dev/null && busybox echo reached; while :; do busybox sleep 1; done`,
      `
until("reached", 60)
os.system("${runtime} ${program} end --all >/dev/null 2>&1")
container = os.popen("${own} ps -q").read().strip()
out += os.popen("${own} exec " + container + " talosctl version 2>&1").read().encode()
os.system("${own} rm --force --time 0 " + container + " >/dev/null 2>&1")
until("ended with")`,
    );
    expect(shown).toContain("reached");

    expect(shown).toContain("connection refused");
    expect(machine.sessionsLeft()).toEqual([]);
  });
});
