// The credential of a session, when it starts and while it goes on.
// Keep: Nothing falls back: what was to be made and cannot be made is refused (docs/decisions/0026).
import { warning, type Warning } from "../../warning.ts";
import { credentialKind } from "../../certificates/credential-kind.ts";
import type { VaultError } from "../../errors.ts";
import { momentText } from "../../moment-text.ts";
import { decide } from "../../policy/decide.ts";
import { decisionError, storedReasonText } from "../../policy/decision-text.ts";
import type { Stored } from "../../policy/decision.ts";
import type {
  ContinuationRequest,
  SessionRequest,
} from "../../policy/request.ts";
import type { SessionCredential } from "../../ports/vault-reader.ts";
import { failure, success, type Result } from "../../result.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";
import { askersFor, askInTurn } from "../issuing/try-each-admin.ts";
import { refuseIfCancelled } from "../issuing/refuse-if-cancelled.ts";
import { withOtherWays } from "../issuing/other-ways.ts";
import { findContext } from "../contexts/resolve-context-name.ts";
import type { IssuingPorts } from "../issuing/issuing-ports.ts";
import { reasonIn } from "./session-facts.ts";

/**
 * The credential of a session, as the policy decides it: made by an authority or a node, or the context's own key. What
 * was to be made and cannot be is refused, whatever the reason: nothing here falls back. Errors: `cancelled` when it was
 * cancelled; those of the policy, of the ledger and of the network.
 */
export async function issueSessionCredential(
  ports: IssuingPorts,
  document: VaultDocument,
  wanted: string | undefined,
  request: SessionRequest | ContinuationRequest,
): Promise<Result<SessionCredential>> {
  const found = findContext(document, wanted);
  if (!found.ok) return found;
  const cancelled = refuseIfCancelled(ports);
  if (cancelled) return failure(cancelled);
  const given = await issueTo(ports, document, found.value, request);
  return given.ok ? withRulesNow(document, given.value) : given;
}

/**
 * What was lent, with the rules that its context has in that document: a node or a person may have been asked meanwhile, and the
 * session has not begun. Errors: `context-missing`.
 */
export function withRulesNow(
  document: VaultDocument,
  given: SessionCredential,
): Result<SessionCredential> {
  const found = findContext(document, given.name);
  if (!found.ok) return found;
  const { guard, production } = found.value.context.metadata;
  const { guard: _, ...rest } = given;
  return success({ ...rest, production, ...(guard ? { guard } : {}) });
}

async function issueTo(
  ports: IssuingPorts,
  document: VaultDocument,
  found: NamedContext,
  request: SessionRequest | ContinuationRequest,
): Promise<Result<SessionCredential>> {
  const { name } = found;
  const decision = decide(document, found, request, ports.clock.now());
  switch (decision.outcome) {
    case "stored":
      return success({
        ...storedCredential(found, decision),
        ...reasonIn(request),
      });
    case "sign": {
      // Loads ASN.1 and its like, which a stored key does without.
      const { deriveOffline } = await import("./derive-offline.ts");
      return deriveOffline(ports, found, decision, request);
    }
    case "ask-node": {
      const { deriveOnline } = await import("./derive-online.ts");
      const now = ports.clock.now();
      const askers = askersFor(document, found, decision.asker, now);
      const made = await askInTurn(ports, askers, (asker) =>
        deriveOnline(ports, found, { ...decision, asker }, request),
      );
      return made.ok ? made : failure(sayOtherWays(made.error, request.kind));
    }
    case "refused":
    case "unconfirmed":
    case "unagreed":
      return failure(decisionError(name, decision));
  }
}

/** The context's own key, with until when it stays valid where nobody asked for it. */
function storedCredential(
  { name, context: { config, metadata } }: NamedContext,
  { roles, ttlSeconds, because }: Stored,
): SessionCredential {
  const notAfter = metadata.certificate?.notAfter ?? null;
  const { production } = metadata;
  return {
    name,
    config,
    roles,
    notAfter,
    production,
    credential: "stored",
    ttlSeconds,
    warnings: warningsOf(name, config, notAfter, because),
  };
}

function warningsOf(
  name: string,
  config: NamedContext["context"]["config"],
  notAfter: Date | null,
  because: Stored["because"],
): readonly Warning[] {
  if (because === "only-login") return [loginWarning(name, config)];
  const why = storedReasonText(because);
  if (why === null || notAfter === null) return [];
  return [
    {
      ...warning("stored-key-given", ""),
      // Most of the time nobody reads it, and the first time on a machine's own clock costs the one executable 5 ms.
      get message() {
        return `The session has the stored key of "${name}", which stays valid until ${momentText(notAfter)}: ${why}.`;
      },
    },
  ];
}

function loginWarning(
  name: string,
  config: NamedContext["context"]["config"],
): Warning {
  switch (credentialKind(config)) {
    case "siderov1":
      return warning(
        "login-elsewhere",
        `"${name}" logs in through Omni, which decides what the session may do.`,
      );
    case "basic":
      return warning(
        "login-elsewhere",
        `The session has the user and the password of "${name}"; the server decides what it may do.`,
      );
    case "none":
    case "certificate":
      return warning(
        "no-credential",
        `"${name}" has no credential: the session has its addresses alone.`,
      );
  }
}

/** Without a node there is still the authority, and for a new session the own key, where somebody means it. */
function sayOtherWays(
  error: VaultError,
  kind: (SessionRequest | ContinuationRequest)["kind"],
): VaultError {
  const isNew = kind === "session";
  const keep = "keep the cluster's authority in the vault";
  const more = isNew
    ? withOtherWays(
        error,
        `Without a node: ${keep}, or take the context's own key.`,
        ["ping", "keep-authority", "own-key"],
      )
    : withOtherWays(error, `Without a node: ${keep}.`, [
        "ping",
        "keep-authority",
      ]);
  if (more === error) return error;
  const why = isNew
    ? "No credential could be made for the session, and it gets no other unasked."
    : "No credential could be made for the session, which stays as it is.";
  return { ...more, message: `${why} ${error.message}` };
}
