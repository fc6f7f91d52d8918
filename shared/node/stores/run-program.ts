import { boundedOutput } from "../system/bounded-output.ts";
import { spawnWithoutDescriptors } from "../system/spawn-without-descriptors.ts";

export interface ProgramSaid {
  readonly code: number;
  readonly output: Uint8Array;
}

/**
 * Runs a person's own program to its end and gives what it wrote to stdout; its stderr goes to the person. Null: it
 * could not be started. Its time is not bounded: it may ask the person something, or wait for a touch of a key.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ProgramSaid | null> {
  const child = spawnWithoutDescriptors(program, args, {
    env,
    stdio: ["ignore", "pipe", 2],
  });
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
