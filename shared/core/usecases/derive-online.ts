import { momentText } from "../moment-text.ts";
import { daysBetween } from "../certificates/expiry.ts";
import type { CredentialWish, LentContext } from "../ports/vault-reader.ts";
import { success, type Result } from "../result.ts";
import { askNode } from "./ask-node.ts";
import type { ChosenCredential } from "./choose-credential.ts";
import type { FoundContext } from "./find-context.ts";
import type { IssuedContext } from "./issue-context.ts";
import type { LendPorts } from "./lend-ports.ts";

/** A terminal waits for it. */
const patienceMs = 5000;
/** From here on two clocks do not agree. */
const clockToleranceMs = 60_000;

/** Has a node of the cluster make a credential for one session. Errors: as for asking a node. */
export async function deriveOnline(
  ports: LendPorts,
  { name, context: { config, metadata } }: FoundContext,
  { asker, roles, ttlSeconds }: Extract<ChosenCredential, { kind: "asked" }>,
  wish: CredentialWish,
): Promise<Result<LentContext>> {
  const asked = ports.clock.now();
  const issued = await askNode(ports, {
    asker,
    base: config,
    wish: { roles, ttlSeconds },
    patienceMs,
    facts: {
      context: name,
      purpose: "session",
      recipient: wish.session,
      ...(wish.reason ? { reason: wish.reason } : {}),
    },
  });
  if (!issued.ok) return issued;
  const { config: made, roles: given, notAfter } = issued.value;
  return success({
    name,
    config: made,
    roles: given,
    notAfter,
    production: metadata.production,
    credential: "derived",
    ttlSeconds,
    notices: clockNotices(issued.value, asked),
  });
}

/** The node writes its own time into the certificate. */
function clockNotices(
  { notBefore, notAfter }: IssuedContext,
  now: Date,
): readonly string[] {
  const ahead = notBefore.getTime() - now.getTime();
  if (Math.abs(ahead) < clockToleranceMs) return [];
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  const days = daysBetween(new Date(0), new Date(Math.abs(ahead)));
  const by = days > 1 ? `${String(days)} days` : `${String(minutes)} min`;
  const side = ahead > 0 ? "ahead of" : "behind";
  return [
    `The node's clock is ${by} ${side} this machine's; by it the credential ends at ${momentText(notAfter)}.`,
  ];
}
