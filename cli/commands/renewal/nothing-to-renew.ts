import {
  credentialKind,
  type CredentialKind,
} from "../../../shared/core/certificates/credential-kind.ts";
import { vaultError, type VaultError } from "../../../shared/core/errors.ts";
import { decisionError } from "../../../shared/core/policy/decision-text.ts";
import { refused } from "../../../shared/core/policy/decision.ts";
import { nameWord } from "../../../shared/core/text/shell-words.ts";
import type { NamedContext } from "../../../shared/core/vault/document.ts";

/** A context has no certificate: what there is instead. */
export function nothingToRenew({ name, context }: NamedContext): VaultError {
  const { message } = decisionError(name, refused({ kind: "no-certificate" }));
  const kind = credentialKind(context.config);
  return vaultError("credential-unusable", message, insteadOf(kind, name));
}

function insteadOf(kind: CredentialKind, name: string): string {
  switch (kind) {
    case "siderov1":
      return "An Omni context logs in through your browser, when talosctl needs it.";
    case "basic":
      return "It logs in with a user and a password: whoever runs the server gives new ones.";
    case "certificate":
    case "none":
      return `Make one with the cluster's secrets.yaml: talos-vault issue ${nameWord(name)} --authority secrets.yaml`;
  }
}
