import { readFileSync } from "node:fs";
import { shellName, shellSyntax } from "../../../core/sessions/shell-code.ts";
import { withAncestors } from "../../system/processes/ancestors.ts";
import {
  processIdentity,
  type ProcessIdentity,
} from "../../system/processes/process-identity.ts";
import type { ProcessStat } from "../../system/processes/process-stat.ts";

/** Programs that run another one for a moment: who called them is meant. */
const wrappers = new Set(
  "timeout time env nice ionice nohup setsid stdbuf strace sudo doas chrt taskset direnv xargs".split(
    " ",
  ),
);
/** Shells that people use and that we write no code for. */
const otherShells = new Set(["elvish", "xonsh", "tcsh", "csh", "ion", "oil"]);

interface Ancestor {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly words: string;
}

/** The shell that called us, by its program; `SHELL` where that says nothing, as on systems without /proc. */
export function callingShell(env: NodeJS.ProcessEnv): string {
  const caller = ancestors().find(({ name }) => !wrappers.has(name));
  const name = shellName(caller?.name ?? "");
  if (shellSyntax(name) !== null || otherShells.has(name)) return name;
  return env["SHELL"] ?? "sh";
}

/**
 * The process that called us and stays: null when it is one that ends as soon as we have, a part of a pipe or a command
 * substitution, or one that only runs us.
 */
export function lastingCaller(): ProcessIdentity | null {
  const [caller, above] = ancestors();
  if (!caller) return processIdentity(process.ppid);
  const isFork =
    above?.words === caller.words &&
    (shellSyntax(caller.name) !== null || otherShells.has(caller.name));
  if (wrappers.has(caller.name) || isFork) return null;
  return processIdentity(caller.pid);
}

/** The shell whose hook has called direnv, when we are run by an `.envrc`; null when there is no such shell. */
export function shellOfDirenv(): ProcessIdentity | null {
  const above = ancestors();
  const direnv = above.findLastIndex(({ name }) => name === "direnv");
  const shell = direnv < 0 ? undefined : above[direnv + 1];
  if (!shell || shellSyntax(shell.name) === null) return null;
  // A command substitution that did not become direnv: its parent is the shell.
  const parent = above[direnv + 2];
  const lasting = parent?.words === shell.words ? parent : shell;
  return processIdentity(lasting.pid);
}

/** Our parent, its parent, and so on; empty where there is no /proc. */
function ancestors(): readonly Ancestor[] {
  const found: Ancestor[] = [];
  for (const stat of withAncestors(process.ppid)) {
    const one = read(stat);
    if (!one) break;
    found.push(one);
  }
  return found;
}

function read({ pid, parent, name }: ProcessStat): Ancestor | null {
  try {
    const words = readFileSync(`/proc/${String(pid)}/cmdline`, "utf8");
    return { pid, parent, name, words };
  } catch {
    return null;
  }
}
