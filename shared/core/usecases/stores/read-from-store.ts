import { vaultError } from "../../errors.ts";
import { sha256Hex } from "../../pki/authenticate.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { failure, success, type Result } from "../../result.ts";
import { readImport, type ImportedFile } from "../imports/imported-file.ts";

/** The contexts of a place, with what is remembered of it. Errors: those of the store; `store-missing`; `talosconfig-invalid`. */
export async function readFromStore(
  store: SecretStore,
  address: string,
): Promise<Result<ImportedFile & Required<Pick<ImportedFile, "origin">>>> {
  const stored = await store.read();
  if (!stored.ok) return stored;
  const { server } = store;
  const { bytes, version } = stored.value;
  if (bytes === null)
    return failure(
      vaultError(
        "store-missing",
        `Nothing is at ${address}${server === "" ? "" : ` on ${server}`}.`,
        "Check the address.",
      ),
    );
  const file = readImport(address, { bytes, identity: null });
  if (!file.ok) return file;
  const sha256 = sha256Hex(bytes);
  return success({
    ...file.value,
    origin: { address, server, version, sha256 },
  });
}
