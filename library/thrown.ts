import type { VaultError } from "../shared/core/errors.ts";
import type { Result } from "../shared/core/result.ts";
import { TalosVaultError } from "./talos-vault-error.ts";

/** An error of ours as programs catch it. Its cause stays here: it may quote a system at length. */
export function thrown({ code, message, next }: VaultError): TalosVaultError {
  return new TalosVaultError(code, message, next);
}

/** What a use case gives. Throws its error. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw thrown(result.error);
  return result.value;
}
