import { vaultError, type VaultError } from "../../errors.ts";
import { mapConcurrently } from "../../map-concurrently.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { failure, success, type Result } from "../../result.ts";
import { contentHash } from "../../talosconfig/compare-contexts.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type { Origin, VaultDocument } from "../../vault/document.ts";
import type { OriginPlace } from "../imports/imported-file.ts";
import { isOf, serverText, wayTo } from "../imports/origin.ts";
import { readFromStore } from "./read-from-store.ts";

/** How a context is to what its store has of it. */
type OriginState =
  | "same"
  /** Changed here since. */
  | "ahead"
  /** Changed there since. */
  | "behind"
  /** Changed in both places, and differently. */
  | "diverged"
  | "gone"
  | "unreachable"
  | "not-logged-in";

export interface ComparedOrigin {
  readonly context: string;
  readonly origin: Origin;
  readonly state: OriginState;
  /** The hash of what is here, as in the origin. */
  readonly here: string;
  /** What the store has now; null: nothing that is known. */
  readonly remote: {
    readonly place: OriginPlace;
    readonly config: TalosContext;
  } | null;
  /** Why nothing is known. */
  readonly error: VaultError | null;
}

/** Opens the place of an origin, on another server where somebody said that it has moved. Errors: those of the store. */
export type OpenOrigin = (origin: Origin) => Promise<Result<SecretStore>>;

const atOnce = 8;

/** What is remembered of each of these contexts against what its store has; each place is read once, some at a time. */
export async function compareOrigins(
  document: VaultDocument,
  names: readonly string[],
  open: OpenOrigin,
): Promise<readonly ComparedOrigin[]> {
  const known = names.flatMap((name) => {
    const context = document.contexts.get(name);
    const origin = context?.metadata.origin;
    return context && origin ? [{ name, config: context.config, origin }] : [];
  });
  const places = new Map(known.map(({ origin }) => [placeKey(origin), origin]));
  const read = new Map(
    await mapConcurrently(
      [...places],
      atOnce,
      async ([key, origin]) => [key, await readOrigin(origin, open)] as const,
    ),
  );
  return known.map(({ name, config, origin }) => {
    const there = read.get(placeKey(origin));
    if (!there) throw new Error("a place that was not read");
    return compared(name, config, origin, there);
  });
}

function placeKey({ address, server, namespace = "" }: Origin): string {
  return JSON.stringify([server, namespace, address]);
}

interface ReadPlace {
  readonly place: OriginPlace;
  readonly contexts: ReadonlyMap<string, TalosContext>;
}

async function readOrigin(
  origin: Origin,
  open: OpenOrigin,
): Promise<Result<ReadPlace>> {
  const store = await open(origin);
  if (!store.ok) return store;
  const read = await readFromStore(store.value, origin.address);
  if (!read.ok) return read;
  const { origin: place, contexts } = read.value;
  const hasMoved = store.value.server !== origin.server;
  return hasMoved || isOf(origin, place)
    ? success({ place, contexts })
    : failure(otherPart(origin, place));
}

/** Some stores say only with their answer whose part of them it is. */
function otherPart(origin: Origin, place: OriginPlace): VaultError {
  return vaultError(
    "store-failed",
    `${origin.address} is of ${serverText(origin)}, and this login is for ${serverText(place)}.`,
    `${wayTo(origin.address)}, or import the context again from the other one.`,
  );
}

function compared(
  context: string,
  config: TalosContext,
  origin: Origin,
  read: Result<ReadPlace>,
): ComparedOrigin {
  const here = contentHash(config);
  const base = { context, origin, here, remote: null, error: null };
  if (!read.ok) return { ...base, ...unknown(read.error) };
  const there = read.value.contexts.get(origin.name);
  if (!there) return { ...base, state: "gone" };
  const now = contentHash(there);
  const remote = { place: read.value.place, config: there };
  const isChangedHere = here !== origin.content;
  const isChangedThere = now !== origin.content;
  const state: OriginState =
    here === now
      ? "same"
      : !isChangedThere
        ? "ahead"
        : isChangedHere
          ? "diverged"
          : "behind";
  return { ...base, remote, state };
}

function unknown(error: VaultError): {
  readonly state: OriginState;
  readonly error: VaultError;
} {
  const state: OriginState =
    error.code === "store-login"
      ? "not-logged-in"
      : error.code === "store-diverged" || error.code === "store-missing"
        ? "gone"
        : "unreachable";
  return { state, error };
}
