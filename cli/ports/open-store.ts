import { resolve } from "node:path";
import { vaultError, type VaultError } from "../../shared/core/errors.ts";
import type { Files } from "../../shared/core/ports/files.ts";
import type { SecretStore } from "../../shared/core/ports/secret-store.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import {
  addressText,
  authorityField,
  readAddress,
  type StoreAddress,
} from "../../shared/core/stores/address.ts";
import type { ImportedFile } from "../../shared/core/usecases/imports/imported-file.ts";
import { isOf } from "../../shared/core/usecases/imports/origin.ts";
import type { Origin } from "../../shared/core/vault/document.ts";
import type { OpenOrigin } from "../../shared/core/usecases/stores/compare-origins.ts";
import {
  readFromStore,
  readPlace,
} from "../../shared/core/usecases/stores/read-from-store.ts";
import { diskFiles, readTrusted } from "../../shared/node/files/disk-files.ts";
import { sharedFiles } from "../../shared/node/files/shared-files.ts";
import type { Cli } from "../cli.ts";
import { ownAgeKeys, ownVaultLogin } from "./store-logins.ts";
import { waitingFiles } from "./waiting-files.ts";

/** A place in a store as one remembers it: a file by its whole path. */
export function wholeAddress(address: StoreAddress): StoreAddress {
  return address.kind === "sops"
    ? { ...address, path: resolve(address.path) }
    : address;
}

/** Opens a place with the person's own login. Nothing is contacted yet. Errors: those of the login. */
export async function openStore(
  cli: Cli,
  address: StoreAddress,
  recipients: readonly string[] = [],
): Promise<Result<SecretStore>> {
  if (address.kind === "sops") {
    const { sopsStore } =
      await import("../../shared/core/usecases/stores/sops-store.ts");
    const { ownSops } = await import("../../shared/node/stores/own-sops.ts");
    const keys = await ownAgeKeys(cli);
    const { clock } = cli.ports;
    const sops = {
      files: diskFiles,
      readRules: readTrusted,
      shared: sharedFiles,
      keys,
      clock,
      program: ownSops(process.env, (line) => {
        cli.terminal.say(line);
      }),
    };
    return success(sopsStore(sops, address.path, recipients));
  }
  if (process.env["TALOS_VAULT_OFFLINE"]) return failure(offline());
  if (address.kind !== "vault") {
    const { openCloudStore } = await import("./open-cloud-store.ts");
    return openCloudStore(address, process.env);
  }
  const { HashicorpStore } =
    await import("../../shared/node/stores/hashicorp-store.ts");
  const login = await ownVaultLogin();
  return login.ok ? success(new HashicorpStore(login.value, address)) : login;
}

/** The places of contexts of the vault, each on the server and in the namespace that it was in: a token goes to no other. */
export function openOrigin(cli: Cli): OpenOrigin {
  return async (origin) => {
    const { address, server: known } = origin;
    const read = readAddress(address);
    if (!read) throw new Error("an origin that is no address");
    if (!read.ok) return read;
    const store = await openStore(cli, read.value);
    if (!store.ok) return store;
    const { server, namespace } = store.value;
    if (server !== known) return failure(otherServer(origin, server));
    const isSame =
      namespace === null || isOf(origin, { address, server, namespace });
    return isSame ? store : failure(otherNamespace(origin, namespace));
  };
}

function otherServer({ address, server }: Origin, named: string): VaultError {
  return vaultError(
    "store-failed",
    `${address} is of ${server}, and ${address.startsWith("aws-sm:") ? "AWS_ENDPOINT_URL, or the region," : "VAULT_ADDR"} names ${named}.`,
    "Set it to that server, or import the context again from the other one.",
  );
}

function otherNamespace(
  { address, namespace = "" }: Origin,
  named: string,
): VaultError {
  return vaultError(
    "store-failed",
    `${address} is of ${namespace === "" ? "no namespace" : `the namespace ${namespace}`}, and VAULT_NAMESPACE names ${named === "" ? "none" : named}.`,
    namespace === ""
      ? "Unset VAULT_NAMESPACE (and BAO_NAMESPACE), or import the context again from the other one."
      : "Set VAULT_NAMESPACE to that one, or import the context again from the other one.",
  );
}

/** Contexts of a place, for an import. Errors: those of the login and of reading. */
export async function importFrom(
  cli: Cli,
  given: Result<StoreAddress>,
): Promise<Result<ImportedFile>> {
  if (!given.ok) return given;
  const address = wholeAddress(given.value);
  const store = await openStore(cli, address);
  return store.ok ? readFromStore(store.value, addressText(address)) : store;
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
      const store = await openStore(cli, wholeAddress(address.value));
      if (!store.ok) return store;
      const found = await readPlace(store.value, path);
      return found.ok ? success(found.value.bytes) : found;
    },
  };
}

function offline() {
  return vaultError(
    "store-failed",
    "No store is asked: TALOS_VAULT_OFFLINE is set.",
    "Unset it.",
  );
}
