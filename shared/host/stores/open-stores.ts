import { hasSopsMark } from "../../core/imports/file-kinds/first-bytes.ts";
import { vaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { readAddress, type StoreAddress } from "../../core/stores/address.ts";
import type { StoreWays } from "../../core/ports/own-stores.ts";
import { keptSopsKeys } from "../../core/usecases/stores/give-sops-key.ts";
import { originsOf } from "../../core/usecases/imports/origin.ts";
import {
  openedSopsText,
  openSopsFile,
} from "../../core/usecases/stores/open-sops-file.ts";
import {
  openStore,
  type OpenStore,
  type PlaceChoice,
} from "../../core/usecases/stores/open-store.ts";
import type { VaultDocument } from "../../core/vault/document.ts";
import { withConsent } from "../consent/with-consent.ts";
import { readOpen, type HostContext } from "../host-context.ts";

/** Ways to stores for one call: a window lives longer than a login. */
export function openStores(context: HostContext): OpenStore {
  return openStore(waysOf(context));
}

/**
 * What is in a file of SOPS for which a key is at hand; null: it is none, or nothing here opens it. Errors: those of `openSopsFile`.
 */
export async function openedSops(
  context: HostContext,
  path: string,
  bytes: Uint8Array,
): Promise<Result<Uint8Array | null>> {
  if (!hasSopsMark(bytes)) return success(null);
  const { keys } = await waysOf(context).sops();
  const opened = await openSopsFile(keys)(path, bytes);
  if (opened.ok && opened.value) tellOfSops(context, openedSopsText(path));
  return opened;
}

function tellOfSops({ events }: HostContext, text: string): void {
  events.tell({ kind: "notice", tone: "info", title: "A file of SOPS", text });
}

function waysOf(context: HostContext): StoreWays {
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
  return stores.ways({
    // Whoever cannot be asked here has the other keys.
    passphraseOf: async () => failure(notAsked()),
    keptKeys,
    say: (text) => {
      tellOfSops(context, text);
    },
  });
}

/** A place as a person typed it. */
export interface Asked {
  readonly address: string;
  readonly server?: string | undefined;
  readonly namespace?: string | undefined;
}

/** Where it is, for the way to it. */
export interface TypedPlace extends PlaceChoice {
  readonly address: StoreAddress;
}

/**
 * What a person typed as a place. A server that neither the environment nor a context of the vault names is asked about outside of the page: the
 * login is shown to it. Errors: `usage`; `declined`.
 */
export async function placeTyped(
  { ports }: HostContext,
  document: VaultDocument,
  { address: typed, server: named = "", namespace = "" }: Asked,
): Promise<Result<TypedPlace>> {
  const read = readAddress(typed.trim());
  if (!read) return failure(noAddress(typed));
  if (!read.ok) return read;
  const address = ports.stores.whole(read.value);
  if (address.kind !== "vault" || (await ports.stores.vaultServer()) !== null)
    return success({ address, recipients: null });
  const server = serverNamed(named.trim());
  if (server === null) return failure(noServer(named));
  const isKnown = originsOf(document.contexts).some(
    (one) => one.server === server,
  );
  const isAgreed = isKnown || (await ports.person.agreeToServer(server));
  return isAgreed
    ? success({
        address,
        recipients: null,
        known: { server, namespace: namespace.trim() },
      })
    : failure(notAgreed(server));
}

/** As an origin; null: it is none of a web server. */
function serverNamed(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && /^https?:$/.test(url.protocol) ? url.origin : null;
}

/** A store may take its time: who waits for it leaves, and what it answers then counts for nothing. */
export async function unlessCancelled<T>(
  { signal }: HostContext,
  ask: () => Promise<Result<T>>,
): Promise<Result<T>> {
  if (!signal) return ask();
  const left = new Promise<Result<T>>((resolve) => {
    const leave = () => resolve(failure(cancelled()));
    signal.addEventListener("abort", leave, { once: true });
    if (signal.aborted) leave();
  });
  return Promise.race([ask(), left]);
}

function cancelled() {
  return vaultError("cancelled", "The store was not waited for.", "Ask again.");
}

function noServer(typed: string) {
  return vaultError(
    "usage",
    typed.trim() === ""
      ? "Nothing says on which server that is."
      : `"${typed}" is no server.`,
    "Give its address: https://HOST:8200",
  );
}

function notAgreed(server: string) {
  return vaultError(
    "declined",
    `Nobody agreed to show the login to ${server}; nothing was asked.`,
    "Ask again, and agree where it is the right one.",
  );
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
