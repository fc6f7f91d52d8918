import type { StoredRequest, VaultDocument } from "./document.ts";

/** How long a request waits for its answer. */
export const requestDays = 90;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * When a request is forgotten, at the next write after it: with its key where no answer came, else once the credential has
 * ended, after which its answer is refused for that.
 */
function requestUntil({ createdAt, accepted }: StoredRequest): Date {
  return accepted?.until ?? new Date(createdAt.getTime() + requestDays * dayMs);
}

/** The document without requests whose time is over; the same object when there are none. */
export function withoutOldRequests(
  document: VaultDocument,
  now: Date,
): VaultDocument {
  const { requests = new Map<string, StoredRequest>() } = document;
  const kept = [...requests].filter(([, one]) => requestUntil(one) > now);
  return kept.length === requests.size
    ? document
    : withRequests(document, new Map(kept));
}

/** The document with these requests and no others; none is an absent key. */
export function withRequests(
  { requests: _before, ...document }: VaultDocument,
  requests: ReadonlyMap<string, StoredRequest>,
): VaultDocument {
  return requests.size === 0 ? document : { ...document, requests };
}
