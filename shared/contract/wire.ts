import type { ErrorCode } from "../core/errors.ts";
import type { Cure } from "../core/remedy.ts";

/** A result as it crosses the wall: a plain value, never an exception with a stack. */
export type WireResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: WireError };

export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly next: string;
  /** What can be done about it: the window has a button for each that it can do. */
  readonly cure?: Cure;
}
