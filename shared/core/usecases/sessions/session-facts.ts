import type { LedgerEntry } from "../../ledger/entry.ts";
import type {
  ContinuationRequest,
  SessionRequest,
} from "../../policy/request.ts";
import type { SessionCredential } from "../../ports/vault-reader.ts";

/** What the ledger says of a credential that is made for a session: for which, and why. */
export function sessionFacts(
  request: SessionRequest | ContinuationRequest,
): Pick<LedgerEntry, "recipient" | "reason" | "agent"> {
  const { recipient, reason, agent } =
    request.kind === "session"
      ? { ...request, recipient: request.session }
      : { ...request.holds, recipient: request.holds.id, agent: undefined };
  return {
    recipient,
    ...(reason ? { reason } : {}),
    ...(agent === undefined ? {} : { agent }),
  };
}

/** A reason that was typed goes with the session, also where nothing is issued. */
export function reasonIn(
  request: SessionRequest | ContinuationRequest,
): Pick<SessionCredential, "reason"> {
  const { reason } = sessionFacts(request);
  return reason === undefined ? {} : { reason };
}
