import { limits } from "../../core/limits.ts";
import type { Random } from "../../core/ports/random.ts";
import type { HostContext } from "../host-context.ts";

const tokenBytes = 16;

/** A name that cannot be guessed, for something that main keeps: 32 hexadecimal digits. */
export function newToken(random: Random): string {
  return Array.from(random.bytes(tokenBytes), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** Keeps something under a new token, until the vault is locked; of more than a few the oldest goes. */
export function keepByToken<T>(
  { lock, ports }: Pick<HostContext, "lock" | "ports">,
  kept: Map<string, T>,
  value: T,
  most: number = limits.keptForPage.most,
): string {
  const token = newToken(ports.vault.random);
  // Nothing is kept for a vault that is closed, nor what was read while it was being locked.
  if (!lock.isOpen) return token;
  const [oldest] = kept.keys();
  if (kept.size >= most && oldest !== undefined) kept.delete(oldest);
  kept.set(token, value);
  return token;
}
