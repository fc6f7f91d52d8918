import { countOf } from "../../counted-noun.ts";
import { vaultError, withActions, type VaultError } from "../../errors.ts";
import { leftOverText } from "../../imports/left-over-text.ts";
import type { RecordedEntry } from "../../ledger/entry.ts";
import { sha256Hex } from "../../pki/primitives/hash-and-hmac.ts";
import type { SecretStore, StoredSecret } from "../../ports/secret-store.ts";
import { failure, success, type Result } from "../../result.ts";
import { contentHash } from "../../talosconfig/compare-contexts.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type { StoredContext } from "../../vault/document.ts";
import type { ImportedFile } from "../imports/imported-file.ts";
import { isOf, serverText, wayTo, type Place } from "../imports/origin.ts";

/** What a person said of the state that may be replaced. */
export interface PushChoice {
  /** Only where nothing is. */
  readonly isCreateOnly: boolean;
  /** Whatever it is, as long as the store calls it that. */
  readonly ifVersion: string | null;
}

/** What is pushed. */
export interface Freight {
  readonly contexts: ReadonlyMap<string, StoredContext>;
  /** Credentials are made for that place, in the stead of their own; absent: none. */
  readonly made?: {
    readonly roles: readonly string[];
    /** All that the ledger knows of, by which what was made for that place before is known again. */
    readonly known: readonly RecordedEntry[];
  };
}

/** The name of each context in the store, by its name here. */
export type Names = ReadonlyMap<string, string>;

/**
 * The same address of another server or namespace than a context came from: more likely a forgotten variable than what was meant,
 * unless it is said that something new is to be there, or which version goes.
 */
export function elsewhereIn(
  contexts: Freight["contexts"],
  place: Place,
  { isCreateOnly, ifVersion }: PushChoice,
): VaultError | null {
  if (isCreateOnly || ifVersion !== null) return null;
  for (const [name, { metadata }] of contexts) {
    const { origin } = metadata;
    if (origin?.address === place.address && !isOf(origin, place))
      return vaultError(
        "store-diverged",
        `"${name}" is of ${place.address} on ${serverText(origin)}, and this is ${serverText(place)}; nothing was written.`,
        `${wayTo(place.address)}, or say that it is to be there as well, where nothing is yet.`,
      );
  }
  return null;
}

/** Asked of no store: some take what they cannot give back. */
export function tooLong(
  { most }: SecretStore,
  address: string,
  { length }: Uint8Array,
): VaultError | null {
  return length <= most
    ? null
    : vaultError(
        "unsupported",
        `${address} takes ${countOf(most, "byte")} at most, and this would have ${String(length)}; nothing was written.`,
        "Push fewer contexts there, each to a place of its own.",
      );
}

/** A context that came from there keeps the name that it has there. Errors: `usage` where two would have one name. */
export function namesThere(
  contexts: Freight["contexts"],
  place: Place,
): Result<Names> {
  const names = new Map<string, string>();
  const taken = new Map<string, string>();
  for (const [name, { metadata }] of contexts) {
    const { origin } = metadata;
    const there = isOf(origin, place) ? origin.name : name;
    const other = taken.get(there);
    if (other !== undefined)
      return failure(bothCalled(there, [other, name], place));
    names.set(name, there);
    taken.set(there, name);
  }
  return success(names);
}

function bothCalled(
  there: string,
  [one, other]: readonly [string, string],
  { address }: Place,
): VaultError {
  return vaultError(
    "usage",
    `"${one}" and "${other}" would both be "${there}" at ${address}; nothing was written.`,
    "Rename the one that did not come from there, or push it to another address.",
  );
}

export interface Mine extends Freight {
  readonly names: Names;
  readonly place: Place;
}

/** Why nothing may be put in the place of what is there; null: it may. */
export function whyNot(
  { bytes, version }: StoredSecret,
  file: ImportedFile | null,
  mine: Mine,
  { isCreateOnly, ifVersion }: PushChoice,
): VaultError | null {
  if (bytes === null)
    return ifVersion === null
      ? null
      : diverged(mine, `has nothing there, and not version ${ifVersion}`);
  if (isCreateOnly) return diverged(mine, "has something there already");
  if (ifVersion !== null)
    return version !== "" && ifVersion === version
      ? null
      : diverged(mine, `has version ${version || "without a number"} there`);
  const lost = lostIn(bytes, file, mine);
  return lost === null ? null : diverged(mine, lost);
}

/** What would be gone that nobody who pushes has seen, as the end of a sentence; null: nothing. */
function lostIn(
  bytes: Uint8Array,
  file: ImportedFile | null,
  { contexts, names, place, made }: Mine,
): string | null {
  const sha256 = sha256Hex(bytes);
  const origins = new Map(
    [...contexts].flatMap(
      ([
        name,
        {
          metadata: { origin },
        },
      ]) =>
        isOf(origin, place) ? [[names.get(name) ?? name, origin] as const] : [],
    ),
  );
  const isKnown = [...origins.values()].some((one) => one.sha256 === sha256);
  if (!isKnown && !made)
    return "has something there that was not pulled from it";
  if (!file) return "has something there that cannot be read as contexts";
  const pushed = new Set(names.values());
  const there = [...file.contexts];
  const others = namesIn(there, ([name]) => !pushed.has(name));
  if (others.length > 0) return `also has ${quoted(others)} there`;
  const unseen = namesIn(
    there,
    ([name, config]) =>
      origins.get(name)?.sha256 !== sha256 && !wasMadeFor(place, config, made),
  );
  if (unseen.length > 0)
    return made
      ? `has ${quoted(unseen)} there, which was neither pulled from it nor made for it here`
      : `has ${quoted(unseen)} there as nobody pulled it yet`;
  const more = besideContexts(file);
  return more.length > 0 ? `also has ${more.join(", ")} there` : null;
}

function namesIn(
  contexts: readonly (readonly [string, TalosContext])[],
  isWanted: (one: readonly [string, TalosContext]) => boolean,
): readonly string[] {
  return contexts.filter(isWanted).map(([name]) => name);
}

/**
 * Was just that context made for this place, and nobody changed it since? That it is there outweighs a ledger that says that it reached
 * nobody.
 */
function wasMadeFor(
  { address }: Place,
  config: TalosContext,
  made: Freight["made"],
): boolean {
  const content = contentHash(config);
  return (made?.known ?? []).some(
    (one) =>
      one.purpose === "store" &&
      one.recipient === address &&
      one.content === content,
  );
}

/** What is in a file and in no context as the vault pushes it. */
function besideContexts({ leftOver, unknown }: ImportedFile) {
  return [
    ...leftOver.map(leftOverText),
    ...[...unknown].flatMap(([context, keys]) =>
      Object.keys(keys).map(
        (key) => `the key "${key}" of the context "${context}"`,
      ),
    ),
  ];
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

/** The next step is to take what is there: by a pull where a context is from there, else by an import. */
function diverged({ place, contexts }: Mine, what: string): VaultError {
  const error = vaultError(
    "store-diverged",
    `${place.address} ${what}; nothing was written.`,
    "Pull or import it first, or choose another place for what is not ours.",
  );
  const own = [...contexts].find(([, { metadata }]) =>
    isOf(metadata.origin, place),
  );
  return own
    ? withActions(error, ["pull", "check-origins"], own[0])
    : withActions({ ...error, about: { file: place.address } }, ["import"]);
}
