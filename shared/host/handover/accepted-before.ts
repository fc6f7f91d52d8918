import type { ReadCertificate } from "../../core/certificates/read-credential.ts";
import { receiptAgain } from "../../core/usecases/handover/receipt-again.ts";
import type { VaultDocument } from "../../core/vault/document.ts";
import type { AcceptedBefore } from "../../contract/handover.ts";
import type { HostContext } from "../host-context.ts";

/** A credential that the vault has already, with its receipt: the window may have been gone before the first one was seen. */
export async function acceptedBefore(
  { ports }: HostContext,
  document: VaultDocument,
  certificate: ReadCertificate,
): Promise<AcceptedBefore | null> {
  const { clock } = ports.vault;
  const again = await receiptAgain({ clock, ledger: ports.ledger }, document, certificate); // prettier-ignore
  return again && { kind: "accepted", ...again };
}
