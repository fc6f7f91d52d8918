import { readdir, readFile, readlink } from "node:fs/promises";
import { inodeAt, type PortPair } from "./process-at-port.ts";

/** A client is hardly ever old: these are looked at before it is known which socket it has, because it may end meanwhile. */
const newest = 8;
/** No number of a process is greater (PID_MAX_LIMIT). */
const greatest = 4_194_304;
/** Of more than these nobody is found. */
const mostLookedAt = 512;

/**
 * The process at the other end of a connection on loopback, with its program; null as for `processAtPort`, and where it is not among
 * the newest or ends meanwhile. Nothing waits for the system while it is looked for: where that is slow it takes as long as a call.
 */
export async function clientAtPort(
  ports: PortPair,
): Promise<{ readonly pid: number; readonly path: string | null } | null> {
  const reading = Promise.all(
    ["tcp", "tcp6"].map((name) => textOf(`/proc/net/${name}`)),
  );
  const pids = (await newestFirst()).slice(0, mostLookedAt);
  const seen = await Promise.all(pids.slice(0, newest).map(openIn));
  const inode = inodeAt((await reading).join("\n"), ports);
  if (inode === null) return null;
  const socket = `socket:[${inode}]`;
  const found = seen.find(({ open }) => open.includes(socket));
  if (found) return { pid: found.pid, path: found.path };
  for (const pid of pids.slice(newest)) {
    const { open, path } = await openIn(pid);
    if (open.includes(socket)) return { pid, path };
  }
  return null;
}

/** By their numbers: after the greatest one they begin again, and the last that was given is in proc(5)'s loadavg. */
async function newestFirst(): Promise<readonly number[]> {
  const [names, load] = await Promise.all([
    namesIn("/proc"),
    textOf("/proc/loadavg"),
  ]);
  const last = Number(load.trim().split(" ").at(-1));
  const age = (pid: number) => (pid > last ? greatest : 0) - pid;
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .toSorted((a, b) => age(a) - age(b));
}

/** What a process is and has open. */
async function openIn(pid: number) {
  const folder = `/proc/${String(pid)}`;
  const [fds, path] = await Promise.all([
    namesIn(`${folder}/fd`),
    targetOf(`${folder}/exe`),
  ]);
  const open = await Promise.all(
    fds.map((fd) => targetOf(`${folder}/fd/${fd}`)),
  );
  return { pid, path, open };
}

const textOf = (path: string) => readFile(path, "utf8").catch(() => "");
const namesIn = (folder: string) =>
  readdir(folder).catch((): readonly string[] => []);
const targetOf = (path: string) => readlink(path).catch(() => null);
