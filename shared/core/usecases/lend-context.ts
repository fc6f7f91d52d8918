import { vaultError } from "../errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { CredentialWish, LentContext } from "../ports/vault-reader.ts";
import { failure, success, type Result } from "../result.ts";
import type { VaultDocument } from "../vault/document.ts";
import {
  chooseCredential,
  type ChosenCredential,
} from "./choose-credential.ts";
import type { LendPorts } from "./lend-ports.ts";
import { findContext, type FoundContext } from "./find-context.ts";

/** Takes one context out of an open vault, with the credential that a session gets. */
export async function lendContext(
  ports: LendPorts,
  document: VaultDocument,
  wanted: string | undefined,
  wish: CredentialWish,
): Promise<Result<LentContext>> {
  const found = findContext(document, wanted);
  if (!found.ok) return found;
  const chosen = chooseCredential(document, found.value, wish);
  if (!chosen.ok) return chosen;
  if (chosen.value.kind === "stored")
    return lendStored(ports.clock, found.value, chosen.value, wish);
  // Loads ASN.1 and its like, which a stored key does without.
  const { deriveOffline } = await import("./derive-offline.ts");
  return deriveOffline(ports, found.value, chosen.value, wish);
}

/** The context's own key, and until when it stays valid. */
function lendStored(
  clock: Clock,
  { name, context: { config, metadata } }: FoundContext,
  { roles, ttlSeconds }: ChosenCredential,
  { isStored }: CredentialWish,
): Result<LentContext> {
  const notAfter = metadata.certificate?.notAfter ?? null;
  if (notAfter && notAfter < clock.now())
    return failure(
      vaultError(
        "credential-unusable",
        `The certificate of "${name}" ended on ${notAfter.toISOString()}.`,
        "With the cluster's secrets.yaml: talos-vault issue NAME --authority secrets.yaml; else import a new talosconfig (talosctl config new).",
      ),
    );
  const notices =
    notAfter && !isStored
      ? [
          `The session has the stored key of "${name}", which stays valid until ${notAfter.toISOString()}.`,
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
