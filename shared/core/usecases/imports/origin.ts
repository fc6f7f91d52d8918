import { contentHash } from "../../talosconfig/compare-contexts.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type { Origin, StoredContext } from "../../vault/document.ts";
import type { OriginPlace } from "./imported-file.ts";

/** What is remembered of a context that is in a store as it is here. */
export function originOf(
  place: OriginPlace,
  name: string,
  config: TalosContext,
  now: Date,
): Origin {
  const { version, sha256 } = place;
  const content = contentHash(config);
  return { ...placeOf(place), name, version, sha256, content, pulledAt: now };
}

/** Where in which store something is. */
export type Place = Pick<OriginPlace, "address" | "server" | "namespace">;

/** What of a place is kept: one without a namespace has no such key. */
export function placeOf({ address, server, namespace = "" }: Place): Place {
  return { address, server, ...(namespace === "" ? {} : { namespace }) };
}

/** A store as a person tells it from others. */
export function serverText({ address, server, namespace = "" }: Place): string {
  const part = address.startsWith("aws-sm:") ? "account" : "namespace";
  return namespace === "" ? server : `${server} (${part} ${namespace})`;
}

/** How a person comes to the server and the part of it that a place is in, as the begin of a sentence. */
export function wayTo(address: string): string {
  return address.startsWith("aws-sm:")
    ? "Log in to that account, with its endpoint"
    : "Set VAULT_ADDR and VAULT_NAMESPACE to where it is";
}

/** Did it come from that place, or was it last put there? */
export function isOf(
  origin: Origin | undefined,
  { address, server, namespace = "" }: Place,
): origin is Origin {
  return (
    origin?.address === address &&
    origin.server === server &&
    (origin.namespace ?? "") === namespace
  );
}

/** Where contexts came from, or were last put. */
export function originsOf(
  contexts: ReadonlyMap<string, StoredContext>,
): readonly Origin[] {
  return [...contexts.values()].flatMap(
    ({ metadata: { origin } }) => origin ?? [],
  );
}

/** Where one of these contexts came from, if it is that address on whatever server. */
export function originAt(
  contexts: ReadonlyMap<string, StoredContext>,
  address: string,
): Origin | undefined {
  return originsOf(contexts).find((origin) => origin.address === address);
}

/** The context, with what is remembered of where it came from. */
export function withOrigin(
  { config, metadata }: StoredContext,
  origin: Origin,
): StoredContext {
  return { config, metadata: { ...metadata, origin } };
}

/** Is that what is remembered already, and nothing else was seen there? */
export function isSamePlace(
  { config, metadata: { origin } }: StoredContext,
  place: OriginPlace,
  name: string,
): boolean {
  return (
    isOf(origin, place) &&
    origin.name === name &&
    origin.version === place.version &&
    origin.sha256 === place.sha256 &&
    origin.content === contentHash(config) &&
    origin.seen === undefined
  );
}
