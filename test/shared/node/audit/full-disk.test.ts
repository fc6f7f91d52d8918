import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const home = mkdtempSync(join(tmpdir(), "audit-full-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const filling = join(
  import.meta.dirname,
  "../../../doubles/audit-full-disk-process.ts",
);

/** On a disk of 64 KiB, which only that process sees. */
function onSmallDisk(...command: readonly string[]): string {
  const mounted = `mount -t tmpfs -o size=64k,mode=0700 none "$0" && exec "$@"`;
  const args = ["-m", "sh", "-c", mounted, home, ...command];
  const options = { encoding: "utf8", timeout: 20_000 } as const;
  return spawnSync("unshare", args, options).stdout;
}

// Only root may mount one; Node before 22.18 runs no TypeScript by itself.
test.skipIf(onSmallDisk("echo", "mounted") !== "mounted\n")(
  "a full disk takes no line in part, and the log goes on once there is room",
  () => {
    const said: unknown = JSON.parse(
      onSmallDisk(process.execPath, filling, home),
    );
    const { before } = said as { readonly before: object };
    const whole = { verified: { value: { broken: null } } };
    expect(said).toMatchObject({
      told: { error: { code: "disk-full" } },
      before: whole,
      after: before,
      again: { ok: true },
      end: whole,
    });
  },
);
