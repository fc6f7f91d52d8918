import { isDueOrEnded } from "../../certificates/renewal-due.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";

/** Every context that has a certificate; `onlyDue`: of these the ones that `isDue` says. */
export function contextsToRenew(
  document: VaultDocument,
  now: Date,
  onlyDue: boolean,
): readonly NamedContext[] {
  return [...document.contexts]
    .map(([name, context]) => ({ name, context }))
    .filter((one) => hasCertificate(one))
    .filter((one) => !onlyDue || isDue(one, now));
}

/** Whether there is anything to renew: logins by a user's name or through Omni have no certificate. */
export function hasCertificate({ context }: NamedContext): boolean {
  return context.metadata.certificate !== undefined;
}

/** By its certificate; what was made for some days alone never is. */
export function isDue({ context }: NamedContext, now: Date): boolean {
  const { certificate } = context.metadata;
  return certificate !== undefined && isDueOrEnded(certificate, now);
}
