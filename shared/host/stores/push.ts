import { vaultError, type VaultError } from "../../core/errors.ts";
import type { SecretStore } from "../../core/ports/secret-store.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { addressText, readAddress } from "../../core/stores/address.ts";
import { contentHash } from "../../core/talosconfig/compare-contexts.ts";
import { exportContexts } from "../../core/usecases/contexts/export-contexts.ts";
import { findContext } from "../../core/usecases/contexts/resolve-context-name.ts";
import { serverText } from "../../core/usecases/imports/origin.ts";
import { followMoves } from "../../core/usecases/stores/follow-moves.ts";
import {
  carryOutPush,
  hasToBeMeant,
  planPush,
  rememberPush,
  type Push,
} from "../../core/usecases/stores/push-contexts.ts";
import { placeIn } from "../../core/usecases/stores/read-from-store.ts";
import type {
  NamedContext,
  StoredContext,
  VaultDocument,
} from "../../core/vault/document.ts";
import type { RequestOf } from "../../contract/index.ts";
import type { PushPlan } from "../../contract/stores.ts";
import { withConsent } from "../consent/with-consent.ts";
import {
  readOpen,
  type HostContext,
  type PlannedPush,
} from "../host-context.ts";
import { keepByToken } from "../tasks/token.ts";
import {
  askWhetherMoved,
  openStores,
  openTyped,
  type AgreedPlace,
} from "./open-stores.ts";

/** Looks what is at a place, and says what a push would do there. Errors: those of planning. */
export async function planPushOf(
  context: HostContext,
  request: RequestOf<"stores.plan-push">,
): Promise<Result<PushPlan>> {
  const { isCreateOnly } = request;
  const document = await readOpen(context);
  if (!document.ok) return document;
  const found = findContext(document.value, request.name);
  if (!found.ok) return found;
  const place = await placeOf(context, document.value, found.value, request);
  if (!place.ok) return place;
  const { store, address, hasMoved } = place.value;
  const { name, context: stored } = found.value;
  const now = context.ports.vault.clock.now();
  const choice = { isCreateOnly, ifVersion: null };
  const contexts = await followMoves(
    new Map([[name, stored]]),
    { store, address, choice },
    hasMoved ? async () => true : askWhetherMoved(context),
  );
  const plan = await planPush(store, { contexts }, address, choice, now);
  if (!plan.ok) return plan;
  const planned = { name, stored, address, store, plan: plan.value };
  return success(shown(keepByToken(context, context.pushes, planned), planned));
}

/** Without an address: where the context came from. */
async function placeOf(
  context: HostContext,
  document: VaultDocument,
  { name, context: { metadata } }: NamedContext,
  { address: typed, ...where }: RequestOf<"stores.plan-push">,
): Promise<Result<AgreedPlace>> {
  if (typed !== null)
    return openTyped(context, document, { address: typed, ...where });
  const address = readAddress(metadata.origin?.address ?? "");
  if (!address) return failure(noPlace(name));
  if (!address.ok) return address;
  const choice = { recipients: null, known: metadata.origin };
  const store = await openStores(context)(address.value, choice);
  return store.ok
    ? success({
        store: store.value,
        address: addressText(address.value),
        hasMoved: false,
      })
    : store;
}

function shown(
  token: string,
  { name, address, store, plan }: PlannedPush,
): PushPlan {
  const { isNeeded, bytes, names, version, readers, warnings } = plan;
  return {
    token,
    address,
    server: whereText(store, address),
    name: names.get(name) ?? name,
    isNeeded,
    version: version || null,
    bytes: bytes.length,
    readers,
    warnings,
    hasToBeMeant: hasToBeMeant(plan),
  };
}

function whereText(store: SecretStore, address: string): string {
  return store.server === "" ? "" : serverText(placeIn(store, address));
}

/**
 * Writes what was planned, once a person meant and confirmed it. Errors: `declined` for what is not meant; `store-diverged` where it is not
 * as it was planned any more; those of an export and of writing.
 */
export async function push(
  context: HostContext,
  { token, isMeant, reason, confirmation }: RequestOf<"stores.push">,
): Promise<Result<{ readonly version: string | null }>> {
  const planned = context.pushes.get(token);
  if (!planned) return failure(notPlanned());
  const { name, stored, plan } = planned;
  if (hasToBeMeant(plan) && !isMeant) return failure(notMeant());
  const document = await readOpen(context);
  if (!document.ok) return document;
  const now = document.value.contexts.get(name);
  if (!now || !isAsPlanned(now, stored)) return failure(notPlanned());
  if (!plan.isNeeded)
    return remember(context, planned, plan.version, new Map([[name, now]]));
  const names = confirmation === undefined ? [] : [confirmation];
  const said = { reason, names };
  const exported = await withConsent(context, "export", said, async (agreed) =>
    exportContexts(
      document.value,
      [name],
      { ...said, agreed },
      context.ports.vault.clock.now(),
    ),
  );
  if (!exported.ok) return exported;
  const open = context.lock.opened();
  if (!open.ok) return open;
  // What it writes in place of is what was read for this plan, and for no other try.
  context.pushes.delete(token);
  const { ledger, vault } = context.ports;
  const ports = { ledger, clock: vault.clock };
  const { store, address } = planned;
  const version = await carryOutPush(
    ports,
    store,
    exported.value,
    plan,
    address,
  );
  return version.ok
    ? remember(context, planned, version.value, exported.value.contexts)
    : version;
}

/** What a person was told of it still holds. */
function isAsPlanned(now: StoredContext, then: StoredContext): boolean {
  return (
    contentHash(now.config) === contentHash(then.config) &&
    now.metadata.production === then.metadata.production
  );
}

async function remember(
  context: HostContext,
  { store, address, plan: { names, sha256 } }: PlannedPush,
  version: Push["version"],
  contexts: ReadonlyMap<string, StoredContext>,
): Promise<Result<{ readonly version: string | null }>> {
  const open = context.lock.opened();
  if (!open.ok) return open;
  const place = { ...placeIn(store, address), version, sha256 };
  const now = context.ports.vault.clock.now();
  const changed = await open.value.change((document) =>
    success(rememberPush(document, { contexts }, names, place, now)),
  );
  if (!changed.ok) return changed;
  context.events.tell({ kind: "vault" });
  return success({ version: version || null });
}

function noPlace(name: string): VaultError {
  return vaultError(
    "store-missing",
    `"${name}" came from no store, and went to none.`,
    "Say where it is to go.",
  );
}

function notPlanned(): VaultError {
  return vaultError(
    "store-diverged",
    "The context, or that place, was changed since it was looked at; nothing was written.",
    "Look at it again.",
  );
}

function notMeant(): VaultError {
  return vaultError(
    "declined",
    "Nobody said that this is meant to leave; nothing was written.",
    "Read what it carries, and confirm it.",
  );
}
