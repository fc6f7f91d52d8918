import { equalBytes } from "../../../bytes.ts";
import type { VaultError } from "../../../errors.ts";
import type {
  VaultFileName,
  VaultFolder,
} from "../../../ports/vault-folder.ts";
import { success, type Result } from "../../../result.ts";
import { warning, type Warning } from "../../../warning.ts";

/**
 * Writes the file whose writing is the moment of change. The disk may report a failure when the file is in its place already, as where
 * its folder cannot be synced: whoever would be told then that nothing was changed would throw the one key away that opens the
 * vault. So after a failure it is looked what is there, and where that is what was to be written, it is a warning. Errors:
 * those of writing, where what was there before is there.
 */
export async function putInPlace(
  folder: Pick<VaultFolder, "read" | "write">,
  name: VaultFileName,
  bytes: Uint8Array,
): Promise<Result<readonly Warning[]>> {
  const written = await folder.write(name, bytes);
  if (written.ok) return success([]);
  const present = await folder.read(name);
  const isThere =
    present.ok && present.value !== null && equalBytes(present.value, bytes);
  return isThere ? success([unconfirmed(written.error)]) : written;
}

/** Whether what was written may be gone after a crash of the machine. */
export function isUnconfirmed(warnings: readonly Warning[]): boolean {
  return warnings.some(({ code }) => code === "write-unconfirmed");
}

function unconfirmed({ message, cause }: VaultError): Warning {
  const said = cause === undefined ? message : `${message} (${cause})`;
  return warning(
    "write-unconfirmed",
    `The vault is written, but the disk does not say that it keeps it: ${said}`,
    { next: "Look at the disk, and make a backup elsewhere." },
  );
}
