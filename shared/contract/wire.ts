import type { ErrorCode } from "../core/errors.ts";
import type { Problem } from "../core/problem.ts";

/** A result as it crosses the wall: a plain value, never an exception with a stack. */
export type WireResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: WireError };

/** Without its cause: the window has a button for each of the actions. */
export type WireError = Problem<ErrorCode>;
