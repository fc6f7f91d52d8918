import {
  certificatesInFile,
  type PlacedCertificate,
} from "../../authorities/certificates-in-file.ts";
import { authorityIn } from "../../authorities/read-authority.ts";
import type { Acceptance } from "../../certificates/acceptance.ts";
import {
  inspectCertificate,
  judgeAlone,
  readCertificates,
  type InspectedCertificate,
  inspectContext,
} from "../../certificates/inspect-certificates.ts";
import {
  otherFileOf,
  tooManyBlocks,
  type ClassifiedFile,
} from "../../imports/classify-file.ts";
import { otherFileProblem } from "../../imports/file-kinds/other-file-text.ts";
import { limits } from "../../limits.ts";
import { readCertificate } from "../../pki/certificate.ts";
import type { ContextInspection } from "../../ports/vault-reader.ts";
import type { VaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type { FileWithKey } from "../authorities/read-authority-file.ts";
import { infoLikeTalosctl } from "../../certificates/talosctl-config-info.ts";
import type { TalosContext } from "../../talosconfig/types.ts";

/** A certificate of a file; `place` is where it stands in YAML, else empty. */
export type FoundCertificate = InspectedCertificate & {
  readonly place: string;
};

export type FileInspection =
  | {
      readonly kind: "talosconfig";
      readonly contexts: readonly ContextInspection[];
      readonly current: string;
    }
  | {
      readonly kind: "certificates";
      readonly certificates: readonly FoundCertificate[];
      /** Of the first client's certificate in it. */
      readonly acceptance: readonly Acceptance[];
      /** The Talos CA is there with a key that can issue, in the file or beside it. */
      readonly hasKey: boolean;
      /** Why it cannot issue, where an authority is in it; else empty. */
      readonly problem: string;
    };

/**
 * What is in a file: contexts, or every certificate that can be read, whether or not something could be issued with it.
 * Errors, of the file by its path: `credential-unusable` for one without either.
 */
export function inspectFile(
  { bytes, classified }: Pick<FileWithKey, "bytes" | "classified">,
  now: Date,
  path: string,
): Result<FileInspection> {
  if (classified.kind === "talosconfig") {
    const { contexts, context } = classified.parsed.config;
    const inspected = [...contexts].map(([name, config]) =>
      inspectNamed(name, config, now),
    );
    const kind = "talosconfig";
    return success({ kind, contexts: inspected, current: context });
  }
  const authority = authorityIn(classified, now, path);
  if (classified.kind === "broken" && classified.isUnread && !authority.ok)
    return authority;
  const plain = readCertificates(bytes);
  const placed = plain.length > 0 ? [] : certificatesInFile(bytes);
  if (placed.length > limits.pemBlocks.most) return failure(tooManyBlocks());
  const certificates =
    plain.length > 0
      ? plain.map((one) => ({ ...inspectCertificate(one), place: "" }))
      : placed.flatMap(inspectPlaced);
  if (certificates.length === 0 && !authority.ok)
    return failure(whyNothing(path, classified, authority.error));
  const isAuthority = certificates.some(({ isCa }) => isCa);
  return success({
    kind: "certificates",
    certificates,
    acceptance: judgeAlone(plain, now),
    hasKey: authority.ok,
    problem: authority.ok || !isAuthority ? "" : authority.error.message,
  });
}

/** What was given, where it is none of what is looked into; an authority says itself what is wrong. */
function whyNothing(
  path: string,
  classified: ClassifiedFile,
  ofAuthority: VaultError,
): VaultError {
  return classified.kind === "other" || classified.kind === "broken"
    ? otherFileProblem(path, otherFileOf(classified), "any")
    : ofAuthority;
}

function inspectPlaced({
  place,
  der,
}: PlacedCertificate): readonly FoundCertificate[] {
  const certificate = readCertificate(der);
  return certificate
    ? [{ ...inspectCertificate({ ...certificate, der }), place }]
    : [];
}

/** What the certificates of a context say, ours and as talosctl puts it. */
export function inspectNamed(
  name: string,
  config: TalosContext,
  now: Date,
): ContextInspection {
  const likeTalosctl = infoLikeTalosctl(name, config, now);
  return { name, ...inspectContext(config, now), likeTalosctl };
}
