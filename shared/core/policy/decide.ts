// The one credential policy: who gets which credential, for how long, and what must be confirmed first.
// Keep: No shell decides again; a case that is added here is added to docs/credential-policy.md, which a test
// compares.
import type { NamedContext, VaultDocument } from "../vault/document.ts";
import { decideExport, decideIssue, decideRenewal } from "./decide-issuing.ts";
import { decideContinuation, decideSession } from "./decide-session.ts";
import type { Decision, IssuingDecision } from "./decision.ts";
import type {
  CredentialRequest,
  IssueRequest,
  RenewalRequest,
} from "./request.ts";

/**
 * The one credential policy: which credential a request gets, or why none. It asks nobody and changes nothing, so that
 * a network that fails can never make it more generous: what was to be made and cannot be is refused. Every row of it is
 * in docs/credential-policy.md, which its table test writes.
 */
export function decide(
  document: VaultDocument,
  context: NamedContext,
  request: IssueRequest | RenewalRequest,
  now: Date,
): IssuingDecision;
export function decide(
  document: VaultDocument,
  context: NamedContext,
  request: CredentialRequest,
  now: Date,
): Decision;
export function decide(
  document: VaultDocument,
  context: NamedContext,
  request: CredentialRequest,
  now: Date,
): Decision {
  switch (request.kind) {
    case "session":
      return decideSession(document, context, request, now);
    case "extend":
    case "repoint":
    case "follow":
      return decideContinuation(document, context, request, now);
    case "issue":
      return decideIssue(document, context, request, now);
    case "renew":
      return decideRenewal(document, context, request, now);
    case "export":
      return decideExport(document, context, request);
  }
}
