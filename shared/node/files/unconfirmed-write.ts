import { vaultError, type VaultError } from "../../core/errors.ts";

/**
 * What was to be written is in the place of what was there, which is gone, and the disk does not say that it keeps it: as where the
 * folder cannot be synced after the rename. Whoever is told that nothing was written would be told wrong.
 */
export class UnconfirmedWrite extends Error {
  /** The system's. */
  readonly code: string;

  constructor(code: string) {
    super(`written, and not confirmed: ${code}`);
    this.code = code;
  }
}

/** The same as a sentence. */
export function unconfirmed(
  path: string,
  { code }: UnconfirmedWrite,
): VaultError {
  const error = vaultError(
    "file-failed",
    `${path} is written, but the disk does not say that it keeps it.`,
    "Look at the disk, and whether the file is there after the machine's next start.",
    code,
  );
  return { ...error, arrival: "possible" };
}
