import * as v from "valibot";
import {
  certificatesOf,
  decodeAuthority,
  decodeField,
  type ReadCertificate,
} from "../certificates/read-credential.ts";
import type { PemBlock } from "../pki/pem.ts";
import { isDataSignedBy, keyOfCertificate } from "../pki/issuing/sign.ts";
import { isSignedBy } from "../pki/verifying/signed-by.ts";
import { failure, success, type Result } from "../result.ts";
import { judgeName } from "../talosconfig/context-name.ts";
import { parseTalosconfig } from "../talosconfig/parse.ts";
import { withoutLogin } from "../talosconfig/proxy-password.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import { emitTalosconfig } from "../talosconfig/yaml/emit.ts";
import { fingerprintWords } from "./fingerprint-words.ts";
import {
  altered,
  handoverFormat,
  invalid,
  readSigned,
  writeSigned,
} from "./signed-text.ts";
import { judgeWords, momentField, sha256Field, wordsField } from "./texts.ts";

const answerSchema = v.strictObject({
  format: v.literal(handoverFormat),
  /** Id of the request that it answers. */
  request: sha256Field,
  /** Who gets it, and why, in the words of whoever gives it. */
  to: wordsField,
  reason: v.nullable(wordsField),
  givenAt: momentField,
  /** One context, without a key: its certificate says roles and end, so that nothing beside it can say others. */
  talosconfig: v.string(),
});

/** A credential for the key of a request, as somebody with the cluster's authority gave it. */
export interface AccessAnswer {
  readonly requestId: string;
  readonly to: string;
  readonly reason: string | null;
  /** The context's name at whoever gave it. */
  readonly name: string;
  /** Without a key. */
  readonly config: TalosContext;
  readonly certificate: ReadCertificate;
  /** Of the cluster's CA that signed certificate and answer. */
  readonly clusterWords: string;
}

interface NewAnswer extends Pick<
  AccessAnswer,
  "requestId" | "to" | "reason" | "name" | "config"
> {
  readonly givenAt: Date;
  /** Of the CA that signed the context's certificate. */
  readonly authorityKey: PemBlock;
}

/** The text of an answer. Null: the authority's key cannot sign. Never holds a key, whatever the context has. */
export function writeAnswer({
  requestId,
  to,
  reason,
  givenAt,
  name,
  config,
  authorityKey,
}: NewAnswer): string | null {
  const contexts = new Map([[name, handedOver(config)]]);
  const fields = {
    request: requestId,
    to,
    reason,
    givenAt: givenAt.toISOString(),
    talosconfig: emitTalosconfig({ context: name, contexts }),
  };
  return writeSigned("answer", fields, authorityKey)?.text ?? null;
}

/** The context without what is its owner's alone: a key, a login, and a proxy's user and password. */
export function handedOver(config: TalosContext): TalosContext {
  const { key: _key, auth: _auth, proxyUrl, ...rest } = config;
  return proxyUrl === undefined
    ? rest
    : { ...rest, proxyUrl: withoutLogin(proxyUrl) };
}

/**
 * Reads an answer and proves that nothing of it was changed: it is signed by a CA that it names, which signed its
 * certificate too. Whose cluster that is, the words of the CA tell a person. Errors: `handover-invalid`, by name: no answer,
 * damaged, no signature, altered, words or a name that are not seen.
 */
export function readAnswer(bytes: Uint8Array): Result<AccessAnswer> {
  const read = readSigned("answer", bytes, answerSchema);
  if (!read.ok) return read;
  const { fields, signed, signature } = read.value;
  const context = readContext(fields.talosconfig);
  if (context === null) return failure(noCredential());
  const { config, name } = context;
  const [certificate] = certificatesOf(decodeField(config.crt));
  if (!certificate) return failure(noCredential());
  const signer = certificatesOf(decodeAuthority(config.ca)).find(({ der }) => {
    const key = keyOfCertificate(der);
    return key !== null && isDataSignedBy(key, signed, signature);
  });
  if (!signer) return failure(altered("answer"));
  if (!isSignedBy(certificate.der, [signer.der])) return failure(otherSigner());
  const { request: requestId, to, reason } = fields;
  const refusal =
    judgeWords("Who the answer is for", to) ??
    (reason === null ? null : judgeWords("The answer's reason", reason));
  if (refusal) return failure(refusal);
  return success({
    requestId,
    to,
    reason,
    name,
    config,
    certificate,
    clusterWords: fingerprintWords(signer.der),
  });
}

/** Its one context, with a certificate and a CA and neither a key nor a login; null: it is not that. */
function readContext(
  text: string,
): { readonly name: string; readonly config: TalosContext } | null {
  const parsed = parseTalosconfig(new TextEncoder().encode(text));
  if (!parsed.ok || parsed.value.unknown.size > 0) return null;
  const [only, ...others] = parsed.value.config.contexts;
  if (!only || others.length > 0) return null;
  const [name, config] = only;
  const isWhole = config.crt !== undefined && config.ca !== undefined;
  const isBare = config.key === undefined && config.auth === undefined;
  const isNamed = judgeName(name).kind === "fit";
  return isWhole && isBare && isNamed ? { name, config } : null;
}

function noCredential() {
  return invalid(
    "The answer holds no credential that Talos Vault could use.",
    "Have it given again; nothing was changed.",
  );
}

function otherSigner() {
  return invalid(
    "The answer's certificate is not signed by the CA of its cluster: no node would accept it.",
    "Have it given again; nothing was changed.",
  );
}
