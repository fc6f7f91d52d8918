import type { ChildProcess } from "node:child_process";
import { PassThrough, type Readable } from "node:stream";
import { limits } from "../../../core/limits.ts";

/**
 * What a program says that is asked for little. One that says very much is killed, and what it says beyond the bound is not
 * heard, nor the line that it was in.
 */
export function boundedOutput(
  child: ChildProcess & { readonly stdout: Readable },
): Readable {
  const heard = new PassThrough();
  let left: number = limits.programOutput.most;
  let unfinished = Buffer.alloc(0);
  child.stdout.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left >= 0) {
      const said = Buffer.concat([unfinished, chunk]);
      const end = said.lastIndexOf("\n") + 1;
      heard.write(said.subarray(0, end));
      unfinished = said.subarray(end);
    } else {
      heard.end();
      child.kill("SIGKILL");
      child.stdout.destroy();
    }
  });
  child.stdout.once("close", () => {
    if (!heard.writableEnded) heard.end(unfinished);
  });
  return heard;
}
