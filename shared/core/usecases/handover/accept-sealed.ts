import { logEndOf } from "../audit/kept-head.ts";
import {
  certificatesOf,
  decodeField,
  type ReadCertificate,
} from "../../certificates/read-credential.ts";
import { rolesOf } from "../../certificates/summary.ts";
import { writeReceipt } from "../../handover/receipt.ts";
import { invalid } from "../../handover/signed-text.ts";
import { momentText } from "../../moment-text.ts";
import { matchKey } from "../../pki/verifying/key-match.ts";
import type { PemBlock } from "../../pki/pem.ts";
import { failure, success, type Result } from "../../result.ts";
import { parseTalosconfig } from "../../talosconfig/parse.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import { decryptFromOthers, type OwnKey } from "../../vault/sealed/age/age.ts";
import {
  keepContext,
  deliveredOnce,
  type AcceptPorts,
  type Accepted,
} from "./accept-answer.ts";

/** A credential that came in an age file. Nothing proves who made the file. */
export interface SealedCredential {
  /** The context's name in the vault of whoever gave it. */
  readonly name: string;
  readonly config: TalosContext;
  readonly certificate: ReadCertificate;
  readonly roles: readonly string[];
}

/**
 * Opens an age file with one of its receiver's keys, and judges the credential in it. Errors:
 * `handover-invalid`, by name: encrypted to another key, altered, no talosconfig of one context with a whole credential, ended.
 */
export async function openSealed(
  file: Uint8Array,
  keys: readonly OwnKey[],
  now: Date,
): Promise<Result<SealedCredential>> {
  const opened = await decryptFromOthers(file, keys);
  if (opened.kind === "not-for-us") return failure(otherRecipient());
  if (opened.kind === "broken") return failure(broken());
  const credential = credentialIn(opened.content);
  if (credential === null) return failure(noCredential());
  const { notAfter } = credential.certificate;
  return notAfter <= now ? failure(ended(notAfter)) : success(credential);
}

/** Null: it is no talosconfig of one context, or its certificate, key and CA are not whole. */
function credentialIn(content: Uint8Array): SealedCredential | null {
  const parsed = parseTalosconfig(content);
  const [only, ...others] = parsed.ok ? parsed.value.config.contexts : [];
  if (!only || others.length > 0) return null;
  const [name, config] = only;
  const [certificate] = certificatesOf(decodeField(config.crt));
  const key = keyBlockOf(config);
  if (!certificate || !key || config.ca === undefined) return null;
  if (matchKey(certificate.der, key) !== "match") return null;
  const roles = rolesOf(certificate.organizations);
  return { name, config, certificate, roles };
}

function keyBlockOf({ key }: TalosContext): PemBlock | undefined {
  const field = decodeField(key?.reveal());
  return field.kind === "pem" ? field.blocks[0] : undefined;
}

/**
 * Takes a credential that came in an age file into the vault. Errors: `handover-invalid` for one that is there already, those
 * of a name and of changing the vault.
 */
export async function takeSealed(
  { clock, change, ledger, deliver }: AcceptPorts,
  { name, config, certificate }: SealedCredential,
  as: string | null,
): Promise<Result<Omit<Accepted, "document">>> {
  const now = clock.now();
  const key = keyBlockOf(config);
  const logEnd = await logEndOf(ledger);
  const receipt = key ? writeReceipt(certificate.der, key, now, logEnd) : null;
  if (receipt === null) throw new Error("a key that was proven cannot sign");
  const handOut = deliveredOnce(deliver);
  let taken: Pick<Accepted, "as" | "guardedAs"> = { as: "", guardedAs: null };
  const changed = await change(async (document) => {
    const { fingerprint } = certificate;
    const held = [...document.contexts].find(
      ([, { metadata }]) => metadata.certificate?.fingerprint === fingerprint,
    );
    if (held) return failure(heldAlready(held[0]));
    const kept = await keepContext(document, name, config, as, now);
    if (!kept.ok) return kept;
    taken = kept.value;
    const delivered = await handOut(receipt);
    return delivered.ok ? success(kept.value.document) : delivered;
  });
  return changed.ok
    ? success({ as: taken.as, guardedAs: taken.guardedAs, receipt })
    : changed;
}

function heldAlready(as: string) {
  return invalid(
    `This credential was accepted already, as "${as}".`,
    "Use that context. Nothing was changed.",
  );
}

function otherRecipient() {
  return invalid(
    "The file is encrypted to another key.",
    "Name the key that its giver was sent the public half of; nothing was changed.",
  );
}

function broken() {
  return invalid(
    "The file is no whole age file, or it was altered on its way.",
    "Have it sent again, another way; nothing was changed.",
  );
}

function noCredential() {
  return invalid(
    "There is no talosconfig of one context with a whole credential in the file.",
    "Have it given again; nothing was changed.",
  );
}

function ended(end: Date) {
  return invalid(
    `The credential in the file ended on ${momentText(end)}.`,
    "Have it given again; nothing was changed.",
  );
}
