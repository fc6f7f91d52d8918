import {
  readRights,
  type SessionRights,
} from "../../../core/agent/holder-messages.ts";
import {
  readCalls,
  type SessionCalls,
} from "../../../core/gateway/calls/read-calls.ts";
import type { Lease } from "../../../core/sessions/lease.ts";
import { askHolderFor, untilListening } from "../leases/end-session.ts";

/**
 * What was asked through a session's gateway: calls with a greater number than `after`, and all that run. Null: it has
 * none, or its holder does not answer, or not yet.
 */
export async function callsOf(
  lease: Lease,
  after: number,
): Promise<SessionCalls | null> {
  const reply = await askOfGateway(lease, { verb: "calls", after });
  return reply && readCalls(reply);
}

/** What a session's gateway goes by now; one that has just begun is waited for. Null: it has none, or its holder does not answer. */
export async function rightsOf(lease: Lease): Promise<SessionRights | null> {
  await untilListening(lease);
  const reply = await askOfGateway(lease, { verb: "rights" });
  return reply && readRights(reply);
}

async function askOfGateway(
  lease: Lease,
  asked: Parameters<typeof askHolderFor>[1],
) {
  if (lease.delivery !== "gateway") return null;
  const reply = await askHolderFor(lease, asked);
  return reply?.["ok"] === true ? reply : null;
}
