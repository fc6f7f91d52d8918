import type { ErrorCode, VaultError } from "./errors.ts";
import type { Result } from "./result.ts";
import type { Secret } from "./secret.ts";

/** So often a person may mistype a secret before a command ends, as with sudo. */
const mostTries = 3;

const wrong: ReadonlySet<ErrorCode> = new Set([
  "passphrase-wrong",
  "recovery-key-wrong",
]);

/**
 * Asks a person for a secret; `refusal` says why the one before was wrong, and is null the first time. Who cannot ask
 * again, as a file descriptor cannot, gives the refusal back.
 */
export type AskSecret = (refusal: VaultError | null) => Promise<Result<Secret>>;

/**
 * Asks a person for a secret and tries it, three times while it is the wrong one. Errors: those of asking at once, and
 * those of `open`.
 */
export async function threeTries<T>(
  ask: AskSecret,
  open: (secret: Secret) => Promise<Result<T>>,
): Promise<Result<T>> {
  let refusal: VaultError | null = null;
  for (let count = 1; ; count++) {
    const given = await ask(refusal);
    if (!given.ok) return given;
    const opened = await open(given.value);
    if (opened.ok || count === mostTries || !wrong.has(opened.error.code))
      return opened;
    refusal = opened.error;
  }
}
