import { withoutRuntimeVariables } from "./runtime-variables.ts";
import { spawnDetached } from "./spawn-detached.ts";

// Only the shell can lower a limit without native code. The id of the process stays: exec replaces the shell.
const withoutCoreDump = 'ulimit -c 0; exec "$0" "$@"';
const noDebugger = "--disable-sigusr1";
const isBun = process.versions["bun"] !== undefined;

/**
 * Starts a program of ours that holds keys, on the Node or in the executable that runs us: apart as spawnDetached does, with no
 * core dump, no debugger by SIGUSR1 from its first moment (where Node knows the switch: 20 to 24 differ), and without the
 * variables that Node, Bun and OpenSSL read, which load code, dump state or change trust. `program`: the words that start it
 * behind the runtime; `nodeSwitches` go before them where Node runs us.
 */
export function spawnOwnProgram(
  program: readonly string[],
  nodeSwitches: readonly string[] = [],
): ReturnType<typeof spawnDetached<"pipe", "pipe">> {
  const quiet = process.allowedNodeEnvironmentFlags.has(noDebugger)
    ? [noDebugger]
    : [];
  const args = isBun ? program : [...quiet, ...nodeSwitches, ...program];
  const options = {
    cwd: "/",
    env: withoutRuntimeVariables(process.env),
    stdio: ["pipe", "pipe", "ignore"],
  } as const;
  return process.platform === "win32"
    ? spawnDetached(process.execPath, args, options)
    : spawnDetached(
        "/bin/sh",
        ["-c", withoutCoreDump, process.execPath, ...args],
        options,
      );
}
