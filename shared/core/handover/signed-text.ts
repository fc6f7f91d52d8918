// What two persons send each other to give and get access: a request, an answer, a receipt; and lists of age recipients.
// Keep: No private key is in any of them. Each is signed, is written in one way, and is read in no other.
import * as v from "valibot";
import { vaultError, type VaultError } from "../errors.ts";
import { limits } from "../limits.ts";
import { equalBytes, joined } from "../bytes.ts";
import { parseJson } from "../json.ts";
import { sha256Hex } from "../pki/primitives/hash-and-hmac.ts";
import { pem, readPem, type PemBlock } from "../pki/pem.ts";
import { signData } from "../pki/issuing/sign.ts";
import { failure, success, type Result } from "../result.ts";
import { decodeText } from "../text/decode-text.ts";
import {
  handoverKindNames,
  handoverKinds,
  type HandoverKind,
} from "../handover-kind.ts";

/** The only format so far, a field of each text. */
export const handoverFormat = 1;

/** A text that was taken apart and fits its schema. Nobody has looked at its signature yet. */
export interface SignedText<Fields> {
  readonly fields: Fields;
  /** What the signature is of. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  /** SHA-256 of `signed`, lower-case hexadecimal. */
  readonly id: string;
}

const lineFeed = 0x0a;
const encoder = new TextEncoder();

/**
 * A text of lines that survives mail and chat (RFC 7468): JSON, a line feed, and a signature over both the kind of the text
 * and the JSON, so that no signature of one kind stands for another, nor for a certificate. Null: the key cannot sign.
 */
export function writeSigned(
  kind: HandoverKind,
  fields: object,
  key: PemBlock,
): { readonly text: string; readonly id: string } | null {
  const json = written({ format: handoverFormat, ...fields });
  const signed = coveredBy(kind, json);
  const signature = signData(key, signed);
  if (signature === null) return null;
  const content = joined([json, Uint8Array.of(lineFeed), signature]);
  return {
    text: pem(handoverKinds[kind].label, content),
    id: sha256Hex(signed),
  };
}

function coveredBy(kind: HandoverKind, json: Uint8Array): Uint8Array {
  return joined([encoder.encode(`talos-vault/1 handover ${kind}\n`), json]);
}

/**
 * The one text of that kind in it, taken apart. What stands around it is passed over, as in any PEM file. Errors:
 * `handover-invalid`, of which none quotes what it is about; a person's part of the text may be anything.
 */
export function readSigned<Fields>(
  kind: HandoverKind,
  bytes: Uint8Array,
  schema: v.GenericSchema<unknown, Fields>,
): Result<SignedText<Fields>> {
  const { label, called } = handoverKinds[kind];
  if (bytes.length > limits.handoverText.most) return failure(tooLong(kind));
  const blocks = blocksIn(bytes);
  const found = blocks.filter((block) => block.label === label);
  const [block] = found;
  if (!block)
    return failure(
      absent(
        kind,
        blocks.map((one) => one.label),
      ),
    );
  if (found.length > 1)
    return failure(
      invalid(
        `There is more than one ${called} in it.`,
        "Give one at a time; nothing was changed.",
      ),
    );
  const end = block.der.indexOf(lineFeed);
  const json = block.der.subarray(0, Math.max(end, 0));
  const value = parseJson(new TextDecoder().decode(json));
  if (isNewer(value)) return failure(newer(kind));
  const read = v.safeParse(schema, value);
  // One way to write it: no key twice, none in another order, no blanks.
  if (end < 0 || !read.success || !equalBytes(json, written(read.output)))
    return failure(damaged(kind));
  const signature = block.der.subarray(end + 1);
  if (signature.length === 0) return failure(unsigned(kind));
  const signed = coveredBy(kind, json);
  const id = sha256Hex(signed);
  return success({ fields: read.output, signed, signature, id });
}

/** PowerShell 5 writes UTF-16 where `>` stands. */
function blocksIn(bytes: Uint8Array): ReturnType<typeof readPem> {
  const text = decodeText(bytes);
  return readPem(text === null ? bytes : encoder.encode(text));
}

/** A text of a hand-over, as it is written and with nothing around it. Nobody has looked into it. */
export interface FoundText {
  readonly kind: HandoverKind;
  readonly text: string;
}

/** The one text of any kind in a file that somebody sent. Errors: `handover-invalid`, by name: none, several, too long. */
export function findText(bytes: Uint8Array): Result<FoundText> {
  if (bytes.length > limits.handoverText.most)
    return failure(noText("That is longer than any text of a hand-over."));
  const found = blocksIn(bytes).flatMap(({ label, der }) =>
    handoverKindNames
      .filter((kind) => handoverKinds[kind].label === label)
      .map((kind) => ({ kind, text: pem(label, der) })),
  );
  const [only, ...others] = found;
  if (!only)
    return failure(noText("There is no request, answer or receipt in it."));
  return others.length === 0
    ? success(only)
    : failure(noText("There is more than one text of a hand-over in it."));
}

/** What kind of text it is; null: none, or not alone. */
export function kindOfText(text: string): HandoverKind | null {
  const found = findText(encoder.encode(text));
  return found.ok && found.value.text === text ? found.value.kind : null;
}

function noText(message: string): VaultError {
  return invalid(
    message,
    "Take the text that was sent, alone; nothing was changed.",
  );
}

function isNewer(value: unknown): boolean {
  const { format } = (value ?? {}) as { readonly format?: unknown };
  return typeof format === "number" && format > handoverFormat;
}

function written(fields: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(fields));
}

export function invalid(message: string, next: string): VaultError {
  return vaultError("handover-invalid", message, next);
}

/** Its signature does not fit. */
export function altered(kind: HandoverKind): VaultError {
  return invalid(
    `The ${handoverKinds[kind].called} was altered on its way: its signature does not fit.`,
    "Have it sent again, another way; nothing was changed.",
  );
}

function unsigned(kind: HandoverKind): VaultError {
  return invalid(
    `The ${handoverKinds[kind].called} has no signature.`,
    "Have it made again; nothing was changed.",
  );
}

function damaged(kind: HandoverKind): VaultError {
  return invalid(
    `The ${handoverKinds[kind].called} is damaged: what is between its dashes is not what Talos Vault writes.`,
    "Copy all of it again, from the first dash to the last; nothing was changed.",
  );
}

function newer(kind: HandoverKind): VaultError {
  return invalid(
    `The ${handoverKinds[kind].called} was made by a newer Talos Vault.`,
    "Update talos-vault; nothing was changed.",
  );
}

function tooLong(kind: HandoverKind): VaultError {
  return invalid(
    `That is longer than any ${handoverKinds[kind].called}.`,
    "Give the text that was sent, alone; nothing was changed.",
  );
}

function absent(kind: HandoverKind, labels: readonly string[]): VaultError {
  const { label, called, article } = handoverKinds[kind];
  const other = Object.values(handoverKinds).find((one) =>
    labels.includes(one.label),
  );
  return invalid(
    other
      ? `That is ${other.article} ${other.called}, and no ${called}.`
      : `There is no ${called} in it.`,
    `It is ${article} ${called} from -----BEGIN ${label}----- to the end: copy all of that. Nothing was changed.`,
  );
}
