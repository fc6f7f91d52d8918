import { vaultError } from "../../errors.ts";
import { sha256Hex } from "../../pki/primitives/hash-and-hmac.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { failure, success, type Result } from "../../result.ts";
import { placeOf, serverText, type Place } from "../imports/origin.ts";
import { readImport, type ImportedFile } from "../imports/imported-file.ts";

/** A place in a store, as far as the store is known. */
export function placeIn(
  { server, namespace }: SecretStore,
  address: string,
): Place {
  return placeOf({ address, server, namespace: namespace ?? "" });
}

/** What is at a place. Errors: those of the store; `store-missing`. */
export async function readPlace(
  store: SecretStore,
  address: string,
): Promise<Result<{ readonly bytes: Uint8Array; readonly version: string }>> {
  const stored = await store.read();
  if (!stored.ok) return stored;
  const { bytes, version } = stored.value;
  const where =
    store.server === "" ? "" : ` on ${serverText(placeIn(store, address))}`;
  return bytes === null
    ? failure(
        vaultError(
          "store-missing",
          `Nothing is at ${address}${where}.`,
          "Check the address.",
        ),
      )
    : success({ bytes, version });
}

/** The contexts of a place, with what is remembered of it. Errors: those of `readPlace`; `talosconfig-invalid`. */
export async function readFromStore(
  store: SecretStore,
  address: string,
): Promise<Result<ImportedFile & Required<Pick<ImportedFile, "origin">>>> {
  const found = await readPlace(store, address);
  if (!found.ok) return found;
  const { bytes, version } = found.value;
  const file = readImport(address, { bytes, identity: null });
  if (!file.ok) return file;
  const sha256 = sha256Hex(bytes);
  return success({
    ...file.value,
    origin: { ...placeIn(store, address), version, sha256 },
  });
}
