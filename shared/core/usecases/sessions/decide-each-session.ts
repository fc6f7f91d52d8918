import { decide } from "../../policy/decide.ts";
import { decisionError } from "../../policy/decision-text.ts";
import type { UnnamedSession } from "../../policy/request.ts";
import type { JudgedSession } from "../../ports/vault-reader.ts";
import { success, type Result } from "../../result.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";
import { findContext } from "../contexts/resolve-context-name.ts";

/**
 * What the policy says of a session with each of these contexts, before anything is made or anybody is asked: who starts
 * many asks once about all. A context that is named twice is judged once. Errors: `context-missing`, of the first name that
 * there is not.
 */
export function decideEachSession(
  document: VaultDocument,
  names: readonly string[],
  request: UnnamedSession,
  now: Date,
): Result<readonly JudgedSession[]> {
  const judged = new Map<string, JudgedSession>();
  for (const wanted of names) {
    const found = findContext(document, wanted);
    if (!found.ok) return found;
    judged.set(found.value.name, judgeOne(document, found.value, request, now));
  }
  return success([...judged.values()]);
}

function judgeOne(
  document: VaultDocument,
  found: NamedContext,
  request: UnnamedSession,
  now: Date,
): JudgedSession {
  const { name: context } = found;
  // Nothing is made, so nothing of the session is written down.
  const decision = decide(document, found, { ...request, session: "" }, now);
  switch (decision.outcome) {
    case "stored":
    case "sign":
    case "ask-node":
      return { context, error: null };
    case "refused":
    case "unconfirmed":
    case "unagreed":
      return { context, error: decisionError(context, decision) };
  }
}
