import type { Files } from "../../../shared/core/ports/files.ts";
import type { SecretStore } from "../../../shared/core/ports/secret-store.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import {
  addressText,
  authorityField,
  readAddress,
  type StoreAddress,
} from "../../../shared/core/stores/address.ts";
import type { ImportedFile } from "../../../shared/core/usecases/imports/imported-file.ts";
import type { OpenOrigin } from "../../../shared/core/usecases/stores/compare-origins.ts";
import {
  serverBefore,
  type HasMoved,
} from "../../../shared/core/usecases/stores/follow-moves.ts";
import * as stores from "../../../shared/core/usecases/stores/open-store.ts";
import {
  readFromStore,
  readPlace,
} from "../../../shared/core/usecases/stores/read-from-store.ts";
import type { Cli } from "../../cli.ts";
import { openDocument } from "../vault/open-document.ts";
import { ownWays, storesOf } from "./command-stores.ts";
import { waitingFiles } from "../waiting/waiting-files.ts";

/** A place in a store as one remembers it: a file by its whole path. */
export function wholeAddress(cli: Cli, address: StoreAddress): StoreAddress {
  return storesOf(cli).whole(address);
}

/** Opens a place with the person's own login. Nothing is contacted yet. Errors: those of the login. */
export async function openStore(
  cli: Cli,
  address: StoreAddress,
  choice: stores.PlaceChoice = {},
): Promise<Result<SecretStore>> {
  return stores.openStore(ownWays(cli))(address, choice);
}

/** The places of contexts of the vault. `hasMoved`: absent: none has. */
export function openOrigin(cli: Cli, hasMoved?: HasMoved): OpenOrigin {
  return stores.openOrigin(stores.openStore(ownWays(cli)), hasMoved);
}

/**
 * Contexts of a place, for an import. A token goes to no other server than the one that the address was on, unless a person says that it
 * has moved. Errors: those of opening the vault, of the login and of reading.
 */
export async function importFrom(
  cli: Cli,
  given: Result<StoreAddress>,
  hasMoved: HasMoved,
): Promise<Result<ImportedFile>> {
  if (!given.ok) return given;
  const whole = wholeAddress(cli, given.value);
  const address = addressText(whole);
  const store = await openStore(cli, whole);
  if (!store.ok) return store;
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const { server } = store.value;
  const was = serverBefore(document.value, address, server);
  if (was !== null && !(await hasMoved(was, server)))
    return failure(stores.otherServer(was, server));
  return readFromStore(store.value, address);
}

/**
 * The person's files, and places in stores for who names one: an authority is used or kept, and nothing of the place is remembered.
 */
export function filesOrStores(cli: Cli): Pick<Files, "read" | "exists"> {
  const files = waitingFiles(cli);
  return {
    exists: async (path) =>
      readAddress(path) === null && (await files.exists(path)),
    read: async (path, most) => {
      const address = readAddress(path, authorityField);
      if (!address) return files.read(path, most);
      if (!address.ok) return address;
      const store = await openStore(cli, wholeAddress(cli, address.value));
      if (!store.ok) return store;
      const found = await readPlace(store.value, path);
      return found.ok ? success(found.value.bytes) : found;
    },
  };
}
