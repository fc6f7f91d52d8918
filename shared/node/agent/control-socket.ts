import { chmodSync, closeSync, constants, openSync } from "node:fs";
import {
  createConnection,
  createServer,
  type Server,
  type Socket,
} from "node:net";
import { basename, dirname, join } from "node:path";
import { limits } from "../../core/limits.ts";
import { isOwnSocket } from "../files/own-socket.ts";
import { longestSocketPath } from "./agent-place.ts";
import { deadlineIn, deadlineName, isPast, takenName } from "./deadline.ts";

const newline = 0x0a;
/** Who asks waits a little longer than the deadline that it names, for an answer that is under way. */
const underWayMs = 250;

/** What callers may take of the process that listens. */
export interface SocketBounds {
  readonly connections: number;
  /** Bytes of one message. */
  readonly messageBytes: number;
  /** Bytes of all messages that are not complete. */
  readonly heldBytes: number;
  /** Milliseconds from a connection to its whole message. */
  readonly messageMs: number;
  /** Milliseconds that an answer waits for somebody who does not read. */
  readonly answerMs: number;
}

const usual: SocketBounds = {
  connections: limits.socketConnections.most,
  messageBytes: limits.socketMessage.most,
  heldBytes: limits.socketHeld.most,
  messageMs: limits.socketMessageTime.most * 1000,
  answerMs: limits.socketAnswerTime.most * 1000,
};

export type Reply = Readonly<Record<string, unknown>>;

/** The one who asked, while the answer is made. */
export interface Asker {
  /** Says something before the answer. */
  readonly tell: (news: Reply) => void;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Nobody waits any more, or will when the answer is there: nothing may be done that was asked for. */
  readonly isGivenUp: () => boolean;
  /** What the one who asked says while the answer is made; `hear` throws at what it does not understand, which ends the connection. */
  readonly onWord: (hear: (word: Reply) => void) => void;
}

/**
 * Listens on a socket in a private folder: each connection asks one question and gets one answer, and perhaps news
 * before it, each a line of JSON. Whoever can reach the socket is us; that is what the folder's 0700 says, and it is looked
 * at once more for each connection. A request whose
 * deadline is over is not answered: we were stopped meanwhile, and who asked has been told that nothing was done. A
 * connection beyond the bounds is closed; who asked goes on as without us.
 */
export function serveSocket(
  path: string,
  answer: (request: Reply, asker: Asker) => Promise<Reply> | Reply,
  bounds: SocketBounds = usual,
): Promise<Server> {
  const held = new HeldBytes(bounds.heldBytes);
  const server = createServer((socket) => {
    const gone = new AbortController();
    socket.on("error", () => socket.destroy());
    socket.once("close", () => gone.abort());
    const late = setTimeout(() => socket.destroy(), bounds.messageMs);
    socket.once("close", () => clearTimeout(late));
    // Since it began to listen the folder may have been opened to others.
    if (!isOwnSocket(path)) socket.destroy();
    let isAsked = false;
    let hear: (word: Reply) => void = () => undefined;
    readLines(socket, { most: bounds.messageBytes, held }, (line) => {
      if (isAsked) return hear(parse(line));
      isAsked = true;
      clearTimeout(late);
      const asked = parse(line);
      const { [deadlineName]: until, [takenName]: taken, ...request } = asked;
      const isGivenUp = (): boolean => gone.signal.aborted || isPast(until);
      const asker: Asker = {
        tell: (news) => {
          if (socket.writableLength < limits.newsWaiting.most)
            socket.write(toLine({ news }));
        },
        signal: gone.signal,
        isGivenUp,
        onWord: (listener) => {
          hear = listener;
        },
      };
      const give = async (): Promise<void> => {
        if (isGivenUp() || isPast(taken)) throw new Error("given up");
        // Nothing but that we live: what was asked for may take a while.
        if (taken !== undefined) socket.write(toLine({ news: {} }));
        socket.end(toLine(await answer(request, asker)));
        const timer = setTimeout(() => socket.destroy(), bounds.answerMs);
        socket.once("close", () => clearTimeout(timer));
      };
      give().catch(() => socket.destroy());
    });
  });
  server.maxConnections = bounds.connections;
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

/** What somebody who asks hears before the answer. */
export interface Listener {
  readonly onNews?: (news: Reply) => void;
  /** Milliseconds for a first sign of life, and who is told where none came; absent: an answer is waited for alone. */
  readonly sign?: { readonly withinMs: number; readonly onNone: () => void };
}

/**
 * Asks one question; null when nobody answers in time, and then nobody begins to do what was asked for later, either.
 * News counts as a sign of life.
 */
export function askSocket(
  path: string,
  request: Reply,
  timeoutMs: number,
  listener: Listener = {},
): Promise<Reply | null> {
  const { sign } = listener;
  const lasting = {
    ...request,
    [deadlineName]: deadlineIn(timeoutMs),
    ...(sign ? { [takenName]: deadlineIn(sign.withinMs) } : {}),
  };
  return askWithin(path, lasting, timeoutMs, listener);
}

/** As `askSocket`, for what is meant whenever it is read. */
export function leaveAtSocket(
  path: string,
  request: Reply,
  timeoutMs: number,
): Promise<Reply | null> {
  return askWithin(path, request, timeoutMs, {});
}

function askWithin(
  path: string,
  request: Reply,
  timeoutMs: number,
  { onNews, sign }: Listener,
): Promise<Reply | null> {
  // Only in a folder that nobody else can enter is what listens one of ours.
  if (!isOwnSocket(path)) return Promise.resolve(null);
  return new Promise((resolve) => {
    withShortPath(path, (short, release) => {
      const socket = createConnection(short);
      const give = (reply: Reply | null): void => {
        release();
        socket.destroy();
        resolve(reply);
      };
      let isHeard = sign === undefined;
      const firstMs = sign?.withinMs ?? timeoutMs;
      socket.setTimeout(firstMs + underWayMs, () => {
        if (!isHeard) sign?.onNone();
        give(null);
      });
      socket.once("data", () => {
        isHeard = true;
        socket.setTimeout(timeoutMs + underWayMs);
      });
      socket.once("error", () => give(null));
      socket.once("close", () => give(null));
      socket.once("connect", () => socket.write(toLine(request)));
      readLines(socket, { most: usual.messageBytes, held: null }, (line) => {
        const said = parse(line);
        if (isNews(said)) onNews?.(said.news);
        else give(said);
      });
    });
  });
}

/** What is kept of messages that are not complete, of all callers of a socket. */
class HeldBytes {
  readonly #most: number;
  #now = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Throws when there would be too many. */
  take(bytes: number): void {
    if (this.#now + bytes > this.#most) throw new Error("too much");
    this.#now += bytes;
  }

  give(bytes: number): void {
    this.#now -= bytes;
  }
}

interface LineBounds {
  /** Bytes of a line; what is longer is nobody of ours. */
  readonly most: number;
  /** Null: nobody else is listened to. */
  readonly held: HeldBytes | null;
}

/** What is not a line of ours, or beyond the bounds, ends the connection. */
function readLines(
  socket: Socket,
  { most, held }: LineBounds,
  onLine: (line: string) => void,
): void {
  let begun: Buffer[] = [];
  let length = 0;
  const letGo = (): void => {
    held?.give(length);
    begun = [];
    length = 0;
  };
  const read = (chunk: Buffer): void => {
    const end = chunk.indexOf(newline);
    const part = end < 0 ? chunk : chunk.subarray(0, end);
    held?.take(part.length);
    begun.push(part);
    length += part.length;
    if (length > most) throw new Error("too long");
    if (end < 0) return;
    const line = Buffer.concat(begun).toString("utf8");
    letGo();
    onLine(line);
    read(chunk.subarray(end + 1));
  };
  socket.once("close", letGo);
  socket.on("data", (chunk: Buffer) => {
    try {
      read(chunk);
    } catch {
      socket.destroy();
    }
  });
}

function toLine(message: Reply): string {
  return `${JSON.stringify(message)}\n`;
}

function isNews(said: Reply): said is { readonly news: Reply } {
  return typeof said["news"] === "object" && said["news"] !== null;
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
  if (
    Buffer.byteLength(path) <= longestSocketPath ||
    process.platform !== "linux"
  )
    return use(path, () => undefined);
  let fd: number;
  try {
    fd = openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
  } catch {
    return use(path.slice(0, longestSocketPath), () => undefined);
  }
  let isOpen = true;
  use(join(`/proc/self/fd/${String(fd)}`, basename(path)), () => {
    if (isOpen) closeSync(fd);
    isOpen = false;
  });
}
