import { warning, type Warning } from "../../warning.ts";
import { limits } from "../../limits.ts";
import { momentText } from "../../moment-text.ts";
import { daysBetween } from "../../certificates/expiry.ts";
import type { Asked } from "../../policy/decision.ts";
import type {
  ContinuationRequest,
  SessionRequest,
} from "../../policy/request.ts";
import type { SessionCredential } from "../../ports/vault-reader.ts";
import { success, type Result } from "../../result.ts";
import { askNode } from "../issuing/ask-node.ts";
import type { NamedContext } from "../../vault/document.ts";
import type { IssuedContext } from "../issuing/issue-context.ts";
import type { IssuingPorts } from "../issuing/issuing-ports.ts";
import { reasonIn, sessionFacts } from "./session-facts.ts";

/** A terminal waits for it. */
const patienceMs = limits.nodeAnswerTime.most * 1000;
/** From here on two clocks do not agree. */
const clockToleranceMs = 60_000;

/** Has a node of the cluster make a credential for one session. Errors: as for asking a node. */
export async function deriveOnline(
  ports: IssuingPorts,
  { name, context: { config, metadata } }: NamedContext,
  { asker, roles, ttlSeconds }: Asked,
  request: SessionRequest | ContinuationRequest,
): Promise<Result<SessionCredential>> {
  const asked = ports.clock.now();
  const issued = await askNode(ports, {
    asker,
    base: config,
    request: { roles, ttlSeconds },
    patienceMs,
    facts: {
      context: name,
      purpose: "session",
      ...sessionFacts(request),
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
    ...reasonIn(request),
    ttlSeconds,
    warnings: clockWarnings(issued.value, asked),
  });
}

/** The node writes its own time into the certificate. */
function clockWarnings(
  { notBefore, notAfter }: IssuedContext,
  now: Date,
): readonly Warning[] {
  const ahead = notBefore.getTime() - now.getTime();
  if (Math.abs(ahead) < clockToleranceMs) return [];
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  const days = daysBetween(new Date(0), new Date(Math.abs(ahead)));
  const by = days > 1 ? `${String(days)} days` : `${String(minutes)} min`;
  const side = ahead > 0 ? "ahead of" : "behind";
  return [
    warning(
      "clocks-differ",
      `The node's clock is ${by} ${side} this machine's; by it the credential ends at ${momentText(notAfter)}.`,
    ),
  ];
}
