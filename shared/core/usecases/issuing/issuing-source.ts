import type { Authority } from "../../authorities/authority.ts";
import { decide } from "../../policy/decide.ts";
import { decisionError } from "../../policy/decision-text.ts";
import type { Asked, Signed } from "../../policy/decision.ts";
import type {
  IssueRequest,
  IssuingSigner,
  RenewalRequest,
} from "../../policy/request.ts";
import { failure, success, type Result } from "../../result.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";
import { openStoredAuthority } from "../authorities/open-stored-authority.ts";
import { askersFor, onlyAsker, type Askers } from "./try-each-admin.ts";

/**
 * Who makes a new credential, ready to do it. The policy has decided that it may, or, in a rotation, whoever read the
 * administrator of the new CA.
 */
export type IssuingSource =
  | { readonly kind: "authority"; readonly authority: Authority }
  | ({ readonly kind: "node" } & Askers);

/** Who makes the credential that was asked for, as the policy decides. Errors: those of the policy, without asking anybody. */
export function grantIssuing(
  document: VaultDocument,
  found: NamedContext,
  request: IssueRequest | RenewalRequest,
  now: Date,
): Result<Signed | Asked> {
  const decision = decide(document, found, request, now);
  return decision.outcome === "sign" || decision.outcome === "ask-node"
    ? success(decision)
    : failure(decisionError(found.name, decision));
}

/** Opens what the policy chose. Errors: as for opening an authority of the vault. */
export async function openSource(
  document: VaultDocument,
  found: NamedContext,
  granted: Signed | Asked,
  by: IssuingSigner | undefined,
  now: Date,
): Promise<Result<IssuingSource>> {
  if (granted.outcome === "ask-node") {
    const { asker, because } = granted;
    const askers =
      because === "admin-named"
        ? onlyAsker(asker)
        : askersFor(document, found, asker, now);
    return success({ kind: "node", ...askers });
  }
  const passphrase = by?.kind === "passphrase" ? by.passphrase : undefined;
  const opened = await openStoredAuthority(granted.authority, passphrase, now);
  return opened.ok
    ? success({ kind: "authority", authority: opened.value })
    : opened;
}

/** The administrator of the vault that was found for a renewal, and the next one after it. Errors: those of the policy. */
export async function openProposed(
  document: VaultDocument,
  found: NamedContext,
  asker: string,
  now: Date,
): Promise<Result<IssuingSource>> {
  const by = { kind: "node", asker, isProposed: true } as const;
  const granted = grantIssuing(document, found, { kind: "renew", by }, now);
  return granted.ok
    ? openSource(document, found, granted.value, by, now)
    : granted;
}
