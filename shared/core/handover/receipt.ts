import * as v from "valibot";
import { fromBase64, toBase64 } from "../pki/base64.ts";
import { readCertificate } from "../pki/certificate.ts";
import type { PemBlock } from "../pki/pem.ts";
import { isDataSignedBy, keyOfCertificate } from "../pki/sign.ts";
import { failure, success, type Result } from "../result.ts";
import {
  altered,
  handoverFormat,
  invalid,
  readSigned,
  writeSigned,
} from "./signed-text.ts";
import { base64Field, momentField } from "./texts.ts";

const receiptSchema = v.strictObject({
  format: v.literal(handoverFormat),
  acceptedAt: momentField,
  /** The certificate that was accepted, DER. */
  certificate: base64Field,
});

/** A statement, signed with the key of a certificate, that the certificate was accepted. */
export interface Receipt {
  readonly acceptedAt: Date;
  /** SHA-256 of the certificate, as the ledger has it. */
  readonly fingerprint: string;
}

/** The text of a receipt, signed by the credential's own key. Null: the key cannot sign. */
export function writeReceipt(
  certificate: Uint8Array,
  key: PemBlock,
  now: Date,
): string | null {
  const fields = {
    acceptedAt: now.toISOString(),
    certificate: toBase64(certificate),
  };
  return writeSigned("receipt", fields, key)?.text ?? null;
}

/** Errors: `handover-invalid`, by name: no receipt, damaged, no signature, altered. */
export function readReceipt(bytes: Uint8Array): Result<Receipt> {
  const read = readSigned("receipt", bytes, receiptSchema);
  if (!read.ok) return read;
  const { fields, signed, signature } = read.value;
  const der = fromBase64(fields.certificate);
  const certificate = readCertificate(der);
  const key = keyOfCertificate(der);
  if (!certificate || !key)
    return failure(
      invalid(
        "The receipt names no certificate.",
        "Have it sent again; nothing was changed.",
      ),
    );
  if (!isDataSignedBy(key, signed, signature))
    return failure(altered("receipt"));
  const { fingerprint } = certificate;
  return success({ acceptedAt: new Date(fields.acceptedAt), fingerprint });
}
