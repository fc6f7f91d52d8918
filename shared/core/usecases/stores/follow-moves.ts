import type { MovedPlace } from "../../ports/store-access.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import type { StoredContext, VaultDocument } from "../../vault/document.ts";
import { originsOf, placeOf, withOrigin } from "../imports/origin.ts";
import type { Freight, PushChoice } from "./refuse-push.ts";

/** Whether a place that was on one server is on that other one, an origin, by now. */
export type HasMoved = (was: MovedPlace, server: string) => Promise<boolean>;

/** Somebody is asked once for all places of a server. */
export function askOnce(ask: HasMoved): HasMoved {
  const answers = new Map<string, Promise<boolean>>();
  return async (was, now) => {
    const key = `${was.server} ${now}`;
    const answer = answers.get(key) ?? ask(was, now);
    answers.set(key, answer);
    return answer;
  };
}

/** Where something is pushed to: nothing was asked there yet. */
export interface Target {
  readonly store: SecretStore;
  readonly address: string;
  readonly choice: PushChoice;
}

/**
 * Contexts that came from that address of another server, as of the one where somebody says that it is by now; the others as they are.
 * Nobody is asked where a state is named that does for any server.
 */
export async function followMoves(
  contexts: Freight["contexts"],
  { store: { server, namespace }, address, choice }: Target,
  hasMoved: HasMoved,
): Promise<Freight["contexts"]> {
  if (choice.isCreateOnly || choice.ifVersion !== null) return contexts;
  const followed = new Map(contexts);
  for (const [name, context] of contexts) {
    const { origin } = context.metadata;
    if (origin?.address !== address || origin.server === server) continue;
    if (!(await hasMoved(origin, server))) continue;
    const part = namespace ?? origin.namespace ?? "";
    const place = { address, server, namespace: part };
    followed.set(name, movedTo(context, place));
  }
  return followed;
}

/** Where that address was until now; null: nothing came from there, or something from that very server. */
export function serverBefore(
  { contexts }: VaultDocument,
  address: string,
  server: string,
): MovedPlace | null {
  const there = originsOf(contexts).filter((one) => one.address === address);
  const isThere = there.some((one) => one.server === server);
  return isThere ? null : (there[0] ?? null);
}

/** As it was known there, in another place. */
export function movedTo(
  context: StoredContext,
  place: Parameters<typeof placeOf>[0],
): StoredContext {
  const { origin } = context.metadata;
  if (!origin) return context;
  const { namespace: _, ...rest } = origin;
  return withOrigin(context, { ...rest, ...placeOf(place) });
}
