import { rmSync, statSync } from "node:fs";
import { join } from "node:path";

/** Bytes: sockaddr_un holds 108, the last of them a NUL. */
export const longestSocketPath = 107;

/** The agent's socket for the vault in `home`: one per vault folder, in the private run folder. */
export function agentSocketPath(runFolder: string, home: string): string {
  const { dev, ino } = statSync(home, { throwIfNoEntry: false }) ?? {
    dev: 0,
    ino: 0,
  };
  return join(runFolder, `agent-${String(dev)}-${String(ino)}`);
}

/** Which file has this name at present; null: none has. Another that takes its place is another one. */
export function fileAt(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found ? `${String(found.dev)}-${String(found.ino)}` : null;
}

/** A socket's file is no use after its server. */
export function removeSocket(path: string): void {
  rmSync(path, { force: true });
}
