import { spawn } from "node:child_process";
import { once } from "node:events";
import { sharedPath } from "../shared-material.ts";

/** An API endpoint with Talos' own authorizer, of the fixtures' production cluster. */
export interface TalosNode {
  /** Host and port. */
  readonly endpoint: string;
  /** It says nothing any more, and its connections stay. */
  pause(): void;
  resume(): void;
  stop(): void;
  /** Resolves once it has ended, and its port is free. */
  readonly ended: Promise<unknown>;
}

/** Starts it with these flags of its own; `-journal FILE` gets a line of JSON for each call. */
export async function startTalosNode(
  ...flags: readonly string[]
): Promise<TalosNode> {
  const config = sharedPath("fixtures/prod/controlplane.yaml");
  const node = spawn(
    sharedPath("tools/talos-node"),
    ["-config", config, ...flags],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const ended = once(node, "exit");
  const said = once(node.stdout, "data") as Promise<[Buffer]>;
  const first = await Promise.race([said, ended.then(() => null)]);
  if (first === null) throw new Error("talos-node ended before it listened");
  const [line] = first;
  return {
    ended,
    endpoint: line.toString("utf8").trim(),
    pause: () => node.kill("SIGSTOP"),
    resume: () => node.kill("SIGCONT"),
    stop: () => node.kill("SIGKILL"),
  };
}
