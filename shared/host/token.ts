import type { Random } from "../core/ports/random.ts";

const tokenBytes = 16;

/** A name that cannot be guessed, for something that main keeps: 32 hexadecimal digits. */
function newToken(random: Random): string {
  return Array.from(random.bytes(tokenBytes), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** Things of one kind that a window opened and may come back to. */
const mostKept = 4;

/** Keeps something under a new token; of more than a few the oldest goes. */
export function keepByToken<T>(
  kept: Map<string, T>,
  value: T,
  random: Random,
): string {
  const [oldest] = kept.keys();
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
  const token = newToken(random);
  kept.set(token, value);
  return token;
}
