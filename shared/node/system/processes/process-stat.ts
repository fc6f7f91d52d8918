import { readFileSync } from "node:fs";

/** What proc(5) says of a process. */
export interface ProcessStat {
  readonly pid: number;
  /** As the process wants to be called; nothing is decided by it. */
  readonly name: string;
  /** One letter: Z and X have ended. */
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  /** Number of the process that leads its session. */
  readonly session: number;
  /** Device number of the controlling terminal; 0: it has none. */
  readonly terminal: number;
  /** The process group that has the terminal's foreground; -1: there is no terminal. */
  readonly foreground: number;
  /** Clock ticks since boot; empty: the system does not say. */
  readonly startTime: string;
}

/** Null for one that is not there, and where there is no /proc. The name may hold blanks and brackets. */
export function processStat(pid: number | "self"): ProcessStat | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    const close = stat.lastIndexOf(")");
    const fields = stat.slice(close + 2).split(" ");
    const [parent = 0, group = 0, session = 0, terminal = 0, foreground = -1] =
      fields.slice(1).map(Number);
    const [state = ""] = fields;
    return {
      pid: Number.parseInt(stat, 10),
      name: stat.slice(stat.indexOf("(") + 1, close),
      state,
      parent,
      group,
      session,
      terminal,
      foreground,
      // Field 22; the third is the first of these.
      startTime: fields[19] ?? "",
    };
  } catch {
    return null;
  }
}

/** The process that this one started first and that still runs; null: none, or the system does not say. */
export function firstChild(pid: number): number | null {
  try {
    const path = `/proc/${String(pid)}/task/${String(pid)}/children`;
    const [first = ""] = readFileSync(path, "utf8").split(" ");
    return first === "" ? null : Number(first);
  } catch {
    return null;
  }
}
