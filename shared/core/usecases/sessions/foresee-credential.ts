import { decide } from "../../policy/decide.ts";
import type { Grant } from "../../policy/decision.ts";
import type { SessionRequest } from "../../policy/request.ts";
import { loginKeyName } from "./start-session.ts";
import { findContext } from "../contexts/resolve-context-name.ts";
import type { VaultDocument } from "../../vault/document.ts";

/**
 * What the policy would decide of a session, with nothing made and nobody asked. Null for what the whole program
 * has to go on with: no such context, a question that is open, a login in the browser, a gateway.
 */
export function foreseeCredential(
  document: VaultDocument,
  wanted: string | undefined,
  request: SessionRequest,
  isDeliveryNamed: boolean,
  now: Date,
): Grant["outcome"] | null {
  const found = findContext(document, wanted);
  if (!found.ok) return null;
  const { name, context } = found.value;
  if (loginKeyName(name, context.config) !== null) return null;
  // What may get a gateway is started by the whole program.
  const { production, guard } = context.metadata;
  if (!isDeliveryNamed && (production || guard)) return null;
  const { outcome } = decide(document, found.value, request, now);
  // Whoever has to be asked, for a word or as a person, is asked by the whole program.
  return outcome === "sign" || outcome === "ask-node" || outcome === "stored"
    ? outcome
    : null;
}
