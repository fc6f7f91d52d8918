// Takes a lock again and again, and counts in a file that nothing else protects: what two do at once is lost.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { success } from "../../shared/core/result.ts";
import { withFileLock } from "../../shared/node/files/file-lock.ts";

const [folder = "", times = "1"] = process.argv.slice(2);
const count = join(folder, "count");

for (let index = 0; index < Number(times); index++) {
  // oxlint-disable-next-line no-await-in-loop
  const done = await withFileLock(join(folder, "vault.lock"), async () => {
    const before = Number(readFileSync(count, "utf8"));
    await new Promise((resolve) => setImmediate(resolve));
    writeFileSync(count, String(before + 1));
    return success(undefined);
  });
  if (!done.ok) process.stdout.write(`${done.error.message}\n`);
}
