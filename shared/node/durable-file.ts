import { randomUUID } from "node:crypto";
import { open, rename, unlink, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";

const privateMode = 0o600;

/** Temporary names that we make, and may remove when they are left over. */
export const temporaryName = /^\.talos-vault-[0-9a-f-]{36}$/;

/**
 * Writes a private file (0600, whatever the umask) so that a crash leaves the old content or the new:
 * temporary file, fsync, rename, fsync of the folder. Throws the system's error.
 */
export async function writeDurably(
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  const temporary = join(dirname(path), `.talos-vault-${randomUUID()}`);
  try {
    await writeAndSync(await open(temporary, "wx", privateMode), bytes);
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

async function writeAndSync(
  file: FileHandle,
  bytes: Uint8Array,
): Promise<void> {
  try {
    await file.chmod(privateMode);
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename or a removal in a folder durable. Windows has no such call and needs none. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
