import type { Signed } from "../../policy/decision.ts";
import type {
  ContinuationRequest,
  SessionRequest,
} from "../../policy/request.ts";
import type { SessionCredential } from "../../ports/vault-reader.ts";
import { failure, success, type Result } from "../../result.ts";
import { refuseIfCancelled } from "../issuing/refuse-if-cancelled.ts";
import type { NamedContext } from "../../vault/document.ts";
import { issueContext } from "../issuing/issue-context.ts";
import type { IssuingPorts } from "../issuing/issuing-ports.ts";
import { openStoredAuthority } from "../authorities/open-stored-authority.ts";
import { recordIssued } from "../issuing/record-issued.ts";
import { reasonIn, sessionFacts } from "./session-facts.ts";

/** A node's clock may be a little behind ours: the certificate of a session begins this much earlier. */
const earlierSeconds = 60;

function passphraseIn(request: SessionRequest | ContinuationRequest) {
  const wants = request.kind === "session" ? request.wants : request;
  const by = "by" in wants ? wants.by : undefined;
  return by?.kind === "passphrase" ? by.passphrase : undefined;
}

/**
 * Makes a credential for one session with an authority of the vault. It is in the ledger before anybody has it, and
 * its key is nowhere but in what is returned.
 */
export async function deriveOffline(
  ports: IssuingPorts,
  { name, context: { config, metadata } }: NamedContext,
  granted: Signed,
  request: SessionRequest | ContinuationRequest,
): Promise<Result<SessionCredential>> {
  const now = ports.clock.now();
  const { authority: stored, roles, ttlSeconds } = granted;
  const authority = await openStoredAuthority(
    stored,
    passphraseIn(request),
    now,
  );
  if (!authority.ok) return authority;
  // A sealed one takes its time.
  const cancelled = refuseIfCancelled(ports);
  if (cancelled) return failure(cancelled);
  const issued = issueContext(ports)({
    authority: authority.value,
    base: config,
    roles,
    ttlSeconds,
    earlierSeconds,
    // The policy has judged the roles; a running session has them already.
    acceptsCustomRoles: true,
    isForced: request.kind === "session" && request.isForced === true,
  });
  if (!issued.ok) return issued;
  const recorded = await recordIssued(ports, issued.value, {
    context: name,
    purpose: "session",
    via: "authority",
    ...sessionFacts(request),
  });
  if (!recorded.ok) return recorded;
  const { notAfter, roles: made } = issued.value;
  return success({
    name,
    config: issued.value.config,
    roles: made,
    notAfter,
    production: metadata.production,
    credential: "derived",
    ...reasonIn(request),
    ttlSeconds,
    warnings: [],
  });
}
