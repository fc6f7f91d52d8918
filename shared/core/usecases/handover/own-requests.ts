import { countOf } from "../../counted-noun.ts";
import { vaultError } from "../../errors.ts";
import { makeRequest, type NewRequest } from "../../handover/request.ts";
import { limits } from "../../limits.ts";
import type { Clock } from "../../ports/clock.ts";
import { failure, success, type Result } from "../../result.ts";
import type { StoredRequest, VaultDocument } from "../../vault/document.ts";
import {
  requestDays,
  withoutOldRequests,
  withRequests,
} from "../../vault/requests.ts";

/** A request that was made here. The keys are the JSON of `handover list --json`. */
export interface OwnRequest {
  readonly name: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** When an answer was accepted, and its context's name then; null: none came. */
  readonly acceptedAt: string | null;
  readonly acceptedAs: string | null;
}

/** The requests that a vault remembers, newest first. */
export function ownRequests({
  requests = new Map<string, StoredRequest>(),
}: VaultDocument): readonly OwnRequest[] {
  return [...requests.values()]
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    .map(({ name, createdAt, accepted }) => ({
      name,
      createdAt: createdAt.toISOString(),
      acceptedAt: accepted?.at.toISOString() ?? null,
      acceptedAs: accepted?.as ?? null,
    }));
}

interface RequestPorts {
  readonly clock: Pick<Clock, "now">;
  /** Changes the vault; the document is read again first. */
  readonly change: (
    change: (document: VaultDocument) => Result<VaultDocument>,
  ) => Promise<Result<unknown>>;
}

/**
 * Makes a request with a key of its own, which is in the vault before the request is anywhere. Errors: `handover-invalid`
 * for the name, `vault-too-large` for too many that wait, those of changing the vault, and those of `deliver`: a request that
 * nobody has is forgotten again. Absent: it is delivered later.
 */
export async function requestAccess(
  { clock, change }: RequestPorts,
  name: string,
  deliver?: (text: string) => Promise<Result<unknown>>,
): Promise<Result<NewRequest>> {
  const made = makeRequest(name, clock.now());
  if (!made.ok) return made;
  const { request, key } = made.value;
  const { createdAt } = request;
  const kept = await change((document) =>
    putRequest(withoutOldRequests(document, createdAt), request.id, {
      name,
      createdAt,
      key,
    }),
  );
  if (!kept.ok) return kept;
  const delivered = await deliver?.(made.value.text);
  if (delivered?.ok !== false) return made;
  const forgotten = await change((document) =>
    success(withoutRequest(document, request.id)),
  );
  return forgotten.ok ? delivered : forgotten;
}

function withoutRequest(document: VaultDocument, id: string): VaultDocument {
  const requests = new Map(document.requests);
  requests.delete(id);
  return withRequests(document, requests);
}

function putRequest(
  document: VaultDocument,
  id: string,
  request: StoredRequest,
): Result<VaultDocument> {
  const { requests = new Map<string, StoredRequest>() } = document;
  const waiting = [...requests.values()].filter(({ accepted }) => !accepted);
  return waiting.length >= limits.handoverRequests.most
    ? failure(tooMany())
    : success(withRequests(document, new Map(requests).set(id, request)));
}

function tooMany() {
  return vaultError(
    "vault-too-large",
    `${countOf(limits.handoverRequests.most, "request")} wait for an answer already.`,
    `Accept their answers, or wait until the oldest is forgotten, ${countOf(requestDays, "day")} after it was made.`,
  );
}
