// Takes a lock again and again, in both ways, and counts in a file that nothing else protects: what two do at once is lost.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { success } from "../../shared/core/result.ts";
import {
  withFileLock,
  withFileLockSync,
} from "../../shared/node/files/file-lock.ts";

const [folder = "", times = "1"] = process.argv.slice(2);
const count = join(folder, "count");
const lock = join(folder, "vault.lock");

for (let index = 0; index < Number(times); index++) {
  const done =
    index % 3 === 0
      ? // oxlint-disable-next-line no-await-in-loop
        await withFileLock(lock, async () => {
          const before = counted();
          await new Promise((resolve) => setImmediate(resolve));
          return success(write(before + 1));
        })
      : withFileLockSync(lock, () => success(write(counted() + 1)));
  if (!done.ok) process.stdout.write(`${done.error.message}\n`);
}

function counted(): number {
  return Number(readFileSync(count, "utf8"));
}

function write(number: number): void {
  writeFileSync(count, String(number));
}
