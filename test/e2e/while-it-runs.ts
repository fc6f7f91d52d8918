import type { Outcome } from "../cli/harness.ts";

/** Waits for what a command that is still running brings about. Errors: that it ended before, with what it said. */
export async function whileItRuns<T>(
  running: Promise<Outcome>,
  brings: Promise<T>,
): Promise<T> {
  const early = running.then(({ code, stdout, stderr }): never => {
    throw new Error(`it ended early, by ${code}: ${stdout}${stderr}`);
  });
  // Nobody asks for it after the other was first.
  early.catch(() => undefined);
  return await Promise.race([brings, early]);
}
