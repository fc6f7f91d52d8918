import {
  certificatesOf,
  decodeField,
  type ReadCertificate,
} from "../../certificates/read-credential.ts";
import { writeReceipt } from "../../handover/receipt.ts";
import { matchKey } from "../../pki/verifying/key-match.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { logEndOf } from "../audit/kept-head.ts";
import type { Accepted, AcceptPorts } from "./accept-answer.ts";

/**
 * The receipt of a credential that is in the vault already, made anew: whoever accepted it may never have seen the first one. Null: no
 * context has that certificate with its key.
 */
export async function receiptAgain(
  { clock, ledger }: Pick<AcceptPorts, "clock" | "ledger">,
  { contexts }: VaultDocument,
  { fingerprint }: ReadCertificate,
): Promise<Pick<Accepted, "as" | "receipt"> | null> {
  const held = [...contexts].find(
    ([, { metadata }]) => metadata.certificate?.fingerprint === fingerprint,
  );
  if (!held) return null;
  const [as, { config }] = held;
  const [certificate] = certificatesOf(decodeField(config.crt));
  const field = decodeField(config.key?.reveal());
  const [key] = field.kind === "pem" ? field.blocks : [];
  if (!certificate || !key || matchKey(certificate.der, key) !== "match")
    return null;
  const logEnd = await logEndOf(ledger);
  const receipt = writeReceipt(certificate.der, key, clock.now(), logEnd);
  return receipt === null ? null : { as, receipt };
}
