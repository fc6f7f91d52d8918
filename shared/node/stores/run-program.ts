import { boundedOutput } from "../system/programs/run-bounded.ts";
import { spawnWithoutDescriptors } from "../system/programs/spawn-without-descriptors.ts";

export interface ProgramSaid {
  readonly code: number;
  readonly output: Uint8Array;
}

/**
 * Runs a person's own program to its end and gives what it wrote to stdout; its stderr goes to the person. Null: it
 * could not be started. `input`: what it reads from stdin, or nothing. Its time is not bounded: it may ask the person
 * something, or wait for a touch of a key.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input?: Uint8Array,
): Promise<ProgramSaid | null> {
  const child = spawnWithoutDescriptors(program, args, {
    env,
    stdio: [input ? "pipe" : "ignore", "pipe", 2],
  });
  // One that does not read it all says so by its code.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  const ended = new Promise<number | null>((resolve) => {
    child.once("error", () => {
      resolve(null);
    });
    child.once("close", (code) => {
      resolve(code ?? 1);
    });
  });
  const chunks: Buffer[] = [];
  for await (const chunk of boundedOutput(child))
    chunks.push(Buffer.from(chunk as Buffer));
  const code = await ended;
  return code === null
    ? null
    : { code, output: new Uint8Array(Buffer.concat(chunks)) };
}
