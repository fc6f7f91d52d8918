import type * as fc from "fast-check";

/** Something of ours that takes what others made. */
export interface Target<Input = unknown> {
  readonly name: string;
  /** Structures and mutations of what is known to be read. Inputs survive a structured clone. */
  readonly inputs: fc.Arbitrary<Input>;
  /** Throws when what is promised of the input does not hold. */
  readonly check: (input: Input) => void | Promise<void>;
  /** Milliseconds for one input on a busy machine; more is a hang. */
  readonly budgetMs: number;
  /** Ends what was started. */
  readonly close?: () => void | Promise<void>;
}

/** Made when its turn comes: some need a server, a host or a certificate. Null: this machine does not have what it needs. */
export type OpenTarget = () => Promise<Target | null>;

/** A target for a list of targets with inputs of different types. */
export function target<Input>(one: Target<Input>): Target {
  return one as Target;
}

/** Says what was promised; the fuzzer reports the message with the input. */
export function holds(isTrue: boolean, promise: string): void {
  if (!isTrue) throw new Error(`does not hold: ${promise}`);
}
