import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";

const module = join(
  import.meta.dirname,
  "../../../../../shared/node/sessions/commands/forward-signals.ts",
);

const waiter = `
import { forwardSignals } from ${JSON.stringify(module)};
forwardSignals((signal) => process.stdout.write(signal + "\\n"));
setInterval(() => undefined, 1000);
process.stdout.write("ready\\n");
`;

test("what the kernel says of our own writes is not the command's, and the rest is", async () => {
  const child = spawn(process.execPath, ["--input-type=module", "-e", waiter], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await expect.poll(() => said, { timeout: 20_000 }).toBe("ready\n");
  for (const signal of ["SIGPIPE", "SIGHUP", "SIGTERM"] as const) {
    child.kill(signal);
    if (signal === "SIGPIPE") continue;
    await expect.poll(() => said).toContain(signal);
  }
  expect(said).toBe("ready\nSIGHUP\nSIGTERM\n");
  child.kill("SIGKILL");
  await once(child, "close");
});
