import { constants } from "node:os";

/**
 * The system's short name of a failed call, as "ENOSPC"; empty where it was no call of the system. libuv has no name for some
 * numbers, and Node says UNKNOWN or "Unknown system error -122" for a quota that is used up: those are looked up.
 */
export function errnoName(error: unknown): string {
  const { code, errno } = (error ?? {}) as NodeJS.ErrnoException;
  if (code !== undefined && /^E[A-Z0-9]+$/.test(code)) return code;
  const [name] =
    Object.entries(constants.errno).find(
      ([, number]) => number === -(errno ?? 0),
    ) ?? [];
  return name ?? code ?? "";
}
