import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hasSmallDisks, onSmallDisk } from "../../../doubles/small-disk.ts";

const home = mkdtempSync(join(tmpdir(), "audit-full-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const filling = join(
  import.meta.dirname,
  "../../../doubles/audit-full-disk-process.ts",
);

// Only root may mount one; Node before 22.18 runs no TypeScript by itself.
test.skipIf(!hasSmallDisks(home))(
  "a full disk takes no line in part, and the log goes on once there is room",
  () => {
    const said: unknown = JSON.parse(
      onSmallDisk(home, 65_536, process.execPath, filling, home),
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
