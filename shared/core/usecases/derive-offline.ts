import type { CredentialWish, LentContext } from "../ports/vault-reader.ts";
import { failure, success, type Result } from "../result.ts";
import { judgeCalledOff } from "./called-off.ts";
import type { ChosenCredential } from "./choose-credential.ts";
import type { FoundContext } from "./find-context.ts";
import { issueContext } from "./issue-context.ts";
import type { LendPorts } from "./lend-ports.ts";
import { openStoredAuthority } from "./open-stored-authority.ts";
import { recordIssued } from "./record-issued.ts";

/** A node's clock may be a little behind ours: the certificate of a session begins this much earlier. */
const earlierSeconds = 60;

/**
 * Makes a credential for one session with an authority of the vault. It is in the ledger before anybody has it, and
 * its key is nowhere but in what is returned.
 */
export async function deriveOffline(
  ports: LendPorts,
  { name, context: { config, metadata } }: FoundContext,
  chosen: Extract<ChosenCredential, { kind: "derived" }>,
  wish: CredentialWish,
): Promise<Result<LentContext>> {
  const now = ports.clock.now();
  const { authority: stored, roles, ttlSeconds } = chosen;
  const authority = await openStoredAuthority(stored, wish.passphrase, now);
  if (!authority.ok) return authority;
  // A sealed one takes its time.
  const calledOff = judgeCalledOff(ports);
  if (calledOff) return failure(calledOff);
  const issued = issueContext(ports)({
    authority: authority.value,
    base: config,
    roles,
    ttlSeconds,
    earlierSeconds,
    acceptsCustomRoles: wish.isForced ?? false,
    isForced: wish.isForced ?? false,
  });
  if (!issued.ok) return issued;
  const recorded = await recordIssued(ports, issued.value, {
    context: name,
    purpose: "session",
    via: "authority",
    recipient: wish.session,
    ...(wish.reason ? { reason: wish.reason } : {}),
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
    ttlSeconds,
    notices: [],
  });
}
