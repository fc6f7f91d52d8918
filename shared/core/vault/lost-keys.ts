import { inSlices, isSliceOverAt, othersTurn } from "../work-in-slices.ts";
import { sha256Hex } from "../pki/primitives/hash-and-hmac.ts";
import { credentialKey } from "../talosconfig/same-credential.ts";
import type { StoredContext, VaultDocument } from "./document.ts";
import { isUntouched } from "./same-document.ts";
import type { LostKey } from "./fields/store-facts.ts";

const tagLength = 24;

/**
 * The keys that one document has and the next has not: credentials of contexts, keys of authorities, secrets of
 * clusters. A context that both have as it is is not looked into, so that a small change of a large vault is quick.
 */
export async function lostKeys(
  before: VaultDocument,
  after: VaultDocument,
): Promise<readonly LostKey[]> {
  const changed = [...before.contexts].filter(
    ([name, context]) => !isUntouched(context, after.contexts.get(name)),
  );
  const gone = new Map<string, LostKey>();
  for (const [index, [name, context]] of changed.entries()) {
    if (isSliceOverAt(index)) await othersTurn();
    const tag = tagOf(context);
    const other = after.contexts.get(name);
    // Most changes leave the credential where it was: then the others need not be decoded.
    if (tag !== null && !(other && tagOf(other) === tag))
      gone.set(tag, {
        tag,
        name,
        ...untilOf(context, other !== undefined),
      });
  }
  let count = 0;
  for (const context of after.contexts.values()) {
    if (gone.size === 0) break;
    const tag = tagOf(context);
    if (tag !== null) gone.delete(tag);
    if (isSliceOverAt(count++)) await othersTurn();
  }
  return [...gone.values(), ...lostOthers(before, after)];
}

/** Tags of every key in a document. */
export async function keyTags(
  document: VaultDocument,
): Promise<ReadonlySet<string>> {
  const tags = await inSlices(document.contexts.values(), tagOf);
  return new Set([
    ...tags.filter((tag) => tag !== null),
    ...otherKeys(document).keys(),
  ]);
}

/** Whether a lost key still has to be kept. */
export function isStillWanted({ until }: LostKey, now: Date): boolean {
  return until === undefined || until > now;
}

function tagOf({ config }: StoredContext): string | null {
  const credential = credentialKey(config);
  return credential === null ? null : shortHash(credential);
}

/** One that another took the place of is worth nothing any more when its certificate has ended. */
function untilOf(
  { metadata: { certificate } }: StoredContext,
  isReplaced: boolean,
): Pick<LostKey, "until"> {
  return isReplaced && certificate ? { until: certificate.notAfter } : {};
}

/** Those of no context. */
export function lostOthers(
  before: VaultDocument,
  after: VaultDocument,
): readonly LostKey[] {
  if (
    before.authorities === after.authorities &&
    before.clusters === after.clusters &&
    before.sopsKeys === after.sopsKeys
  )
    return [];
  const kept = otherKeys(after);
  return [...otherKeys(before)].flatMap(([tag, name]) =>
    kept.has(tag) ? [] : [{ tag, name }],
  );
}

/** Keys of authorities, secrets of clusters and keys for SOPS: tag to a name for a person. */
function otherKeys({
  authorities = new Map(),
  clusters = new Map(),
  sopsKeys = new Map(),
}: VaultDocument): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const [fingerprint, { key }] of authorities)
    keys.set(
      shortHash(key.reveal()),
      `the authority ${fingerprint.slice(0, 8)}`,
    );
  for (const [name, { secrets }] of clusters)
    keys.set(shortHash(secrets.reveal()), `the secrets of cluster ${name}`);
  for (const [name, { identity }] of sopsKeys)
    keys.set(shortHash(identity.reveal()), `the key ${name} for SOPS`);
  return keys;
}

function shortHash(text: string): string {
  return sha256Hex(text).slice(0, tagLength);
}
