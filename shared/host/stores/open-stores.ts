import { hasSopsMark } from "../../core/imports/file-kinds/first-bytes.ts";
import { vaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import {
  addressText,
  readAddress,
  type StoreAddress,
} from "../../core/stores/address.ts";
import type { KnownServer, StoreWays } from "../../core/ports/store-access.ts";
import type { SecretStore } from "../../core/ports/secret-store.ts";
import { keptSopsKeys } from "../../core/usecases/stores/give-sops-key.ts";
import { originsOf } from "../../core/usecases/imports/origin.ts";
import {
  openedSopsText,
  openSopsFile,
} from "../../core/usecases/stores/open-sops-file.ts";
import {
  serverBefore,
  type HasMoved,
} from "../../core/usecases/stores/follow-moves.ts";
import {
  openStore,
  type OpenStore,
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
  events.tell({ kind: "notice", tone: "info", title: "SOPS file", text });
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

/** A place that may be asked: nothing was yet. */
export interface AgreedPlace {
  readonly store: SecretStore;
  readonly address: string;
  /** Somebody said that what came from that address of another server is there by now. */
  readonly hasMoved: boolean;
}

/**
 * Opens what a person typed as a place. Asked about outside of the page, because the login is shown to it, is a server that neither the
 * environment nor a context of the vault names, and one on which an address that contexts came from was not. Errors: `usage`; `declined`;
 * those of the login.
 */
export async function openTyped(
  context: HostContext,
  document: VaultDocument,
  { address: typed, ...named }: Asked,
): Promise<Result<AgreedPlace>> {
  const { person, stores } = context.ports;
  const read = readAddress(typed.trim());
  if (!read) return failure(noAddress(typed));
  if (!read.ok) return read;
  const place = stores.whole(read.value);
  const known = await serverTyped(context, place.kind, named);
  if (!known.ok) return known;
  const choice = { recipients: null, known: known.value };
  const store = await openStores(context)(place, choice);
  if (!store.ok) return store;
  const address = addressText(place);
  const { server } = store.value;
  const was = serverBefore(document, address, server);
  const isNew = known.value !== undefined && !hasServer(document, server);
  return (was !== null || isNew) && !(await person.agreeToServer(server, was))
    ? failure(notAgreed(server))
    : success({ store: store.value, address, hasMoved: was !== null });
}

function hasServer({ contexts }: VaultDocument, server: string): boolean {
  return originsOf(contexts).some((one) => one.server === server);
}

/** Where a person says that a place of Vault is; undefined: the environment says it, or it is of another kind. Errors: `usage`. */
export async function serverTyped(
  { ports }: HostContext,
  kind: StoreAddress["kind"],
  { server: named = "", namespace = "" }: Omit<Asked, "address">,
): Promise<Result<KnownServer | undefined>> {
  if (kind !== "vault" || (await ports.stores.vaultServer()) !== null)
    return success(undefined);
  const server = serverNamed(named.trim());
  return server === null
    ? failure(noServer(named))
    : success({ server, namespace: namespace.trim() });
}

/** A person says it outside of the page. */
export function askWhetherMoved({ ports }: HostContext): HasMoved {
  return (was, server) => ports.person.agreeToServer(server, was);
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
