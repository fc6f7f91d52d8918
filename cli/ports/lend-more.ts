import { vaultError, type VaultError } from "../../shared/core/errors.ts";
import type { SessionFacts } from "../../shared/core/sessions/lease.ts";
import type { WaysToMore } from "../../shared/node/sessions/more-for-session.ts";
import { Terminal } from "../terminal.ts";
import { openReader } from "./open-reader.ts";
import { CliPorts } from "./ports.ts";

/**
 * Credentials of other roles for a running session of this process, as the policy decides, once a person agreed. The vault is
 * opened for each by what opens it unasked, the agent of `unlock` or the keychain: nobody types a passphrase into a session.
 */
export function lendMore({
  id,
  context,
  agent,
}: SessionFacts): NonNullable<WaysToMore["lend"]> {
  return async (roles, seconds, reason) => {
    const terminal = new Terminal();
    const ports = new CliPorts(terminal, () => undefined);
    ports.silence();
    const reader = await openReader({
      terminal,
      ports,
      verbs: {},
      command: null,
    });
    if (!reader.ok) return { ok: false, error: withoutAdvice(reader.error) };
    const issued = await reader.value.issueSessionCredential(context, {
      kind: "session",
      session: id,
      wants: { kind: "roles", roles },
      ttlSeconds: seconds,
      reason,
      // A person was asked about just this.
      confirmation: context,
      isAgreed: true,
      ...(agent === undefined ? {} : { agent }),
    });
    return issued.ok
      ? { ok: true, value: issued.value.config }
      : { ok: false, error: withoutAdvice(issued.error) };
  };
}

/** What helps is a person's to do, outside of the session. */
function withoutAdvice({ code, message }: VaultError): VaultError {
  return vaultError(
    code,
    message,
    "Whoever works with this session can do nothing about that: it is done on another terminal.",
  );
}
