import { vaultError } from "../core/errors.ts";
import type { LentContext } from "../core/ports/vault-reader.ts";
import { failure, success, type Result } from "../core/result.ts";
import { adminRole } from "../core/roles/role.ts";
import { viewSession } from "../core/sessions/session-view.ts";
import { sessionDocument } from "../core/talosconfig/session-document.ts";
import { planSession } from "../core/usecases/start-session.ts";
import { storedCredential } from "../core/usecases/stored-credential.ts";
import { documentReader } from "../core/usecases/vault-reader.ts";
import type { RequestOf } from "../contract/index.ts";
import type { StartedSession } from "../contract/sessions.ts";
import {
  done,
  readOpen,
  type Handlers,
  type HostContext,
} from "./host-context.ts";

export type SessionChannel =
  | "sessions.list"
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
  const { sessions, settings, desktop, vault } = context.ports;
  return {
    "sessions.list": async () =>
      success(
        sessions
          .list()
          .map(viewSession)
          .toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1)),
      ),
    "sessions.start": (request) => start(context, request),
    "sessions.open-terminal": async ({ id }) => {
      const { terminal } = await settings.read();
      return done(await sessions.openTerminal(id, terminal));
    },
    "sessions.command": async ({ id }) => {
      const command = sessions.command(id, null);
      if (!command.ok) return command;
      desktop.writeClipboard?.(command.value);
      const isCopied = desktop.writeClipboard !== null;
      return success({ command: command.value, isCopied });
    },
    "sessions.extend": async ({ id, seconds }) => {
      const end = new Date(vault.clock.now().getTime() + seconds * 1000);
      return done(await sessions.extend(id, end));
    },
    "sessions.repoint": async ({ id, context: name }) => {
      const lent = await lend(context, name);
      if (!lent.ok) return lent;
      const { roles, config } = lent.value;
      const document = sessionDocument(lent.value.name, config);
      const next = { context: lent.value.name, roles, document };
      return done(await sessions.repoint(id, next));
    },
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
  const lent = await lend(context, request.context);
  if (!lent.ok) return lent;
  if (needsConfirmation(lent.value, request.confirmation))
    return failure(unconfirmed(lent.value.name));
  const delivery =
    request.delivery === "best" ? sessions.bestDelivery : request.delivery;
  if (delivery === "fd" && sessions.bestDelivery !== "fd")
    return failure(noDescriptor());
  const { clock, random } = vault;
  const planned = await planSession({
    credentials: storedCredential(clock),
    clock,
    random,
  })(lent.value, {
    ttlSeconds: request.ttlSeconds,
    delivery,
    isFollowing: request.isFollowing,
    ...(request.reason ? { reason: request.reason } : {}),
  });
  if (!planned.ok) return planned;
  const { facts, document, notices } = planned.value;
  const lease = sessions.start(facts, document);
  if (!lease.ok) return lease;
  return success({ session: viewSession(lease.value), notices });
}

async function lend(
  context: HostContext,
  name: string,
): Promise<Result<LentContext>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  return documentReader(document.value, context.ports.vault.clock).lend(name);
}

function needsConfirmation(
  { name, production, roles }: LentContext,
  typed: string | undefined,
): boolean {
  return production && roles.includes(adminRole) && typed !== name;
}

function unconfirmed(name: string) {
  return vaultError(
    "declined",
    `"${name}" is marked production, and its key is os:admin.`,
    "Type the context's name to confirm.",
  );
}

function noDescriptor() {
  return vaultError(
    "unsupported",
    "This machine has no memory-backed folder to hold a descriptor in.",
    "Choose delivery by file.",
  );
}
