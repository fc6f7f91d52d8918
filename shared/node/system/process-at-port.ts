import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** 127.0.0.0/8 and ::1, as proc(5) writes an address: its 32-bit words in the machine's order of bytes. */
const loopback = /^(?:[\dA-F]{6}7F|0{24}01000000):/;

/**
 * Number of the process at the other end of a connection on this machine's loopback; null: it is gone, another user's, in
 * another namespace, or this is no Linux. `remotePort` is that end's. One that shares the socket with it counts as it.
 * `most`: so many processes are looked at, the newest first.
 */
export function processAtPort(
  {
    localPort,
    remotePort,
  }: { readonly localPort: number; readonly remotePort: number },
  most = Infinity,
): number | null {
  // Of thousands of lines few are taken apart: calls wait for this.
  const own = `:${remotePort.toString(16).toUpperCase().padStart(4, "0")} `;
  const inode = ["tcp", "tcp6"]
    .flatMap((name) => linesOf(`/proc/net/${name}`))
    .filter((line) => line.includes(own))
    .flatMap((line) => inodeOf(line, remotePort, localPort))
    .at(0);
  if (inode === undefined) return null;
  const socket = `socket:[${inode}]`;
  const found = namesIn("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    // A client is hardly ever old.
    .toSorted((a, b) => b - a)
    .slice(0, most)
    .find((pid) => hasOpen(String(pid), socket));
  return found ?? null;
}

/** The same process with its program; null also where it is not among the newest. */
export function newClientAtPort(connection: {
  readonly localPort: number;
  readonly remotePort: number;
}): { readonly pid: number; readonly path: string | null } | null {
  const pid = processAtPort(connection, mostLookedAt);
  if (pid === null) return null;
  const path = targetOf(`/proc/${String(pid)}/exe`);
  return { pid, path: path === "" ? null : path };
}

/** Some dozen milliseconds, where it is none of them. */
const mostLookedAt = 512;

/** Of the end that has the first port and is connected to the second. */
function inodeOf(line: string, own: number, other: number): readonly string[] {
  const [, local = "", remote = "", , , , , , , inode = "0"] = line
    .trim()
    .split(/\s+/);
  const isIt =
    [local, remote].every((address) => loopback.test(address)) &&
    portIn(local) === own &&
    portIn(remote) === other;
  // Nobody has it any more.
  return isIt && inode !== "0" ? [inode] : [];
}

function portIn(address: string): number {
  return Number.parseInt(address.slice(address.indexOf(":") + 1), 16);
}

function hasOpen(pid: string, socket: string): boolean {
  const folder = `/proc/${pid}/fd`;
  return namesIn(folder).some((fd) => targetOf(`${folder}/${fd}`) === socket);
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function targetOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
