import { vaultError } from "../errors.ts";
import type { CredentialSource } from "../ports/credential-source.ts";
import type { Clock } from "../ports/clock.ts";
import { failure, success } from "../result.ts";

/** Gives a session the context's own key, and says until when that key stays valid. */
export function storedCredential(clock: Clock): CredentialSource {
  return {
    obtain: async ({ name, config, roles, notAfter }) => {
      if (notAfter && notAfter < clock.now())
        return failure(
          vaultError(
            "credential-unusable",
            `The certificate of "${name}" ended on ${notAfter.toISOString()}.`,
            "Import a new talosconfig for the cluster: talosctl config new, or gen config --with-secrets.",
          ),
        );
      const notices = notAfter
        ? [
            `The session has the stored key of "${name}", which stays valid until ${notAfter.toISOString()}.`,
          ]
        : [];
      return success({ kind: "stored", config, roles, notAfter, notices });
    },
  };
}
