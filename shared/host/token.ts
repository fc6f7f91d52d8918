import type { Random } from "../core/ports/random.ts";

const tokenBytes = 16;

/** A name that cannot be guessed, for something that main keeps: 32 hexadecimal digits. */
export function newToken(random: Random): string {
  return Array.from(random.bytes(tokenBytes), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
