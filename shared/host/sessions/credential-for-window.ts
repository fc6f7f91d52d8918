import type { SessionRequest, Signer } from "../../core/policy/request.ts";
import type { Repointing } from "../../core/ports/running-sessions.ts";
import type { SessionCredential } from "../../core/ports/vault-reader.ts";
import { success, type Result } from "../../core/result.ts";
import { threeTries } from "../../core/ask-three-times.ts";
import { extendSession } from "../../core/usecases/sessions/continue-session.ts";
import { issueSessionCredential } from "../../core/usecases/sessions/credential-for-session.ts";
import type { Lease } from "../../core/sessions/lease.ts";
import type { TalosContext } from "../../core/talosconfig/types.ts";
import { withConsent } from "../consent/with-consent.ts";
import { issuingPorts } from "../issuing-ports.ts";
import { readOpen, type HostContext } from "../host-context.ts";

/** A credential for a session of the window. The passphrase of a sealed authority is asked for outside of it. */
export async function credentialForWindow(
  context: HostContext,
  name: string,
  request: SessionRequest,
): Promise<Result<SessionCredential>> {
  const ports = issuingPorts(context);
  const { wants } = request;
  const said = { reason: request.reason, names: [request.confirmation] };
  return withConsent(context, "session", said, ({ length }) =>
    withSigner(context, async (by) => {
      // While a person was asked the context may have been removed, marked or guarded.
      const document = await readOpen(context);
      if (!document.ok) return document;
      const opened =
        by && wants.kind !== "stored"
          ? { ...request, wants: { ...wants, by } }
          : request;
      return issueSessionCredential(ports, document.value, name, {
        ...opened,
        ...(length > 0 ? { isAgreed: true } : {}),
      });
    }),
  );
}

/**
 * A credential for more than a running session has, once a person agreed to it. The vault has to be open; nobody is asked for a
 * passphrase, for a program in the session asks. Errors: those of `issueSessionCredential`, `vault-locked`.
 */
export async function moreForWindow(
  context: HostContext,
  name: string,
  request: SessionRequest,
): Promise<Result<TalosContext>> {
  // The call that started the session is over: what fell since, and what ends it, do not count.
  const { signal: _signal, ...lasting } = context;
  const lock = context.lock.scope();
  const document = await readOpen({ ...lasting, lock });
  if (!document.ok) return document;
  const issued = await issueSessionCredential(
    issuingPorts(lasting),
    document.value,
    name,
    request,
  );
  // From a lock on nothing is lent, whatever was begun before it.
  const isOpen = lock.opened();
  if (!isOpen.ok) return isOpen;
  return issued.ok ? success(issued.value.config) : issued;
}

/** More time for a running session: see `extendSession`. */
export async function extensionForWindow(
  context: HostContext,
  lease: Lease,
  seconds: number,
): Promise<Result<Repointing | null>> {
  const ports = issuingPorts(context);
  const said = { reason: lease.reason, names: [] };
  return withConsent(context, "continue", said, ({ length }) =>
    withSigner(context, async (by) => {
      const document = await readOpen(context);
      if (!document.ok) return document;
      return extendSession(ports, document.value, lease, seconds, {
        ...(by ? { by } : {}),
        ...(length > 0 ? { isAgreed: true } : {}),
      });
    }),
  );
}

/** Does it, and once more with the passphrase of a sealed authority where that is what is missing. */
async function withSigner<T>(
  { ports }: HostContext,
  issue: (by?: Signer) => Promise<Result<T>>,
): Promise<Result<T>> {
  const first = await issue();
  if (first.ok || first.error.code !== "authority-sealed") return first;
  return threeTries(
    (refusal) => ports.person.askPassphrase("authority", refusal),
    (passphrase) => issue({ kind: "passphrase", passphrase }),
  );
}
