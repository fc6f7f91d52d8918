import { success } from "../../../shared/core/result.ts";
import type { SessionFacts } from "../../../shared/core/sessions/lease.ts";
import { requestElevation } from "../../../shared/core/usecases/sessions/request-elevation.ts";
import type { WaysToElevate } from "../../../shared/node/sessions/gateway/elevate-session.ts";
import { Terminal } from "../../terminal.ts";
import { openReader } from "../vault/open-reader.ts";
import { CliPorts } from "../ports.ts";

/**
 * Credentials of other roles for a running session of this process, as the policy decides, once a person agreed. The vault is
 * opened for each by what opens it unasked, the agent of `unlock` or the keychain: nobody types a passphrase into a session.
 */
export function lendElevation(
  facts: SessionFacts,
): NonNullable<WaysToElevate["lend"]> {
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
    if (!reader.ok) return reader;
    const issued = await reader.value.issueSessionCredential(
      facts.context,
      requestElevation(facts, roles, seconds, reason),
    );
    return issued.ok ? success(issued.value.config) : issued;
  };
}
