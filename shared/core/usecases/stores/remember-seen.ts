import { success, type Result } from "../../result.ts";
import { contentHash } from "../../talosconfig/compare-contexts.ts";
import type {
  Origin,
  SeenAtOrigin,
  StoredContext,
  VaultDocument,
} from "../../vault/document.ts";
import { withOrigin } from "../imports/origin.ts";
import type { Change } from "../vault/change.ts";
import type { ComparedOrigin } from "./compare-origins.ts";
import { movedTo } from "./follow-moves.ts";

/**
 * Remembers what stores had when they were asked, so that it can be told later without asking them again, and where that was, if somebody
 * said that it has moved. A store that did not answer
 * changes nothing, and neither does what was compared with an origin that is another one by now. The same document where nothing is
 * new: `at` is when that was first seen there.
 */
export function rememberSeen(
  document: VaultDocument,
  compared: readonly ComparedOrigin[],
  now: Date,
): VaultDocument {
  const contexts = new Map(document.contexts);
  let isChanged = false;
  for (const one of compared) {
    const stored = contexts.get(one.context);
    const origin = stored?.metadata.origin;
    if (!stored || !origin || !isSameState(origin, one.origin)) continue;
    const found = foundAt(stored, one);
    const isMoved = found !== stored;
    const seen = seenNow(origin, one, now);
    if (seen === origin.seen && !isMoved) continue;
    // Only once: what a context says of itself is made anew whenever it is looked at.
    const { seen: _, ...rest } = (isMoved && found.metadata.origin) || origin;
    contexts.set(
      one.context,
      withOrigin(found, seen ? { ...rest, seen } : rest),
    );
    isChanged = true;
  }
  return isChanged ? { ...document, contexts } : document;
}

/**
 * Has the vault remember it, for findings, where it is news. What somebody asked for was done before: a vault that cannot be written
 * is no reason to fail it.
 * @returns whether it was news
 */
export async function keepSeen(
  document: VaultDocument,
  compared: readonly ComparedOrigin[],
  now: Date,
  changeVault: (change: Change) => Promise<Result<unknown>>,
): Promise<Result<boolean>> {
  if (rememberSeen(document, compared, now) === document) return success(false);
  const kept = await changeVault((present) =>
    success(rememberSeen(present, compared, now)),
  );
  return kept.ok ? success(true) : kept;
}

function isSameState(origin: Origin, asked: Origin): boolean {
  return (
    origin.address === asked.address &&
    origin.sha256 === asked.sha256 &&
    origin.pulledAt.getTime() === asked.pulledAt.getTime()
  );
}

function foundAt(
  stored: StoredContext,
  { remote }: ComparedOrigin,
): StoredContext {
  return !remote || remote.place.server === stored.metadata.origin?.server
    ? stored
    : movedTo(stored, remote.place);
}

function seenNow(
  { content: known, seen }: Origin,
  { remote, state }: ComparedOrigin,
  now: Date,
): SeenAtOrigin | undefined {
  if (!remote) return state === "gone" ? undefined : seen;
  const content = contentHash(remote.config);
  if (content === known) return undefined;
  const { version } = remote.place;
  return seen?.content === content && seen.version === version
    ? seen
    : { version, content, at: now };
}
