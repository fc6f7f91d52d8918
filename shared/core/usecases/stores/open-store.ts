import { vaultError, type VaultError } from "../../errors.ts";
import type {
  KnownServer,
  MovedPlace,
  StoreWays,
} from "../../ports/store-access.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { failure, success, type Result } from "../../result.ts";
import { readAddress, type StoreAddress } from "../../stores/address.ts";
import type { Origin } from "../../vault/document.ts";
import { isOf } from "../imports/origin.ts";
import type { OpenOrigin } from "./compare-origins.ts";
import type { HasMoved } from "./follow-moves.ts";

/** What is said of a place beside its address. */
export interface PlaceChoice {
  /** Of a new file of SOPS; empty: its rules say them; null: nobody could name any. */
  readonly recipients?: readonly string[] | null | undefined;
  readonly known?: KnownServer | undefined;
}

/** Opens a place; nothing is contacted yet. Errors: those of the login. */
export type OpenStore = (
  address: StoreAddress,
  choice?: PlaceChoice,
) => Promise<Result<SecretStore>>;

/** Places in stores, each opened by what is loaded for its kind alone. */
export function openStore(ways: StoreWays): OpenStore {
  return async (address, { recipients = [], known } = {}) => {
    if (address.kind !== "sops") return ways.server(address, known);
    const { sopsStore } = await import("./sops-store.ts");
    return success(sopsStore(await ways.sops(), address.path, recipients));
  };
}

/**
 * The places of contexts of the vault, each on the server and in the namespace that it was in: a token goes to no other, unless a person
 * says that it has moved. `typed`: where somebody says that it is.
 */
export function openOrigin(
  open: OpenStore,
  hasMoved: HasMoved = async () => false,
  typed?: KnownServer,
): OpenOrigin {
  return async (origin) => {
    const { address, server: known } = origin;
    const read = readAddress(address);
    if (!read) throw new Error("an origin that is no address");
    if (!read.ok) return read;
    const store = await open(read.value, { known: typed ?? origin });
    if (!store.ok) return store;
    const { server, namespace } = store.value;
    if (server !== known)
      return (await hasMoved(origin, server))
        ? store
        : failure(otherServer(origin, server));
    const isSame =
      namespace === null || isOf(origin, { address, server, namespace });
    return isSame ? store : failure(otherNamespace(origin, namespace));
  };
}

/** That a place was on another server, and nobody says that it has moved. */
export function otherServer(
  { address, server }: MovedPlace,
  named: string,
): VaultError {
  return vaultError(
    "store-failed",
    `${address} is of ${server}, and ${address.startsWith("aws-sm:") ? "AWS_ENDPOINT_URL, or the region," : "VAULT_ADDR"} names ${named}.`,
    "Unset it or set it to that server where this is started, or say that it has moved where you are asked.",
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
