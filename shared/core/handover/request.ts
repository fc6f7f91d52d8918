import * as v from "valibot";
import { countOf } from "../counted-noun.ts";
import { fromBase64, toBase64 } from "../pki/base64.ts";
import { readPem } from "../pki/pem.ts";
import {
  ed25519Length,
  ed25519Spki,
  isDataSignedBy,
  newSigningKey,
} from "../pki/issuing/sign.ts";
import { failure, success, type Result } from "../result.ts";
import { Secret } from "../secret.ts";
import { fingerprintWords } from "./fingerprint-words.ts";
import {
  altered,
  handoverFormat,
  invalid,
  readSigned,
  writeSigned,
} from "./signed-text.ts";
import { base64Field, judgeWords, momentField, wordsField } from "./texts.ts";

const requestSchema = v.strictObject({
  format: v.literal(handoverFormat),
  name: wordsField,
  createdAt: momentField,
  /** An Ed25519 public key, 32 bytes. */
  key: base64Field,
});

/** Somebody asks for access with a key of their own. */
export interface AccessRequest {
  /** SHA-256 of what is signed, hexadecimal: what an answer is bound to. */
  readonly id: string;
  /** The name that they give themselves; nothing proves it. */
  readonly name: string;
  readonly createdAt: Date;
  /** DER of SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** Of the public key: the same on both sides, or it is somebody else's. */
  readonly words: string;
}

export interface NewRequest {
  readonly request: AccessRequest;
  /** What is sent. It holds nothing secret. */
  readonly text: string;
  /** PEM; it stays here. */
  readonly key: Secret;
}

/**
 * Makes a request with a new key, signed by that key. Errors: `handover-invalid` for a name that could mislead its
 * reader.
 */
export function makeRequest(name: string, now: Date): Result<NewRequest> {
  const refusal = judgeWords("The name", name);
  if (refusal) return failure(refusal);
  const { publicKey, privateKey } = newSigningKey();
  const fields = {
    name,
    createdAt: now.toISOString(),
    key: toBase64(publicKey),
  };
  const [block] = readPem(new TextEncoder().encode(privateKey));
  const written = block ? writeSigned("request", fields, block) : null;
  const spki = ed25519Spki(publicKey);
  if (!written || !spki) throw new Error("our own key cannot sign");
  const words = fingerprintWords(spki);
  const request = { id: written.id, name, createdAt: now, publicKey: spki, words }; // prettier-ignore
  return success({ request, text: written.text, key: new Secret(privateKey) });
}

/**
 * Reads a request and proves that whoever made it has the private half of its key. Errors: `handover-invalid`, by name:
 * no request, damaged, another kind of key, no signature, altered, a name that is not seen.
 */
export function readRequest(bytes: Uint8Array): Result<AccessRequest> {
  const read = readSigned("request", bytes, requestSchema);
  if (!read.ok) return read;
  const { fields, signed, signature, id } = read.value;
  const spki = ed25519Spki(fromBase64(fields.key));
  if (!spki) return failure(otherKey());
  if (!isDataSignedBy(spki, signed, signature))
    return failure(altered("request"));
  const { name, createdAt } = fields;
  const refusal = judgeWords("The name in the request", name);
  return refusal
    ? failure(refusal)
    : success({
        id,
        name,
        createdAt: new Date(createdAt),
        publicKey: spki,
        words: fingerprintWords(spki),
      });
}

function otherKey() {
  return invalid(
    `The key in the request is no Ed25519 key: that has ${countOf(ed25519Length, "byte")}.`,
    "Have the request made by talos-vault; nothing was changed.",
  );
}
