import { vaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { readAddress, type StoreAddress } from "../../core/stores/address.ts";
import { keptSopsKeys } from "../../core/usecases/stores/give-sops-key.ts";
import {
  openStore,
  type OpenStore,
} from "../../core/usecases/stores/open-store.ts";
import { withConsent } from "../consent/with-consent.ts";
import { readOpen, type HostContext } from "../host-context.ts";

/** Ways to stores for one call: a window lives longer than a login. */
export function openStores(context: HostContext): OpenStore {
  const { stores, ledger } = context.ports;
  const keptKeys = keptSopsKeys(
    {
      audit: ledger,
      agree: (refusal) =>
        withConsent(context, "sops-key", { names: [] }, async ({ length }) =>
          length > 0 ? success(undefined) : failure(refusal),
        ),
    },
    () => readOpen(context),
  );
  const ways = stores.ways({
    // Whoever cannot be asked here has the other keys.
    passphraseOf: async () => failure(notAsked()),
    keptKeys,
    say: (text) => {
      context.events.tell({
        kind: "notice",
        tone: "info",
        title: "A file of SOPS",
        text,
      });
    },
  });
  return openStore(ways);
}

/** What a person typed as a place. Errors: `usage`. */
export function placeTyped(
  { ports }: HostContext,
  typed: string,
): Result<StoreAddress> {
  const address = readAddress(typed.trim());
  if (!address) return failure(noAddress(typed));
  return address.ok ? success(ports.stores.whole(address.value)) : address;
}

function noAddress(typed: string) {
  return vaultError(
    "usage",
    `"${typed}" is no address of a store.`,
    "It begins with vault:, aws-sm:, azure-kv: or sops:.",
  );
}

function notAsked() {
  return vaultError(
    "unsupported",
    "A window asks for no passphrase of a key of SSH.",
    "Use a key without one, or one of age.",
  );
}
