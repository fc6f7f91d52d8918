// A Talos CA with its private key, read from what talosctl makes: secrets.yaml, a control plane's config, a PEM
// pair.
// Keep: The key leaves as a Secret; a pair that does not belong together is refused here, before anybody signs with
// it.
import { failure, success, type Result } from "../result.ts";
import type { Secret } from "../secret.ts";
import { decodeGoBase64 } from "../talosconfig/go-base64.ts";
import {
  classifyFile,
  otherFileOf,
  type ClassifiedFile,
} from "../imports/classify-file.ts";
import {
  checkPair,
  refuse,
  type Authority,
  type PairText,
} from "./authority.ts";
import { otherFileProblem } from "../imports/file-kinds/other-file-text.ts";

/** An authority as the vault keeps it, read and checked again. */
export function openAuthority(
  stored: { readonly crt: string; readonly key: Secret },
  now: Date,
): Result<Authority> {
  const pair = decodePair(stored.crt, stored.key.reveal());
  return pair.ok ? checkPair(pair.value, now) : pair;
}

const redacted = "******";

/**
 * Reads an authority from `secrets.yaml`, a control plane's machine config (any document of it) or a PEM pair.
 * Errors: `credential-unusable`, each with what the file is instead; nothing of its content is quoted.
 */
export function readAuthority(
  bytes: Uint8Array,
  now: Date,
  path = "The file",
): Result<Authority> {
  return authorityIn(classifyFile(bytes), now, path);
}

/** The same for a file whose bytes were classified already. */
export function authorityIn(
  classified: ClassifiedFile,
  now: Date,
  path = "The file",
): Result<Authority> {
  if (classified.kind === "pem") {
    const { bytes: crt } = classified;
    return checkPair({ crt, key: crt }, now);
  }
  if (classified.kind === "broken" && classified.isUnread)
    return refuse(
      classified.error.message,
      "Check that this is the right file.",
    );
  if (classified.kind !== "authority") {
    const file = otherFileOf(classified);
    return failure(otherFileProblem(path, file, "authority"));
  }
  const pair = pairAt(classified);
  return pair.ok ? checkPair(pair.value, now) : pair;
}

/** PEM with a certificate and without a key: the key may be in a file beside it. */
export function isCertificateAlone(classified: ClassifiedFile): boolean {
  const file = otherFileOf(classified);
  return file?.kind === "pem" && file.holds === "certificate";
}

type AuthorityFile = Extract<ClassifiedFile, { readonly kind: "authority" }>;

function pairAt({ file, crt, key, hasKeyTwice }: AuthorityFile) {
  if (hasKeyTwice)
    return refuse(
      "The file has one of its keys twice.",
      "Talos refuses that too: take one of the two out, or copy the file again from where it was made.",
    );
  const isWorker =
    file.kind === "machine-config" &&
    !["controlplane", "init"].includes(file.type);
  return isWorker
    ? refuse(
        "That is a worker's machine config: it has no CA key.",
        "Give a control plane's, or the secrets.yaml.",
      )
    : decodePair(crt, key);
}

function decodePair(crt: unknown, key: unknown): Result<PairText> {
  if (typeof crt !== "string" || typeof key !== "string" || key === "")
    return refuse(
      "The file has no Talos CA with its key.",
      "Give the secrets.yaml of the cluster, or a control plane's machine config.",
    );
  if (key.includes(redacted))
    return refuse(
      "The CA's key was redacted: it reads ******.",
      "Give the file as it was generated, not as talosctl prints it.",
    );
  const [certificate, privateKey] = [decodeGoBase64(crt), decodeGoBase64(key)];
  if (!certificate.ok || !privateKey.ok)
    return refuse(
      "The CA or its key is not base64.",
      "Copy the file again from where it was made.",
    );
  return success({ crt: certificate.bytes, key: privateKey.bytes });
}
