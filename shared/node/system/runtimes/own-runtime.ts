import type { Runtime } from "./runtime.ts";

/** That of this process: Bun's in the one executable, else Node's. */
export async function ownRuntime(): Promise<Runtime> {
  return process.versions["bun"] === undefined
    ? (await import("./node-runtime.ts")).nodeRuntime
    : (await import("./bun-runtime.ts")).bunRuntime;
}
