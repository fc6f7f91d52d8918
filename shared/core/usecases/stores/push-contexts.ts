import { momentText } from "../../moment-text.ts";
import { vaultError, type VaultError } from "../../errors.ts";
import { leftOverText } from "../../imports/left-over-words.ts";
import { sha256Hex } from "../../pki/authenticate.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type {
  Readers,
  SecretStore,
  StoredSecret,
} from "../../ports/secret-store.ts";
import { failure, success, type Result } from "../../result.ts";
import { emitTalosconfig } from "../../talosconfig/yaml/emit.ts";
import { hasEveryRight } from "../../roles/role.ts";
import type { StoredContext, VaultDocument } from "../../vault/document.ts";
import { warning, type Warning } from "../../warning.ts";
import { handOut, type Exported } from "../contexts/export-contexts.ts";
import {
  readImport,
  type ImportedFile,
  type OriginPlace,
} from "../imports/imported-file.ts";
import {
  isOf,
  isSamePlace,
  originOf,
  placeOf,
  serverText,
  withOrigin,
  type Place,
} from "../imports/origin.ts";

/** What a person said of the state that may be replaced. */
export interface PushChoice {
  /** Only where nothing is. */
  readonly isCreateOnly: boolean;
  /** Whatever it is, as long as the store calls it that. */
  readonly ifVersion: string | null;
}

export interface Push {
  readonly isNeeded: boolean;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** How each context is called there, by its name here. */
  readonly names: ReadonlyMap<string, string>;
  readonly version: string;
  /** Whose keys open it; null: the store alone knows, or nothing is written. */
  readonly readers: Readers | null;
  readonly warnings: readonly Warning[];
}

/**
 * What would be put into a store. What others changed there is never replaced: only nothing, the same, a document whose every context
 * is pushed by one that was last pulled from just that document, or the version that was named. Errors: `credential-unusable` for a
 * certificate that has ended; `usage` for two of one name there; `store-diverged`; those of reading, and of what stands in the way
 * of writing.
 */
export async function planPush(
  store: SecretStore,
  { contexts }: Exported,
  address: string,
  choice: PushChoice,
  now: Date,
): Promise<Result<Push>> {
  const { server, namespace } = store;
  const place = placeOf({ address, server, namespace });
  const refused =
    endedIn(contexts, now) ?? elsewhereIn(contexts, place, choice);
  if (refused) return failure(refused);
  const named = namesThere(contexts, place);
  if (!named.ok) return named;
  const names = named.value;
  const stored = await store.read();
  if (!stored.ok) return stored;
  const there = stored.value;
  const file = fileAt(there, address);
  const text = documentOf(contexts, names, file?.current ?? "");
  const bytes = new TextEncoder().encode(text);
  const sha256 = sha256Hex(bytes);
  const isSame = there.bytes !== null && sha256Hex(there.bytes) === sha256;
  const { version } = there;
  const known = { bytes, sha256, names, version };
  if (isSame)
    return success({ ...known, isNeeded: false, readers: null, warnings: [] });
  const mine = { contexts, names, place };
  const refusal = whyNot(there, file, mine, choice);
  if (refusal) return failure(refusal);
  const ready = await store.readyToWrite(bytes);
  if (!ready.ok) return ready;
  const warnings = warningsOf(store, contexts);
  return success({ ...known, isNeeded: true, readers: ready.value, warnings });
}

/** What is there; null: nothing, or nothing that can be read. */
function fileAt({ bytes }: StoredSecret, address: string): ImportedFile | null {
  if (bytes === null) return null;
  const file = readImport(address, { bytes, identity: null });
  return file.ok ? file.value : null;
}

/**
 * The same address of another server or namespace than a context came from: more likely a forgotten variable than what was meant,
 * unless it is said that something new is to be there, or which version goes.
 */
function elsewhereIn(
  contexts: Exported["contexts"],
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
        "Set VAULT_ADDR and VAULT_NAMESPACE to where it is, or say that it is to be there as well, where nothing is yet.",
      );
  }
  return null;
}

/** A context that came from there keeps the name that it has there. Errors: `usage` where two would have one name. */
function namesThere(
  contexts: Exported["contexts"],
  place: Place,
): Result<Push["names"]> {
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

/** The context that is current there stays it. */
function documentOf(
  contexts: Exported["contexts"],
  names: Push["names"],
  currentThere: string,
): string {
  const configs = new Map(
    [...contexts].map(([name, { config }]) => [
      names.get(name) ?? name,
      config,
    ]),
  );
  const [first = ""] = configs.keys();
  const context = configs.has(currentThere) ? currentThere : first;
  return emitTalosconfig({ context, contexts: configs });
}

interface Mine {
  readonly contexts: ReadonlyMap<string, StoredContext>;
  readonly names: Push["names"];
  readonly place: Place;
}

function whyNot(
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
  { contexts, names, place }: Mine,
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
  if (!isKnown) return "has something there that was not pulled from it";
  if (!file) return "has something there that cannot be read as contexts";
  const pushed = new Set(names.values());
  const there = [...file.contexts.keys()];
  const others = there.filter((name) => !pushed.has(name));
  if (others.length > 0) return `also has ${quoted(others)} there`;
  const unseen = there.filter((name) => origins.get(name)?.sha256 !== sha256);
  if (unseen.length > 0)
    return `has ${quoted(unseen)} there as nobody pulled it yet`;
  const more = besideContexts(file);
  return more.length > 0 ? `also has ${more.join(", ")} there` : null;
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

function diverged({ place }: Mine, what: string): VaultError {
  return vaultError(
    "store-diverged",
    `${place.address} ${what}; nothing was written.`,
    "Pull or import it first, choose another address for what is not ours, or name the version that is to be replaced.",
  );
}

function endedIn(contexts: Exported["contexts"], now: Date): VaultError | null {
  for (const [name, { metadata }] of contexts) {
    const { certificate } = metadata;
    if (certificate && certificate.notAfter <= now)
      return vaultError(
        "credential-unusable",
        `The certificate of "${name}" ended ${momentText(certificate.notAfter)}; nobody could use it.`,
        "Renew it first.",
      );
  }
  return null;
}

function warningsOf(
  store: SecretStore,
  contexts: Exported["contexts"],
): readonly Warning[] {
  const found: Warning[] = [];
  for (const [name, { metadata }] of contexts) {
    const roles = metadata.certificate?.roles ?? [];
    if (hasEveryRight(roles))
      found.push(
        warning(
          "admin-key-pushed",
          `Whoever may read it there may do everything with the cluster of "${name}".`,
          {
            next: "Give away a reader in its place.",
            actions: ["reader-beside"],
            about: { context: name },
          },
        ),
      );
    if (metadata.production)
      found.push(
        warning("production-pushed", `"${name}" is marked production.`),
      );
  }
  if (store.server !== "" && !store.comparesItself())
    found.push(
      warning(
        "written-without-comparing",
        "The first version of the KV engine does not compare before it writes: who writes in the same instant is not noticed.",
      ),
    );
  return found;
}

/** Writes what was planned, in the ledger before anybody has it; gives the version. Errors: those of the ledger and of writing. */
export async function carryOutPush(
  ports: { readonly ledger: Ledger; readonly clock: Clock },
  store: SecretStore,
  exported: Exported,
  push: Push,
  address: string,
): Promise<Result<string>> {
  let version = push.version;
  const written = await handOut(ports, exported, address, async () => {
    const done = await store.write(push.bytes);
    if (!done.ok) return done;
    version = done.value;
    return success(undefined);
  });
  return written.ok ? success(version) : written;
}

/** Remembers that these contexts are in a store as they are here. The same document where that was known. */
export function rememberPush(
  document: VaultDocument,
  exported: Exported,
  names: Push["names"],
  place: OriginPlace,
  now: Date,
): VaultDocument {
  const contexts = new Map(document.contexts);
  let isChanged = false;
  for (const [name, { config }] of exported.contexts) {
    const stored = contexts.get(name);
    const there = names.get(name) ?? name;
    if (!stored || isSamePlace(stored, place, there)) continue;
    contexts.set(name, withOrigin(stored, originOf(place, there, config, now)));
    isChanged = true;
  }
  return isChanged ? { ...document, contexts } : document;
}
