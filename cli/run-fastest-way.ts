import { hardenProcess } from "../shared/node/system/processes/harden-process.ts";
import { sessionByAgent } from "./commands/sessions/by-agent/session-by-agent.ts";
import type { Runtime } from "../shared/node/system/runtimes/runtime.ts";

/**
 * Runs the command line: what was given without the program's name. An `exec` goes the shortest way that it can: in a
 * session that the agent holds, else without the parser of the command line, else as every verb; a `shell` as the first or
 * the last of them.
 */
export async function runFastestWay(
  runtime: Runtime,
  args: readonly string[],
): Promise<void> {
  hardenProcess();
  if (await sessionByAgent(runtime, args)) return;
  if (args[0] === "exec") {
    const { runPlainExec } =
      await import("./commands/sessions/exec/exec-fast-path.ts");
    if (await runPlainExec(args)) return;
  }
  const { run } = await import("./run.ts");
  await run(args);
}
