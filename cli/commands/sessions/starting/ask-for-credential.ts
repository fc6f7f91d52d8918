import type { SessionRequest } from "../../../../shared/core/policy/request.ts";
import type {
  SessionCredential,
  VaultReader,
} from "../../../../shared/core/ports/vault-reader.ts";
import type { Result } from "../../../../shared/core/result.ts";
import type { Cli } from "../../../cli.ts";

/**
 * A credential for a session. What the policy wants to know first is asked on the terminal, once each: the passphrase
 * of a sealed authority; a reason and the context's name before what may do everything on production. Without a terminal
 * it is refused, and the error names the options; but for what a person has to agree to, who is asked elsewhere.
 */
export async function askForCredential(
  cli: Cli,
  reader: VaultReader,
  name: string | undefined,
  request: SessionRequest,
): Promise<Result<SessionCredential>> {
  const issued = await reader.issueSessionCredential(name, request);
  if (issued.ok) return issued;
  if (issued.error.code === "consent-needed" && !request.isAgreed) {
    const { askForConsent } =
      await import("../../../questions/ask-for-consent.ts");
    const { reason } = request;
    const said = await askForConsent(cli, "session", issued.error, reason);
    if (!said.ok) return said;
    const agreed = { ...request, ...said.value };
    return askForCredential(cli, reader, name, agreed);
  }
  if (!cli.terminal.isInteractive) return issued;
  const { askPassphrase, askReason } =
    await import("../../../questions/ask-for-session.ts");
  const { wants } = request;
  const isSealed = issued.error.code === "authority-sealed";
  if (isSealed && wants.kind !== "stored" && !wants.by) {
    const { threeTries } =
      await import("../../../../shared/core/ask-three-times.ts");
    return threeTries(
      (refusal) => askPassphrase(cli, refusal),
      (passphrase) => {
        const by = { kind: "passphrase", passphrase } as const;
        const opened = { ...request, wants: { ...wants, by } };
        return askForCredential(cli, reader, name, opened);
      },
    );
  }
  if (
    issued.error.code === "unconfirmed" &&
    request.confirmation === undefined
  ) {
    const said = await askReason(cli, issued.error.message, request.reason);
    if (!said.ok) return said;
    const confirmed = { ...request, ...said.value };
    return askForCredential(cli, reader, name, confirmed);
  }
  return issued;
}
