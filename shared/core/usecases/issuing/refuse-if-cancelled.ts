import { vaultError, type VaultError } from "../../errors.ts";

/** Whoever asked does not want it any more: nothing of it is put anywhere. Null: it goes on. Error: `cancelled`. */
export function refuseIfCancelled({
  signal,
}: {
  readonly signal?: AbortSignal;
}): VaultError | null {
  return signal?.aborted
    ? vaultError(
        "cancelled",
        "Cancelled. Nothing was changed.",
        "Start it again when you want it.",
      )
    : null;
}
