// Secret stores of others, for a window: what a context is there, taken from there, put there.
// Keep: A store is contacted by a click alone; what was read stays here under a token, and no key goes to a page.
import { vaultError, type VaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { findContext } from "../../core/usecases/contexts/resolve-context-name.ts";
import {
  compareOrigins,
  type ComparedOrigin,
} from "../../core/usecases/stores/compare-origins.ts";
import {
  judgePull,
  pullQuestionText,
} from "../../core/usecases/stores/judge-pull.ts";
import { originsOf } from "../../core/usecases/imports/origin.ts";
import { openOrigin } from "../../core/usecases/stores/open-store.ts";
import {
  applyPull,
  pullDifferences,
} from "../../core/usecases/stores/pull-contexts.ts";
import {
  keepSeen,
  rememberSeen,
} from "../../core/usecases/stores/remember-seen.ts";
import type { NamedContext, VaultDocument } from "../../core/vault/document.ts";
import type { RequestOf } from "../../contract/index.ts";
import type { ComparedPlace, KnownPlace } from "../../contract/stores.ts";
import {
  changeUndoably,
  done,
  readOpen,
  type Handlers,
  type HostContext,
} from "../host-context.ts";
import { keepByToken } from "../tasks/token.ts";
import {
  askWhetherMoved,
  openStores,
  serverTyped,
  unlessCancelled,
} from "./open-stores.ts";
import { planPushOf, push } from "./push.ts";

export type StoreChannel =
  | "stores.places"
  | "stores.compare"
  | "stores.pull"
  | "stores.plan-push"
  | "stores.push";

export function storeHandlers(context: HostContext): Handlers<StoreChannel> {
  return {
    "stores.places": async () => {
      const document = await readOpen(context);
      if (!document.ok) return document;
      const vaultServer = await context.ports.stores.vaultServer();
      return success({ places: placesIn(document.value), vaultServer });
    },
    "stores.compare": (request) =>
      unlessCancelled(context, () => compare(context, request)),
    "stores.pull": (request) => pull(context, request),
    "stores.plan-push": (request) =>
      unlessCancelled(context, () => planPushOf(context, request)),
    "stores.push": (request) => push(context, request),
  };
}

function placesIn(document: VaultDocument): readonly KnownPlace[] {
  const last = originsOf(document.contexts).toSorted(
    (one, other) => other.pulledAt.getTime() - one.pulledAt.getTime(),
  );
  const places = last.map(({ address, server, namespace = "" }) => ({
    address,
    server,
    namespace,
  }));
  return [...new Map(places.map((one) => [JSON.stringify(one), one])).values()];
}

async function compare(
  context: HostContext,
  { name: wanted, server, namespace }: RequestOf<"stores.compare">,
): Promise<Result<ComparedPlace>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const found = findContext(document.value, wanted);
  if (!found.ok) return found;
  const { name } = found.value;
  const typed =
    server === undefined
      ? success(undefined)
      : await serverTyped(context, "vault", { server, namespace });
  if (!typed.ok) return typed;
  const open = openOrigin(
    openStores(context),
    askWhetherMoved(context),
    typed.value,
  );
  const [compared] = await compareOrigins(document.value, [name], open);
  if (!compared) return failure(noOrigin(name));
  await remember(context, document.value, compared);
  if (compared.error) return failure(compared.error);
  const ledger = await context.ports.ledger.read();
  if (!ledger.ok) return ledger;
  return shown(context, found.value, compared, () =>
    judgePull(document.value, ledger.value, compared),
  );
}

async function remember(
  context: HostContext,
  document: VaultDocument,
  compared: ComparedOrigin,
): Promise<void> {
  const open = context.lock.opened();
  if (!open.ok) return;
  const now = context.ports.vault.clock.now();
  const kept = await keepSeen(document, [compared], now, (change) =>
    open.value.change(change),
  );
  if (kept.ok && kept.value) context.events.tell({ kind: "vault" });
}

function shown(
  context: HostContext,
  { context: { config } }: NamedContext,
  compared: ComparedOrigin,
  judge: () => ReturnType<typeof judgePull>,
): Result<ComparedPlace> {
  const { state, remote, origin } = compared;
  const isKnown =
    state === "same" ||
    state === "ahead" ||
    state === "behind" ||
    state === "diverged";
  if (!remote || !isKnown) return failure(gone(origin.address));
  const news = judge();
  const question = news && pullQuestionText(news, compared);
  return success({
    token: keepByToken(context, context.comparisons, compared),
    state,
    version: remote.place.version || null,
    differences: state === "same" ? [] : pullDifferences(config, remote.config),
    question: question === null ? null : sentence(question),
  });
}

async function pull(
  context: HostContext,
  { token, choice }: RequestOf<"stores.pull">,
): Promise<Result<null>> {
  const compared = context.comparisons.get(token);
  if (!compared) return failure(notCompared());
  const { context: name, origin } = compared;
  const now = context.ports.vault.clock.now();
  const what =
    choice === "theirs"
      ? `Pulled "${name}" from ${origin.address}.`
      : `Kept "${name}" as it is here.`;
  const changed = await changeUndoably(context, what, (document) => {
    const stored = document.contexts.get(name);
    const isAsCompared = stored?.metadata.origin?.sha256 === origin.sha256;
    if (!isAsCompared) return failure(notCompared());
    const pulled = applyPull(document, [{ compared, choice }], now);
    return success(rememberSeen(pulled, [compared], now));
  });
  if (!changed.ok) return changed;
  context.comparisons.delete(token);
  context.events.tell({ kind: "vault" });
  return done(changed);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function noOrigin(name: string): VaultError {
  return vaultError(
    "store-missing",
    `"${name}" came from no store, and went to none.`,
    "Push it to one, or import it from there.",
  );
}

function gone(address: string): VaultError {
  return vaultError(
    "store-missing",
    `It is no longer at ${address}; what is here stays.`,
    "Push it there again, or import it from elsewhere.",
  );
}

function notCompared(): VaultError {
  return vaultError(
    "store-diverged",
    "The context was changed since it was compared; nothing was taken.",
    "Compare it again.",
  );
}
