// A Talos CA with its private key, read from what talosctl makes: secrets.yaml, a control plane's config, a PEM
// pair.
// Keep: The key leaves as a Secret; a pair that does not belong together is refused here, before anybody signs with
// it.
import { failure, type Result } from "../result.ts";
import {
  classifyFile,
  otherFileOf,
  type ClassifiedFile,
} from "../imports/classify-file.ts";
import { checkPair, refuse, type Authority } from "./authority.ts";
import { decodePair } from "./open-authority.ts";
import { otherFileProblem } from "../imports/file-kinds/other-file-text.ts";

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
