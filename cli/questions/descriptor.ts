import {
  closeSync,
  createReadStream,
  fstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
} from "node:fs";
import { Socket } from "node:net";
import { isatty, ReadStream } from "node:tty";

/** What we use of Bun's own, as in shared/node/system/runtimes/bun-runtime.ts. */
declare const Bun: {
  file(descriptor: number): { stream(): ReadableStream<Uint8Array> };
};

/** What a descriptor gives, as it comes. */
export interface OpenedDescriptor extends AsyncIterable<Uint8Array> {
  /** Ends the waiting for more, and closes all but our own streams: what we start later is to know nothing of it. */
  close(): Promise<void>;
}

const stderr = 2;

/**
 * Opens a descriptor to be read without one of the runtime's threads being held by it: what one of them waits for in a pipe
 * nothing ends, and Node waits for that thread even in `process.exit`. Throws when there is none, or it cannot be read.
 */
export function openDescriptor(fd: number): OpenedDescriptor {
  const kind = fstatSync(fd);
  if (isRuntimesOwn(fd))
    throw Object.assign(new Error("nobody gave it"), { code: "EBADF" });
  return process.versions["bun"] === undefined
    ? byNode(fd, kind.isFIFO() || kind.isSocket())
    : byBun(fd);
}

/**
 * Whether a descriptor is one of the runtime's: a queue of events, or a pipe that we have the writing end of as well. Who forgets
 * `3<FILE` names one of them; reading it would wait for ever, and closing it ends the process. Never so where there is no /proc.
 */
function isRuntimesOwn(fd: number): boolean {
  const link = linkOf(fd);
  if (!link.startsWith("pipe:")) return link.startsWith("anon_inode:");
  return readdirSync(descriptors).some(
    (other) => linkOf(other) === link && isForWriting(other),
  );
}

const descriptors = "/proc/self/fd";

/** Empty: it is not open, or nobody says what it leads to. */
function linkOf(fd: number | string): string {
  try {
    return readlinkSync(`${descriptors}/${String(fd)}`);
  } catch {
    return "";
  }
}

function isForWriting(fd: string): boolean {
  const facts = readFileSync(`/proc/self/fdinfo/${fd}`, "utf8");
  // The last octal digit has the way it was opened: 0 is for reading alone.
  return /^flags:\s+[0-7]*[1-3567]$/m.test(facts);
}

function byNode(fd: number, isPipe: boolean): OpenedDescriptor {
  const stream = isPipe
    ? new Socket({ fd, writable: false })
    : isatty(fd)
      ? new ReadStream(fd)
      : createReadStream("", { fd, autoClose: fd > stderr });
  const closed = new Promise<void>((resolve) => {
    stream.once("close", () => resolve());
  });
  return {
    [Symbol.asyncIterator]: () => stream[Symbol.asyncIterator](),
    close: async () => {
      stream.destroy();
      await closed;
    },
  };
}

function byBun(fd: number): OpenedDescriptor {
  const reader = Bun.file(fd).stream().getReader();
  return {
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const { value } = await reader.read();
        if (value === undefined) return;
        yield value;
      }
    },
    close: async () => {
      await reader.cancel();
      if (fd > stderr) closeSync(fd);
    },
  };
}
