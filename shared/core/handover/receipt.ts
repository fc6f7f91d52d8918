import * as v from "valibot";
import { fromBase64, toBase64 } from "../pki/base64.ts";
import { readCertificate } from "../pki/certificate.ts";
import type { PemBlock } from "../pki/pem.ts";
import { isDataSignedBy, keyOfCertificate } from "../pki/issuing/sign.ts";
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
  /** How the receiver's audit log ended then, as `audit anchor` prints it: kept by the other side, it fixes that log. */
  logEnd: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}-[0-9a-f]{32}$/))),
});

/** A statement, signed with the key of a certificate, that the certificate was accepted. */
export interface Receipt {
  readonly acceptedAt: Date;
  /** SHA-256 of the certificate, as the ledger has it. */
  readonly fingerprint: string;
  /** How their audit log ended then; null: they did not say. */
  readonly logEnd: string | null;
}

/** The text of a receipt, signed by the credential's own key. Null: the key cannot sign. */
export function writeReceipt(
  certificate: Uint8Array,
  key: PemBlock,
  now: Date,
  logEnd: string | null,
): string | null {
  const fields = {
    acceptedAt: now.toISOString(),
    certificate: toBase64(certificate),
    ...(logEnd === null ? {} : { logEnd }),
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
  const acceptedAt = new Date(fields.acceptedAt);
  return success({ acceptedAt, fingerprint, logEnd: fields.logEnd ?? null });
}
