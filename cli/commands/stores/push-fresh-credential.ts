import { lifeText } from "../../../shared/core/moment-text.ts";
import { defaultRoles } from "../../../shared/core/policy/credential-lifetimes.ts";
import { isNameTyped } from "../../../shared/core/policy/confirmation.ts";
import type { IssueRequest } from "../../../shared/core/policy/request.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import {
  addressText,
  type StoreAddress,
} from "../../../shared/core/stores/address.ts";
import { findContext } from "../../../shared/core/usecases/contexts/resolve-context-name.ts";
import {
  originAt,
  type Place,
} from "../../../shared/core/usecases/imports/origin.ts";
import { placeIn } from "../../../shared/core/usecases/stores/read-from-store.ts";
import { planPush } from "../../../shared/core/usecases/stores/push-contexts.ts";
import {
  forgetOrigins,
  pushFreshCredential,
} from "../../../shared/core/usecases/stores/push-fresh-credential.ts";
import { changeVault } from "../../../shared/core/usecases/vault/change.ts";
import type {
  StoredContext,
  VaultDocument,
} from "../../../shared/core/vault/document.ts";
import type { Cli } from "../../cli.ts";
import { openStore } from "../../ports/stores/open-store.ts";
import {
  readSigner,
  askForIssuing,
  type SignerOptions,
} from "../issuing/ask-for-issuing.ts";
import {
  choiceOf,
  isMeant,
  sayPlan,
  tell,
  type PushOptions,
  withVersionToName,
} from "./push-text.ts";

export interface MadeOptions extends SignerOptions {
  readonly roles?: readonly string[];
  readonly ttl?: number;
}

/** Is a credential to be made for the place? */
export function isMade({ roles, ttl }: MadeOptions): boolean {
  return roles !== undefined || ttl !== undefined;
}

/** Pushes contexts with credentials that are made for that place; their own stay here. */
export async function pushFreshFor(
  cli: Cli,
  document: VaultDocument,
  wanted: readonly string[],
  place: StoreAddress,
  options: PushOptions & MadeOptions & { readonly confirm?: string[] },
): Promise<Result<void>> {
  const { clock, random, ledger, talos } = cli.ports;
  const settled = await settle(cli, document, wanted, options);
  if (!settled.ok) return settled;
  const { contexts, orders, roles } = settled.value;
  const address = addressText(place);
  const store = await openStore(cli, place, {
    recipients: options.toRecipients,
    known: originAt(contexts, address),
  });
  if (!store.ok) return store;
  const read = await ledger.read();
  if (!read.ok) return read;
  const freight = { contexts, made: { roles, known: read.value.entries } };
  const choice = choiceOf(options);
  const planned = await planPush(store.value, freight, address, choice, clock.now()); // prettier-ignore
  if (!planned.ok) return failure(withVersionToName(planned.error));
  sayPlan(cli.terminal, address, planned.value);
  const foreseen = { ...planned.value, bytes: null, sha256: null };
  if (options.dryRun) return tell(cli, address, foreseen, options);
  const meant = await isMeant(cli, planned.value, options);
  if (!meant.ok) return meant;
  const ports = { clock, random, ledger, talos };
  const names = [...orders.keys()];
  const unlink = async () =>
    forget(cli, document, names, placeIn(store.value, address));
  const target = { store: store.value, address, unlink };
  const isPlaceKnown = store.value.namespace !== null;
  const pushed = await pushFreshCredential(
    ports,
    document,
    orders,
    planned.value,
    target,
  );
  if (!pushed.ok) return pushed;
  const { issued, ...written } = pushed.value;
  for (const [name, { roles: may, notAfter }] of issued)
    cli.terminal.say(
      `Made ${may.join(", ")} for ${name} there, valid ${lifeText(notAfter, clock.now())}.`,
    );
  // Whose part of the store it is was said by the write alone.
  const unlinked = isPlaceKnown ? success(undefined) : await unlink();
  if (!unlinked.ok) return unlinked;
  return tell(cli, address, { ...planned.value, ...written }, options);
}

interface Settled {
  readonly contexts: ReadonlyMap<string, StoredContext>;
  readonly orders: ReadonlyMap<string, IssueRequest>;
  readonly roles: readonly string[];
}

/** Asks for each context what the policy wants to know. */
async function settle(
  cli: Cli,
  document: VaultDocument,
  wanted: readonly string[],
  {
    roles = defaultRoles,
    ttl,
    reason,
    confirm = [],
    dryRun,
    ...signer
  }: MadeOptions &
    Pick<PushOptions, "reason" | "dryRun"> & { readonly confirm?: string[] },
): Promise<Result<Settled>> {
  const by = await readSigner(cli, document, signer);
  if (!by.ok) return by;
  const orders = new Map<string, IssueRequest>();
  // All of them first: nobody is asked about one where another is not there.
  const contexts = new Map<string, StoredContext>();
  for (const word of wanted) {
    const one = findContext(document, word);
    if (!one.ok) return one;
    contexts.set(one.value.name, one.value.context);
  }
  for (const [name, context] of contexts) {
    const settled = await askForIssuing(
      cli,
      document,
      { name, context },
      {
        kind: "issue" as const,
        to: "file" as const,
        roles,
        ttlSeconds: ttl,
        by: by.value,
        reason,
        confirmation: confirm.find((typed) => isNameTyped(name, typed)),
        // Nothing is made then that a person would have to agree to.
        ...(dryRun ? { isAgreed: true as const } : {}),
      },
    );
    if (!settled.ok) return settled;
    orders.set(name, settled.value.request);
  }
  return success({ contexts, orders, roles });
}

/** What was there before came here, and what takes its place is not to. */
async function forget(
  { ports, terminal }: Cli,
  document: VaultDocument,
  names: readonly string[],
  place: Place,
): Promise<Result<unknown>> {
  if (forgetOrigins(document, names, place) === document)
    return success(undefined);
  terminal.say(
    `What is here does not come from ${place.address} any more, whatever becomes of this push: what is made for it goes there. Import it from there to link it again.`,
  );
  return changeVault(await ports.vault())((present) =>
    success(forgetOrigins(present, names, place)),
  );
}
