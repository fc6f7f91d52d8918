import { momentText } from "../../moment-text.ts";
import { vaultError, withActions, type VaultError } from "../../errors.ts";
import { sha256Hex } from "../../pki/primitives/hash-and-hmac.ts";
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
import type { TalosContext } from "../../talosconfig/types.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { warning, type Warning, type WarningCode } from "../../warning.ts";
import { handOut, type Exported } from "../contexts/export-contexts.ts";
import {
  readImport,
  type ImportedFile,
  type OriginPlace,
} from "../imports/imported-file.ts";
import { isSamePlace, originOf, withOrigin } from "../imports/origin.ts";
import { placeIn } from "./read-from-store.ts";
import {
  elsewhereIn,
  namesThere,
  tooLong,
  whyNot,
  type Freight,
  type Names,
  type PushChoice,
} from "./refuse-push.ts";
import { writeToStore } from "./write-to-store.ts";

export interface Push {
  readonly isNeeded: boolean;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly names: Names;
  /** The context that is current there, to stay it. */
  readonly current: string;
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
  freight: Freight,
  address: string,
  choice: PushChoice,
  now: Date,
): Promise<Result<Push>> {
  const { contexts, made } = freight;
  const refused = beforeReading(store, freight, address, choice, now);
  if (refused) return failure(refused);
  const stored = await store.read();
  if (!stored.ok) return stored;
  const there = stored.value;
  const place = placeIn(store, address);
  const elsewhere = elsewhereIn(contexts, place, choice);
  if (elsewhere) return failure(elsewhere);
  const named = namesThere(contexts, place);
  if (!named.ok) return named;
  const names = named.value;
  const file = fileAt(there, address);
  const current = file?.current ?? "";
  const bytes = documentOf(configsOf(contexts), names, current);
  const sha256 = sha256Hex(bytes);
  const isSame = !made && isTheSame(there.bytes, sha256);
  const { version } = there;
  const known = { bytes, sha256, names, current, version };
  if (isSame)
    return success({ ...known, isNeeded: false, readers: null, warnings: [] });
  const mine = { ...freight, names, place };
  const refusal =
    tooLong(store, address, bytes) ?? whyNot(there, file, mine, choice);
  if (refusal) return failure(refusal);
  const ready = await store.readyToWrite(bytes);
  if (!ready.ok) return ready;
  const warnings = warningsOf(store, freight, ready.value);
  return success({ ...known, isNeeded: true, readers: ready.value, warnings });
}

/** What is known before anybody is asked. */
function beforeReading(
  store: SecretStore,
  freight: Freight,
  address: string,
  choice: PushChoice,
  now: Date,
): VaultError | null {
  const { contexts } = freight;
  const ended = endedIn(freight, now);
  if (ended) return ended;
  const place = placeIn(store, address);
  const elsewhere =
    store.namespace === null ? null : elsewhereIn(contexts, place, choice);
  if (elsewhere) return elsewhere;
  const named = namesThere(contexts, place);
  if (!named.ok) return named.error;
  const bytes = documentOf(configsOf(contexts), named.value, "");
  return tooLong(store, address, bytes);
}

function isTheSame(bytes: Uint8Array | null, sha256: string): boolean {
  return bytes !== null && sha256Hex(bytes) === sha256;
}

/** What is there; null: nothing, or nothing that can be read. */
function fileAt({ bytes }: StoredSecret, address: string): ImportedFile | null {
  if (bytes === null) return null;
  const file = readImport(address, { bytes, identity: null });
  return file.ok ? file.value : null;
}

function configsOf(
  contexts: Freight["contexts"],
): ReadonlyMap<string, TalosContext> {
  return new Map([...contexts].map(([name, { config }]) => [name, config]));
}

/** What is put there. The context that is current there stays it. */
export function documentOf(
  contexts: ReadonlyMap<string, TalosContext>,
  names: Names,
  currentThere: string,
): Uint8Array {
  const configs = new Map(
    [...contexts].map(([name, config]) => [names.get(name) ?? name, config]),
  );
  const [first = ""] = configs.keys();
  const context = configs.has(currentThere) ? currentThere : first;
  const text = emitTalosconfig({ context, contexts: configs });
  return new TextEncoder().encode(text);
}

/** Null for what is made: that begins now. */
function endedIn({ contexts, made }: Freight, now: Date): VaultError | null {
  if (made) return null;
  for (const [name, { metadata }] of contexts) {
    const { certificate } = metadata;
    if (certificate && certificate.notAfter <= now)
      return withActions(
        vaultError(
          "credential-unusable",
          `The certificate of "${name}" ended ${momentText(certificate.notAfter)}; nobody could use it.`,
          "Renew it first.",
        ),
        ["renew", "push-reader"],
        name,
      );
  }
  return null;
}

function warningsOf(
  store: SecretStore,
  { contexts, made }: Freight,
  readers: Readers | null,
): readonly Warning[] {
  const found: Warning[] = [];
  for (const [name, { metadata }] of contexts) {
    const roles = made?.roles ?? metadata.certificate?.roles ?? [];
    if (hasEveryRight(roles))
      found.push(
        warning(
          "admin-key-pushed",
          `Whoever may read it there may do everything with the cluster of "${name}".`,
          {
            next: "Have a reader made for that place instead.",
            actions: ["push-reader"],
            about: { context: name },
          },
        ),
      );
    if (metadata.production && (!made || hasEveryRight(roles)))
      found.push(
        warning("production-pushed", `"${name}" is marked production.`),
      );
  }
  return [...found, ...aboutPlace(store, readers)];
}

function aboutPlace(
  store: SecretStore,
  readers: Readers | null,
): readonly Warning[] {
  const missed = store.mayMiss();
  return [
    ...(missed === null ? [] : [warning("written-without-comparing", missed)]),
    ...(readers?.passedOver ? [passedOverBy(readers)] : []),
  ];
}

function passedOverBy({ rules, passedOver = [] }: Readers): Warning {
  return warning(
    "recipients-passed-over",
    `SOPS_AGE_RECIPIENTS names ${passedOver.join(", ")}, whom sops itself would take; here ${rules ?? "what was named"} counts.`,
    { next: "Name them for this file, where they are meant." },
  );
}

const toBeMeant = new Set<WarningCode>([
  "admin-key-pushed",
  "production-pushed",
]);

/** Does it carry what a person has to mean: an administrator's key, production? */
export function hasToBeMeant({
  isNeeded,
  warnings,
}: Pick<Push, "isNeeded" | "warnings">): boolean {
  return isNeeded && warnings.some(({ code }) => toBeMeant.has(code));
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
    const done = await writeToStore(store, push.bytes);
    if (!done.ok) return done;
    version = done.value;
    return success(undefined);
  });
  return written.ok ? success(version) : written;
}

/** Remembers that these contexts are in a store as they are here. The same document where that was known. */
export function rememberPush(
  document: VaultDocument,
  exported: Pick<Exported, "contexts">,
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
