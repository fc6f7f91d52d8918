import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** 127.0.0.0/8 and ::1, as proc(5) writes an address: its 32-bit words in the machine's order of bytes. */
const loopback = /^(?:[\dA-F]{6}7F|0{24}01000000):/;

/** The two ports of a connection, as its other end sees it: `remotePort` is that of whom is looked for. */
export interface PortPair {
  readonly localPort: number;
  readonly remotePort: number;
}

/**
 * Number of the process at the other end of a connection on this machine's loopback; null: it is gone, another user's, in
 * another namespace, or this is no Linux. One that shares the socket with it counts as it.
 */
export function processAtPort(ports: PortPair): number | null {
  const tables = ["tcp", "tcp6"].map((name) => textOf(`/proc/net/${name}`));
  const inode = inodeAt(tables.join("\n"), ports);
  if (inode === null) return null;
  const socket = `socket:[${inode}]`;
  const found = namesIn("/proc").find(
    (pid) => /^\d+$/.test(pid) && hasOpen(pid, socket),
  );
  return found === undefined ? null : Number(found);
}

/** Number of the socket at that end, in what /proc/net/tcp says; null: it is in none of its lines. */
export function inodeAt(
  table: string,
  { localPort, remotePort }: PortPair,
): string | null {
  const ends = [remotePort, localPort].map(
    (port) => `:${port.toString(16).toUpperCase().padStart(4, "0")}`,
  );
  return (
    table
      .split("\n")
      // A busy machine has thousands.
      .filter((line) => ends.every((end) => line.includes(end)))
      .flatMap((line) => inodeOf(line, remotePort, localPort))
      .at(0) ?? null
  );
}

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

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
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
