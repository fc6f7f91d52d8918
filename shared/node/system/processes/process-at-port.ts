import { readdirSync, readFile, readFileSync, readlinkSync } from "node:fs";
import { promisify } from "node:util";

/** The one of node:fs/promises takes the first short read for the end, in a Node 18.15: the system gives a page at a time. */
const readWhole = promisify(readFile);

/** 127.0.0.0/8, the same within IPv6, and ::1, as proc(5) writes an address: its 32-bit words in the machine's order of bytes. */
const loopback = /^(?:(?:0{16}FFFF0{4})?[\dA-F]{6}7F|0{24}01000000):/;

/** The two ports of a connection on this machine's loopback, as one end sees it: the other one has the remote port. */
export interface Ports {
  readonly localPort: number;
  readonly remotePort: number;
}

/** A program that is connected to this process. */
export interface ConnectedProgram {
  readonly pid: number;
  /** Absolute; null where the system does not say. */
  readonly path: string | null;
}

/** IPv6's has what was dialled as IPv4 by a socket of both as well. */
const tables = ["tcp", "tcp6"] as const;
type Table = (typeof tables)[number];

/**
 * Number of the process at the other end of a connection on this machine's loopback; null: it is gone, another user's, in
 * another namespace, or this is no Linux. One that shares the socket with it counts as it.
 */
export function processAtPort(ports: Ports): number | null {
  for (const table of tables) {
    const socket = socketIn(linesOf(`/proc/net/${table}`), ports);
    if (socket !== null) return holderOf(socket);
  }
  return null;
}

/**
 * Begins to look for the program that has just connected, beside whatever goes on; the function that it gives back says which it
 * is, or null as `processAtPort` does, and where it is none of the newest. The system walks through all its places for connections
 * whenever it is asked for them, which takes milliseconds of a processor, however few there are.
 */
export function lookForClient(
  ports: Ports,
  isV6: boolean,
): () => Promise<ConnectedProgram | null> {
  const [first, second] = isV6 ? tables.toReversed() : tables;
  const begun = connectionsFromNow(first);
  return async () => {
    const socket =
      socketIn(await begun, ports) ??
      socketIn(await connectionsFromNow(second), ports);
    const pid = socket === null ? null : holderOf(socket, mostLookedAt);
    if (pid === null) return null;
    const path = targetOf(`/proc/${String(pid)}/exe`);
    return { pid, path: path === "" ? null : path };
  };
}

/** Reads of a table: one that goes on, and the one behind it, which has what came meanwhile. */
const reads = new Map<Table, readonly Promise<string>[]>();

/** Those that there are now, and maybe some that come while they are read. Whoever comes while another read goes on shares the next. */
function connectionsFromNow(table: Table): Promise<string> {
  const [running, next] = reads.get(table) ?? [];
  if (next) return next;
  const read = async (): Promise<string> => {
    await running;
    try {
      return await readWhole(`/proc/net/${table}`, "utf8");
    } catch {
      return "";
    } finally {
      const rest = (reads.get(table) ?? []).slice(1);
      reads.set(table, rest);
    }
  };
  const made = read();
  reads.set(table, running ? [running, made] : [made]);
  return made;
}

/** Some dozen milliseconds, where it is none of them. */
const mostLookedAt = 512;

/** The other end's socket, as descriptors name it; null: it is not in this table. */
function socketIn(
  connections: string,
  { localPort, remotePort }: Ports,
): string | null {
  // Of thousands of lines few are taken apart.
  const own = `:${remotePort.toString(16).toUpperCase().padStart(4, "0")} `;
  const inode = connections
    .split("\n")
    .filter((line) => line.includes(own))
    .flatMap((line) => inodeOf(line, remotePort, localPort))
    .at(0);
  return inode === undefined ? null : `socket:[${inode}]`;
}

/** `most`: so many processes are looked at. */
function holderOf(socket: string, most = Infinity): number | null {
  const found = namesIn("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    // A client is hardly ever old.
    .toSorted((a, b) => b - a)
    .slice(0, most)
    .find((pid) => hasOpen(String(pid), socket));
  return found ?? null;
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

function linesOf(path: string): string {
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
