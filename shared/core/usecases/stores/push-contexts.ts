import { momentText } from "../../moment-text.ts";
import { vaultError, type VaultError } from "../../errors.ts";
import { sha256Hex } from "../../pki/authenticate.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { SecretStore, StoredSecret } from "../../ports/secret-store.ts";
import { failure, success, type Result } from "../../result.ts";
import { emitTalosconfig } from "../../talosconfig/yaml/emit.ts";
import { hasEveryRight } from "../../roles/role.ts";
import type { StoredContext, VaultDocument } from "../../vault/document.ts";
import { warning, type Warning } from "../../warning.ts";
import { handOut, type Exported } from "../contexts/export-contexts.ts";
import { readImport, type OriginPlace } from "../imports/imported-file.ts";
import { isSamePlace, originOf, withOrigin } from "../imports/origin.ts";

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
  readonly warnings: readonly Warning[];
}

/**
 * What would be put into a store. What others changed there is never replaced: only nothing, the same, what was last pulled from
 * there, or the version that was named. Errors: `credential-unusable` for a certificate that has ended; `store-diverged`; those of
 * reading, and of what stands in the way of writing.
 */
export async function planPush(
  store: SecretStore,
  { contexts }: Exported,
  address: string,
  choice: PushChoice,
  now: Date,
): Promise<Result<Push>> {
  const ended = endedIn(contexts, now);
  if (ended) return failure(ended);
  const stored = await store.read();
  if (!stored.ok) return stored;
  const names = namesThere(contexts, address, store.server);
  const bytes = new TextEncoder().encode(documentOf(contexts, names));
  const sha256 = sha256Hex(bytes);
  const there = stored.value;
  const isSame = there.bytes !== null && sha256Hex(there.bytes) === sha256;
  const refusal = isSame
    ? null
    : whyNot(there, { contexts, names, address, server: store.server }, choice);
  if (refusal) return failure(refusal);
  const ready = isSame ? success(undefined) : await store.readyToWrite(bytes);
  if (!ready.ok) return ready;
  return success({
    isNeeded: !isSame,
    bytes,
    sha256,
    names,
    version: there.version,
    warnings: isSame ? [] : warningsOf(store, contexts),
  });
}

/** A context that came from there keeps the name that it has there. */
function namesThere(
  contexts: Exported["contexts"],
  address: string,
  server: string,
): Push["names"] {
  const names = new Map(
    [...contexts].map(
      ([
        name,
        {
          metadata: { origin },
        },
      ]) => {
        const isThere = origin?.address === address && origin.server === server;
        return [name, isThere ? origin.name : name] as const;
      },
    ),
  );
  const isClear = new Set(names.values()).size === names.size;
  return isClear
    ? names
    : new Map([...contexts.keys()].map((name) => [name, name]));
}

function documentOf(
  contexts: Exported["contexts"],
  names: Push["names"],
): string {
  const configs = new Map(
    [...contexts].map(([name, { config }]) => [
      names.get(name) ?? name,
      config,
    ]),
  );
  const [context = ""] = configs.keys();
  return emitTalosconfig({ context, contexts: configs });
}

interface Mine {
  readonly contexts: ReadonlyMap<string, StoredContext>;
  readonly names: Push["names"];
  readonly address: string;
  readonly server: string;
}

function whyNot(
  { bytes, version }: StoredSecret,
  mine: Mine,
  { isCreateOnly, ifVersion }: PushChoice,
): VaultError | null {
  if (bytes === null)
    return ifVersion === null
      ? null
      : diverged(mine, `has nothing there, and not version ${ifVersion}`);
  if (isCreateOnly) return diverged(mine, "has something there already");
  if (ifVersion !== null)
    return ifVersion === version
      ? null
      : diverged(mine, `has version ${version || "without a number"} there`);
  const sha256 = sha256Hex(bytes);
  const isKnown = [...mine.contexts.values()].some(
    ({ metadata: { origin } }) =>
      origin?.address === mine.address &&
      origin.server === mine.server &&
      origin.sha256 === sha256,
  );
  if (!isKnown)
    return diverged(mine, "has something there that was not pulled from it");
  const others = othersIn(bytes, mine);
  return others.length === 0
    ? null
    : diverged(mine, `also has ${others.join(", ")} there`);
}

/** Contexts there that would be gone afterwards. */
function othersIn(bytes: Uint8Array, { address, names: mine }: Mine) {
  const kept = new Set(mine.values());
  const file = readImport(address, { bytes, identity: null });
  const names = file.ok ? [...file.value.contexts.keys()] : [];
  return names.filter((name) => !kept.has(name)).map((name) => `"${name}"`);
}

function diverged({ address }: Mine, what: string): VaultError {
  return vaultError(
    "store-diverged",
    `${address} ${what}; nothing was written.`,
    "Pull or import it first, or name the version that is to be replaced.",
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
          { next: "Give away a reader in its place.", actions: ["narrow"] },
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
