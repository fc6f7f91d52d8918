import { vaultError, type VaultError } from "../errors.ts";

/** Whoever asked does not want it any more: nothing of it is put anywhere. Null: it goes on. Error: `declined`. */
export function judgeCalledOff({
  signal,
}: {
  readonly signal?: AbortSignal;
}): VaultError | null {
  return signal?.aborted
    ? vaultError("declined", "It was called off; nothing was changed.", "")
    : null;
}
