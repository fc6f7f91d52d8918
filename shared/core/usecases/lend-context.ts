import { momentText } from "../moment-text.ts";
import { vaultError, type VaultError } from "../errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { CredentialWish, LentContext } from "../ports/vault-reader.ts";
import { failure, success, type Result } from "../result.ts";
import type { VaultDocument } from "../vault/document.ts";
import { judgeCalledOff } from "./called-off.ts";
import {
  chooseCredential,
  chooseStored,
  type ChosenCredential,
} from "./choose-credential.ts";
import type { LendPorts } from "./lend-ports.ts";
import { findContext, type FoundContext } from "./find-context.ts";

/** Takes one context out of an open vault, with the credential that a session gets. Errors: `declined` when it was called off. */
export async function lendContext(
  ports: LendPorts,
  document: VaultDocument,
  wanted: string | undefined,
  wish: CredentialWish,
): Promise<Result<LentContext>> {
  const found = findContext(document, wanted);
  if (!found.ok) return found;
  const calledOff = judgeCalledOff(ports);
  if (calledOff) return failure(calledOff);
  const now = ports.clock.now();
  const chosen = chooseCredential(document, found.value, wish, now);
  if (!chosen.ok) return chosen;
  switch (chosen.value.kind) {
    case "stored":
      return lendStored(ports.clock, found.value, chosen.value, wish);
    case "derived": {
      // Loads ASN.1 and its like, which a stored key does without.
      const { deriveOffline } = await import("./derive-offline.ts");
      return deriveOffline(ports, found.value, chosen.value, wish);
    }
    case "asked":
      return lendAsked(ports, found.value, chosen.value, wish);
  }
}

/** A node makes the credential; when none does and the own one is enough, it is that, and the person is told why. */
async function lendAsked(
  ports: LendPorts,
  found: FoundContext,
  chosen: Extract<ChosenCredential, { kind: "asked" }>,
  wish: CredentialWish,
): Promise<Result<LentContext>> {
  const { deriveOnline } = await import("./derive-online.ts");
  const made = await deriveOnline(ports, found, chosen, wish);
  if (made.ok || !made.error.code.startsWith("cluster-")) return made;
  if (!chosen.mayBeStored) return failure(withOtherWays(made.error));
  const stored = chooseStored(found, wish);
  if (!stored.ok) return stored;
  const lent = lendStored(ports.clock, found, stored.value, wish);
  if (!lent.ok) return lent;
  const why = `No credential could be made for the session. ${made.error.message}`;
  return success({ ...lent.value, notices: [why, ...lent.value.notices] });
}

/** The context's own key, and until when it stays valid. */
function lendStored(
  clock: Clock,
  { name, context: { config, metadata } }: FoundContext,
  chosen: Extract<ChosenCredential, { kind: "stored" }>,
  { isStored }: CredentialWish,
): Result<LentContext> {
  const { roles, ttlSeconds, why } = chosen;
  const notAfter = metadata.certificate?.notAfter ?? null;
  if (notAfter && notAfter < clock.now())
    return failure({
      ...vaultError(
        "credential-unusable",
        `The certificate of "${name}" ended on ${momentText(notAfter)}.`,
        "Make a new one.",
      ),
      cure: { context: name, remedies: ["renew", "issue"] },
    });
  const notices =
    notAfter && !isStored
      ? [
          `The session has the stored key of "${name}", which stays valid until ${momentText(notAfter)}${why ? `: ${why}` : ""}.`,
        ]
      : [];
  const { production } = metadata;
  return success({
    name,
    config,
    roles,
    notAfter,
    production,
    credential: "stored",
    ttlSeconds,
    notices,
  });
}

/** Without a node there is still the authority, and the own key for whoever means it. */
function withOtherWays(error: VaultError): VaultError {
  return {
    ...error,
    next: `${error.next} Or without a node: talos-vault authority import secrets.yaml; or the context's own key: --stored.`,
  };
}
