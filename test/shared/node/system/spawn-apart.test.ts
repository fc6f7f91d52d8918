import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../../..");

/**
 * Runs code of ours with stdout open once more, on a descriptor far from the first ones, as Chromium has them: Node closes for a
 * child what comes next to stderr (uv_disable_stdio_inheritance). The output ends when nobody has it open.
 */
async function outputOf(code: string): Promise<string> {
  const child = spawn(
    "bash",
    [
      "-c",
      'exec 200>&1 "$0" --input-type=module -e "$1"',
      process.execPath,
      code,
    ],
    { cwd: root, stdio: ["ignore", "pipe", "inherit"] },
  );
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(child, "close", { signal: AbortSignal.timeout(10_000) });
  return Buffer.concat(chunks).toString();
}

test("what outlives us has nothing of ours open: who waits for that gets its end", async () => {
  const output = await outputOf(`
    import { spawnApart } from "./shared/node/system/spawn-apart.ts";
    const child = spawnApart("/bin/sh", ["-c", "ls -l /proc/self/fd/200; exec sleep 20"], { stdio: ["ignore", "pipe", "ignore"] });
    child.stdout.once("data", (seen) => {
      process.stdout.write(seen.toString().split("-> ")[1] + child.pid, () => process.exit());
    });
  `);
  const [opened, pid] = output.split("\n");
  process.kill(Number(pid), "SIGKILL");
  expect(opened).toBe("/dev/null");
});

test("the watch over a session's end is such a process", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tv-watch-"));
  const inAMinute = Math.round(Date.now() / 1000) + 60;
  writeFileSync(join(folder, "ends"), `${String(inAMinute)}\n`);
  try {
    await outputOf(`
      import { watchExpiry } from "./shared/node/sessions/expiry-watch.ts";
      watchExpiry(${JSON.stringify(folder)});
    `);
  } finally {
    // It ends with its folder.
    rmSync(folder, { recursive: true });
  }
});
