import { closeSync, createReadStream, fstatSync } from "node:fs";
import { Socket } from "node:net";
import { isatty, ReadStream } from "node:tty";

/** What we use of Bun's own, as in cli/runtimes/bun-runtime.ts. */
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
  return process.versions["bun"] === undefined
    ? byNode(fd, kind.isFIFO() || kind.isSocket())
    : byBun(fd);
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
