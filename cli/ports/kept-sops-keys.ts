import { failure, success, type Result } from "../../shared/core/result.ts";
import type { Secret } from "../../shared/core/secret.ts";
import {
  sopsKeyRefusal,
  sopsKeysFor,
  type NamedSopsKey,
} from "../../shared/core/usecases/stores/sops-keys.ts";
import type { VaultDocument } from "../../shared/core/vault/document.ts";
import type { Cli } from "../cli.ts";
import { openDocument } from "./open-document.ts";

/** Keys that the vault keeps, for files that nothing else at hand opens. A vault that does not open has none. */
export function keptSopsKeys(
  cli: Cli,
): (recipients: readonly string[]) => Promise<Result<readonly Secret[]>> {
  let opened: ReturnType<typeof openDocument> | undefined;
  return async (recipients) => {
    const document = await (opened ??= openDocument(cli));
    if (!document.ok) return success([]);
    const identities: Secret[] = [];
    for (const key of sopsKeysFor(document.value, recipients)) {
      const given = await giveSopsKey(
        cli,
        document.value,
        key,
        "opened a file",
      );
      if (!given.ok) return given;
      identities.push(given.value);
    }
    return success(identities);
  };
}

/**
 * A key that the vault keeps, once whoever has to agree did, and the audit log has it. Errors: `declined`, `consent-needed`; those of
 * the log.
 */
export async function giveSopsKey(
  cli: Cli,
  document: VaultDocument,
  { name, recipient, identity }: NamedSopsKey,
  what: string,
): Promise<Result<Secret>> {
  const refusal = sopsKeyRefusal(document, name);
  if (refusal) {
    const { askForConsent } = await import("../questions/ask-for-consent.ts");
    const agreed = await askForConsent(cli, "sops-key", refusal, undefined);
    if (!agreed.ok) return agreed;
  }
  const recorded = await cli.ports.ledger.record({
    event: "sops-key",
    detail: { what: `${name} ${what}`, recipient },
  });
  return recorded.ok ? success(identity) : failure(recorded.error);
}
