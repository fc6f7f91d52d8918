import type { LedgerEntry } from "../../ledger/entry.ts";
import type {
  ContinuationRequest,
  SessionRequest,
} from "../../policy/request.ts";
import type { SessionCredential } from "../../ports/vault-reader.ts";

/** What the ledger says of a credential that is made for a session: for which, and why. */
export function sessionFacts(
  request: SessionRequest | ContinuationRequest,
): Pick<LedgerEntry, "recipient" | "reason"> {
  const { recipient, reason } =
    request.kind === "session"
      ? { recipient: request.session, reason: request.reason }
      : { recipient: request.holds.id, reason: request.holds.reason };
  return { recipient, ...(reason ? { reason } : {}) };
}

/** A reason that was typed goes with the session, also where nothing is issued. */
export function reasonIn(
  request: SessionRequest | ContinuationRequest,
): Pick<SessionCredential, "reason"> {
  const { reason } = sessionFacts(request);
  return reason === undefined ? {} : { reason };
}
