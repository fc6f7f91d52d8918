import { vaultError } from "../../core/errors.ts";
import { contextRules } from "../../core/gateway/guard/context-rules.ts";
import { guardsOf } from "../../core/gateway/guard/decide-call.ts";
import { restrictionsOf } from "../../core/gateway/guard/session-restrictions.ts";
import { usuallyHasGateway } from "../../core/policy/usual-delivery.ts";
import type { GatewayTerms } from "../../core/ports/running-sessions.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { Lease } from "../../core/sessions/lease.ts";
import { findContext } from "../../core/usecases/contexts/resolve-context-name.ts";
import {
  askAboutCall,
  type HoldingSession,
} from "../../core/usecases/consent/ask-about-call.ts";
import { askForElevation } from "../../core/usecases/consent/ask-for-elevation.ts";
import type { AskingProcess } from "../../core/consent/question.ts";
import { requestElevation } from "../../core/usecases/sessions/request-elevation.ts";
import { moreForWindow } from "./credential-for-window.ts";
import type { ContextGuard, VaultDocument } from "../../core/vault/document.ts";
import type { RequestOf } from "../../contract/index.ts";
import type { ForeseenSession } from "../../contract/sessions.ts";
import { readOpen, type HostContext } from "../host-context.ts";

type Wanted = Pick<
  RequestOf<"sessions.start">,
  "context" | "delivery" | "isFollowing"
>;

/**
 * How a session gets what it works with: as somebody chose, else as is usual for its context. Errors: `context-missing`, `usage`
 * for one that follows through a gateway, `unsupported`.
 */
export function chooseDelivery(
  { ports: { sessions } }: HostContext,
  document: VaultDocument,
  { context: name, delivery, isFollowing }: Wanted,
): Result<Lease["delivery"]> {
  const found = findContext(document, name);
  if (!found.ok) return found;
  const { config, metadata } = found.value.context;
  const isGateway =
    delivery === "gateway" ||
    (delivery === "best" && usuallyHasGateway({ ...metadata, config }));
  if (isGateway)
    return isFollowing ? failure(oneCluster()) : success("gateway");
  if (delivery === "fd" && sessions.bestDelivery !== "fd")
    return failure(noDescriptor());
  return success(delivery === "file" ? "file" : sessions.bestDelivery);
}

/** What a session would be before anything of it is made, and before anybody is asked. */
export async function foresee(
  context: HostContext,
  { roles, ...wanted }: RequestOf<"sessions.foresee">,
): Promise<Result<ForeseenSession>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const asked = { ...wanted, isFollowing: false };
  const delivery = chooseDelivery(context, document.value, asked);
  if (!delivery.ok) return delivery;
  if (delivery.value !== "gateway")
    return success({ delivery: delivery.value, walls: [] });
  const found = findContext(document.value, wanted.context);
  if (!found.ok) return found;
  const guards = guardsOf(contextRules(found.value.context.metadata.guard));
  if (!guards.ok) return guards;
  const walls = restrictionsOf(guards.value, roles);
  return success({ delivery: "gateway", walls });
}

/** Of a session of the window: what its context says, and the window's own way to ask a person. */
export function gatewayTerms(
  context: HostContext,
  session: HoldingSession & {
    readonly id: string;
    readonly guard?: ContextGuard;
  },
): GatewayTerms {
  const { id } = session;
  const { vault, ledger, consent } = context.ports;
  const { clock, random } = vault;
  const { person, askingClient, askingProgram } = consent;
  const asPerson = (asking: () => AskingProcess) => {
    return { clock, random, ledger, person, asking };
  };
  return {
    // A session of the window says nothing of its own.
    rules: contextRules(session.guard),
    askPerson: (call, owner, signal) => {
      const asking = () => askingClient(call.connection, owner, id);
      return askAboutCall(asPerson(asking), session, call, signal);
    },
    askForElevation: (more, from, signal) => {
      const asking = () => askingProgram(from, id);
      return askForElevation(asPerson(asking), session, more, signal);
    },
    lendElevation: (roles, seconds, reason) =>
      moreForWindow(
        context,
        session.context,
        requestElevation(session, roles, seconds, reason),
      ),
  };
}

function oneCluster() {
  return vaultError(
    "usage",
    "A gateway leads to one cluster, and a session that follows would go to another.",
    "Let it not follow the current context, or choose another way for the key.",
  );
}

function noDescriptor() {
  return vaultError(
    "unsupported",
    "This machine has no memory-backed folder to hold a descriptor in.",
    "Choose delivery by file.",
  );
}
