import type { VaultError } from "./errors.ts";

/** The outcome of everything that can be refused. Exceptions are for bugs alone. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: VaultError };

export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failure(error: VaultError): Result<never> {
  return { ok: false, error };
}
