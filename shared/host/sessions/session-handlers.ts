// Sessions from a window: started, extended, led to another context, ended; those of the command line too.
// Keep: No credential is in a reply: a page gets a path or a command at most.
import { vaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { dashboardCommand } from "../../core/sessions/dashboard-command.ts";
import { viewSession } from "../../core/sessions/session-view.ts";
import { issuingPorts } from "../issuing-ports.ts";
import type { WantedCredential } from "../../core/policy/request.ts";
import { moveSession } from "../../core/usecases/sessions/continue-session.ts";
import { withRulesNow } from "../../core/usecases/sessions/credential-for-session.ts";
import {
  newSessionId,
  planSession,
} from "../../core/usecases/sessions/start-session.ts";
import type { RequestOf } from "../../contract/index.ts";
import type {
  ChangedSession,
  StartedSession,
} from "../../contract/sessions.ts";
import {
  copied,
  done,
  readOpen,
  type Handlers,
  type HostContext,
} from "../host-context.ts";
import { findPast } from "./past-sessions.ts";
import { chooseDelivery, foresee, gatewayTerms } from "./choose-delivery.ts";
import {
  credentialForWindow,
  extensionForWindow,
} from "./credential-for-window.ts";

export type SessionChannel =
  | "sessions.list"
  | "sessions.past"
  | "sessions.foresee"
  | "sessions.calls"
  | "sessions.start"
  | "sessions.open-terminal"
  | "sessions.command"
  | "sessions.extend"
  | "sessions.repoint"
  | "sessions.end"
  | "sessions.end-all";

/** Temporary credentials: the same sessions that the command line shows. */
export function sessionHandlers(
  context: HostContext,
): Handlers<SessionChannel> {
  const { sessions, settings } = context.ports;
  return {
    "sessions.list": async () =>
      success(
        sessions
          .list()
          .map((lease) => ({
            ...viewSession(lease),
            program: sessions.program(lease),
          }))
          .toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1)),
      ),
    "sessions.past": ({ search }) => findPast(context, search),
    "sessions.foresee": (request) => foresee(context, request),
    "sessions.calls": async ({ id, after }) =>
      success(await sessions.calls(id, after)),
    "sessions.start": (request) => start(context, request),
    "sessions.open-terminal": async ({ id, runs }) => {
      const { terminal, terminalCommand } = await settings.read();
      const first = runs === "dashboard" ? await dashboard(context, id) : [];
      return done(
        await sessions.openTerminal(id, terminal, terminalCommand, first),
      );
    },
    "sessions.command": async ({ id }) => {
      const command = sessions.command(id, null);
      return command.ok ? success(copied(context, command.value)) : command;
    },
    "sessions.extend": (request) => extend(context, request),
    "sessions.repoint": (request) => repoint(context, request),
    "sessions.end": async ({ id }) => done(await sessions.end(id)),
    "sessions.end-all": async () => {
      const running = sessions.list().filter(({ state }) => state === "active");
      for (const { id } of running) {
        const ended = await sessions.end(id);
        if (!ended.ok) return ended;
      }
      return success({ ended: running.length });
    },
  };
}

async function start(
  context: HostContext,
  request: RequestOf<"sessions.start">,
): Promise<Result<StartedSession>> {
  const { sessions, vault } = context.ports;
  // What cannot be is said before anybody is asked.
  const foreseen = await readOpen(context);
  if (!foreseen.ok) return foreseen;
  const fit = chooseDelivery(context, foreseen.value, request);
  if (!fit.ok) return fit;
  const id = newSessionId(vault.random);
  const { reason, confirmation, ttlSeconds, isFollowing } = request;
  const why = reason ? { reason } : {};
  const lent = await credentialForWindow(context, request.context, {
    kind: "session",
    session: id,
    wants: wantedOf(request),
    ...why,
    ...(confirmation === undefined ? {} : { confirmation }),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
  });
  if (!lent.ok) return lent;
  // Asking took a while.
  const document = await readOpen(context);
  if (!document.ok) return document;
  const given = withRulesNow(document.value, lent.value);
  if (!given.ok) return given;
  const delivery = chooseDelivery(context, document.value, request);
  if (!delivery.ok) return delivery;
  const planned = planSession(vault.clock, given.value, {
    id,
    kind: "window",
    delivery: delivery.value,
    isFollowing,
    ...why,
  });
  const { facts, document: session, loginKeyName, warnings } = planned;
  const gateway =
    delivery.value === "gateway"
      ? gatewayTerms(context, { ...given.value, id, context: given.value.name })
      : null;
  const lease = await sessions.start(facts, session, loginKeyName, gateway);
  if (!lease.ok) return lease;
  return success({ session: viewSession(lease.value), warnings });
}

function wantedOf({
  roles,
  isStored,
}: RequestOf<"sessions.start">): WantedCredential {
  if (isStored) return { kind: "stored" };
  return roles ? { kind: "roles", roles } : { kind: "default" };
}

/** For the context that a session has now; one that is not in the vault any more says nothing of its nodes. */
async function dashboard(
  context: HostContext,
  id: string,
): Promise<readonly string[]> {
  const lease = context.ports.sessions.list().find((one) => one.id === id);
  const document = await readOpen(context);
  const stored =
    lease && document.ok
      ? document.value.contexts.get(lease.context)
      : undefined;
  return dashboardCommand(stored?.config ?? { nodes: [], endpoints: [] });
}

/** More time, with the same rights or not at all; a credential that was made for the session is made again. */
async function extend(
  context: HostContext,
  { id, seconds }: RequestOf<"sessions.extend">,
): Promise<Result<ChangedSession>> {
  const { sessions, vault } = context.ports;
  const lease = sessions.list().find((one) => one.id === id);
  if (!lease) return failure(over());
  if (lease.delivery === "gateway") return failure(madeOnce());
  const next = await extensionForWindow(context, lease, seconds);
  if (!next.ok) return next;
  if (next.value !== null) {
    const repointed = await sessions.repoint(id, next.value);
    if (!repointed.ok) return repointed;
  }
  const end = new Date(vault.clock.now().getTime() + seconds * 1000);
  const extended = await sessions.extend(id, end);
  return extended.ok
    ? success({ warnings: next.value?.warnings ?? [] })
    : extended;
}

async function repoint(
  context: HostContext,
  { id, context: name }: RequestOf<"sessions.repoint">,
): Promise<Result<ChangedSession>> {
  const { sessions } = context.ports;
  const lease = sessions.list().find((one) => one.id === id);
  const document = await readOpen(context);
  if (!document.ok) return document;
  if (!lease) return failure(over());
  if (lease.delivery === "gateway") return failure(madeOnce());
  const next = await moveSession(
    "repoint",
    issuingPorts(context),
    document.value,
    name,
    lease,
  );
  if (!next.ok) return next;
  const repointed = await sessions.repoint(id, next.value);
  return repointed.ok ? success({ warnings: next.value.warnings }) : repointed;
}

function over() {
  return vaultError(
    "session-missing",
    "That session is over.",
    "Start another one.",
  );
}

function madeOnce() {
  return vaultError(
    "unsupported",
    "A session with a gateway keeps the cluster and the time that it began with.",
    "End it, and start another one.",
  );
}
