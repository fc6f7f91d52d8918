// Clock, random, processes, programs, prompts.
// Keep: Whoever starts a program here states its environment and descriptors (docs/decisions/0039).
import {
  spawnWithoutDescriptors,
  type Bare,
  type BareOptions,
} from "./spawn-without-descriptors.ts";

type Stream = "pipe" | "ignore";

/**
 * Starts a process that may outlive this one: in a group of its own, which no signal from our terminal reaches, and with
 * nothing of ours open but the three streams.
 */
export function spawnDetached<In extends Stream, Out extends Stream>(
  program: string,
  args: readonly string[],
  options: Omit<BareOptions<In, Out>, "detached">,
): Bare<In, Out> {
  return spawnWithoutDescriptors(program, args, { ...options, detached: true });
}
