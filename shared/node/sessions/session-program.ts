import type { Lease } from "../../core/sessions/lease.ts";
import type { SessionProgram } from "../../core/sessions/session-view.ts";
import { terminalName } from "../system/is-terminal.ts";
import { firstChild, processStat } from "../system/processes/process-stat.ts";

/** The shell or command that a session was made for. Null: none has it yet, it is over, or this is no Linux. */
export function programOf({
  kind,
  holder,
  watched,
}: Lease): SessionProgram | null {
  // The window holds it until a shell comes.
  if (kind === "window" && watched.pid === holder.pid) return null;
  const isOurs = kind === "exec" || kind === "shell";
  const pid = isOurs ? firstChild(watched.pid) : watched.pid;
  const stat = pid === null ? null : processStat(pid);
  return stat && { name: stat.name, terminal: terminalName(stat.terminal) };
}
