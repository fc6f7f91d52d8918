import { vaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import { Secret } from "../../secret.ts";
import { isWholeIdentity } from "./age/age-identities.ts";

const prefix = "AGE-SECRET-KEY-1";

/**
 * A recovery key as a person gives it: typed, pasted with blanks and line breaks, or the whole identity file that
 * `age-keygen` or we wrote, comments included. Errors: `recovery-key-wrong`, which says how it is wrong.
 */
export async function readRecoveryKey(given: Secret): Promise<Result<Secret>> {
  const text = given
    .reveal()
    .split(/\r?\n|\r/)
    .filter((line) => !line.trimStart().startsWith("#"))
    .join("")
    .replace(/\s/g, "")
    .toUpperCase();
  if (!text.startsWith(prefix) || !/^[0-9A-Z-]+$/.test(text))
    return wrong(
      text.startsWith("AGE1")
        ? "That is the public half of a key, which opens nothing."
        : "That is not a recovery key.",
      `It begins with ${prefix}; check that it is whole.`,
    );
  if (text.includes(prefix, 1))
    return wrong(
      "There is more than one key.",
      "Give the recovery key of this vault alone.",
    );
  const key = new Secret(text);
  return (await isWholeIdentity(key))
    ? success(key)
    : wrong(
        "The recovery key's checksum is wrong: a character of it is mistyped, missing or too many.",
        "Compare it with what you keep, character by character.",
      );
}

function wrong(message: string, next: string): Result<never> {
  return failure(vaultError("recovery-key-wrong", message, next));
}
