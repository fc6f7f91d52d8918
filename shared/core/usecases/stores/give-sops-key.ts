import type { VaultError } from "../../errors.ts";
import type { Audit } from "../../ports/audit.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { sopsKeyRefusal, sopsKeysFor, type NamedSopsKey } from "./sops-keys.ts";

export interface GivingPorts {
  readonly audit: Pick<Audit, "record">;
  /** Has a person agree to what was refused. Errors: `declined`, `consent-needed`. */
  readonly agree: (refusal: VaultError) => Promise<Result<unknown>>;
}

/**
 * A key that the vault keeps, once whoever has to agree did, and the audit log has it. Errors: `declined`, `consent-needed`; those of
 * the log.
 */
export async function giveSopsKey(
  { audit, agree }: GivingPorts,
  document: VaultDocument,
  { name, recipient, identity }: NamedSopsKey,
  what: string,
): Promise<Result<Secret>> {
  const refusal = sopsKeyRefusal(document, name);
  if (refusal) {
    const agreed = await agree(refusal);
    if (!agreed.ok) return agreed;
  }
  const recorded = await audit.record({
    event: "sops-key",
    detail: { what: `${name} ${what}`, recipient },
  });
  return recorded.ok ? success(identity) : failure(recorded.error);
}

/** Keys that the vault keeps, for files that nothing else at hand opens. A vault that does not open has none. */
export function keptSopsKeys(
  ports: GivingPorts,
  open: () => Promise<Result<VaultDocument>>,
): (recipients: readonly string[]) => Promise<Result<readonly Secret[]>> {
  let opened: Promise<Result<VaultDocument>> | undefined;
  return async (recipients) => {
    const document = await (opened ??= open());
    if (!document.ok) return success([]);
    const identities: Secret[] = [];
    for (const key of sopsKeysFor(document.value, recipients)) {
      const given = await giveSopsKey(ports, document.value, key, "opened a file"); // prettier-ignore
      if (!given.ok) return given;
      identities.push(given.value);
    }
    return success(identities);
  };
}
