import { chmodSync, closeSync, constants, openSync, rmSync } from "node:fs";
import {
  createConnection,
  createServer,
  type Server,
  type Socket,
} from "node:net";
import { basename, dirname, join } from "node:path";

/** One line of JSON each way; more than this is nobody of ours. */
const longestMessage = 32 * 1024 * 1024;
/** sockaddr_un holds 108 bytes, the last of them a NUL. */
const longestPath = 107;

export type Reply = Readonly<Record<string, unknown>>;

/**
 * Listens on a socket in a private folder: each connection asks one question and gets one answer. Whoever can
 * reach the socket is us; that is what the folder's 0700 says.
 */
export function serveSocket(
  path: string,
  answer: (request: Reply) => Promise<Reply> | Reply,
): Promise<Server> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    readLine(socket)
      .then(async (line) =>
        socket.end(`${JSON.stringify(await answer(parse(line)))}\n`),
      )
      .catch(() => socket.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    withShortPath(path, (short, release) => {
      server.listen(short, () => {
        release();
        chmodSync(path, 0o600);
        resolve(server);
      });
    });
  });
}

/** Asks one question; null when nobody answers in time. */
export async function askSocket(
  path: string,
  request: Reply,
  timeoutMs: number,
): Promise<Reply | null> {
  return new Promise((resolve) => {
    withShortPath(path, (short, release) => {
      const socket = createConnection(short);
      const give = (reply: Reply | null): void => {
        release();
        socket.destroy();
        resolve(reply);
      };
      socket.setTimeout(timeoutMs, () => give(null));
      socket.once("error", () => give(null));
      socket.once("connect", () => {
        socket.write(`${JSON.stringify(request)}\n`);
        readLine(socket).then(
          (line) => give(parse(line)),
          () => give(null),
        );
      });
    });
  });
}

/** A socket's file is no use after its server; a name that was taken over by something else stays. */
export function removeSocket(path: string): void {
  rmSync(path, { force: true });
}

function readLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    socket.on("data", (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > longestMessage) reject(new Error("too long"));
      else if (chunk.includes(0x0a))
        resolve(Buffer.concat(chunks).toString("utf8"));
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed")));
  });
}

function parse(line: string): Reply {
  const value: unknown = JSON.parse(line);
  if (typeof value !== "object" || value === null)
    throw new Error("not a message");
  return value as Reply;
}

/** A path that is too long for a socket is reached through a descriptor of its folder (Linux). */
function withShortPath(
  path: string,
  use: (path: string, release: () => void) => void,
): void {
  if (Buffer.byteLength(path) <= longestPath || process.platform !== "linux")
    return use(path, () => undefined);
  let fd: number;
  try {
    fd = openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
  } catch {
    return use(path.slice(0, longestPath), () => undefined);
  }
  let isOpen = true;
  use(join(`/proc/self/fd/${String(fd)}`, basename(path)), () => {
    if (isOpen) closeSync(fd);
    isOpen = false;
  });
}
