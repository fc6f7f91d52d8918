import { sha256Hex } from "../pki/authenticate.ts";
import { credentialKey } from "../talosconfig/same-credential.ts";
import type { StoredContext, VaultDocument } from "./document.ts";
import type { LostKey } from "./fields/store-facts.ts";

const tagLength = 24;

/**
 * The keys that one document has and the next has not: credentials of contexts, keys of authorities, secrets of
 * clusters. A context that is the same object in both is not looked into, so that a small change of a large vault is quick.
 */
export function lostKeys(
  before: VaultDocument,
  after: VaultDocument,
): readonly LostKey[] {
  const changed = [...before.contexts].filter(
    ([name, context]) => after.contexts.get(name) !== context,
  );
  const gone = new Map<string, LostKey>();
  for (const [name, context] of changed) {
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
  if (gone.size > 0)
    for (const context of after.contexts.values()) {
      const tag = tagOf(context);
      if (tag !== null) gone.delete(tag);
      if (gone.size === 0) break;
    }
  return [...gone.values(), ...lostOthers(before, after)];
}

/** Tags of every key in a document. */
export function keyTags(document: VaultDocument): ReadonlySet<string> {
  const tags = [...document.contexts.values()].flatMap(
    (context) => tagOf(context) ?? [],
  );
  return new Set([...tags, ...otherKeys(document).keys()]);
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

function lostOthers(
  before: VaultDocument,
  after: VaultDocument,
): readonly LostKey[] {
  if (
    before.authorities === after.authorities &&
    before.clusters === after.clusters
  )
    return [];
  const kept = otherKeys(after);
  return [...otherKeys(before)].flatMap(([tag, name]) =>
    kept.has(tag) ? [] : [{ tag, name }],
  );
}

/** Keys of authorities and secrets of clusters: tag to a name for a person. */
function otherKeys({
  authorities = new Map(),
  clusters = new Map(),
}: VaultDocument): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const [fingerprint, { key }] of authorities)
    keys.set(
      shortHash(key.reveal()),
      `the authority ${fingerprint.slice(0, 8)}`,
    );
  for (const [name, { secrets }] of clusters)
    keys.set(shortHash(secrets.reveal()), `the secrets of cluster ${name}`);
  return keys;
}

function shortHash(text: string): string {
  return sha256Hex(text).slice(0, tagLength);
}
