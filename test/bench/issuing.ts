import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { readAuthority } from "../../shared/core/authorities/read-authority.ts";
import { issueContext } from "../../shared/core/usecases/issuing/issue-context.ts";
import { systemClock } from "../../shared/node/system/system-clock.ts";
import { systemRandom } from "../../shared/node/system/system-random.ts";
import { TestAuthority } from "../doubles/certificates.ts";
import { sharedPath } from "../shared-material.ts";

const many = 1000;

/** Certificates in this process, and beside them what talosctl takes for one. */
export function benchIssuing(): void {
  const test = new TestAuthority();
  const pair = new TextEncoder().encode(`${test.pair.crt}${test.pair.key}`);
  const authority = readAuthority(pair, systemClock.now());
  test.dispose();
  if (!authority.ok) throw new Error(authority.error.message);
  const issue = issueContext({ clock: systemClock, random: systemRandom });
  const one = () =>
    issue({
      authority: authority.value,
      base: { endpoints: ["10.0.0.1"], nodes: [] },
      roles: ["os:reader"],
      ttlSeconds: 3600,
      acceptsCustomRoles: false,
      isForced: false,
    });
  for (let turn = 0; turn < many / 10; turn++) one();
  const start = performance.now();
  for (let turn = 0; turn < many; turn++) one();
  const time = performance.now() - start;
  console.log(
    `\nissuing, Ed25519\n  one: ${(time / many).toFixed(2)} ms, ${String(many)}: ${time.toFixed(0)} ms`,
  );
  benchTalosctl();
}

function benchTalosctl(): void {
  const talosctl = sharedPath("tools/talosctl");
  if (!existsSync(talosctl)) return;
  const cwd = mkdtempSync(join(tmpdir(), "tv-gen-"));
  const run = (...args: string[]) => {
    const { status, stderr } = spawnSync(talosctl, ["gen", ...args], { cwd });
    if (status !== 0) throw new Error(`talosctl gen: ${String(stderr)}`);
  };
  run("ca", "--organization", "talos");
  run("key", "--name", "client");
  run(
    "csr",
    "--key",
    "client.key",
    "--ip",
    "127.0.0.1",
    "--roles",
    "os:reader",
  );
  const start = performance.now();
  run("crt", "--ca", "talos", "--csr", "client.csr", "--name", "client");
  console.log(
    `  talosctl gen crt, one: ${(performance.now() - start).toFixed(0)} ms`,
  );
  rmSync(cwd, { recursive: true });
}
