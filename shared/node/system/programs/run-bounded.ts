import type { ChildProcess } from "node:child_process";
import { PassThrough, type Readable } from "node:stream";
import { limits } from "../../../core/limits.ts";

/**
 * What a program says that is asked for little. One that says very much is killed, and what it says beyond the bound is not
 * heard.
 */
export function boundedOutput(
  child: ChildProcess & { readonly stdout: Readable },
): Readable {
  const heard = new PassThrough();
  let left: number = limits.programOutput.most;
  child.stdout.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left >= 0) heard.write(chunk);
    else {
      heard.end();
      child.kill("SIGKILL");
      child.stdout.destroy();
    }
  });
  child.stdout.once("close", () => heard.end());
  return heard;
}
