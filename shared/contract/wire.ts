import type { ErrorCode } from "../core/errors.ts";

/** A result as it crosses the wall: a plain value, never an exception with a stack. */
export type WireResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: WireError };

export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly next: string;
}
