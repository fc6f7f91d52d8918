import { rotationWords } from "../../../shared/core/diagnosis/rotation-verdict-text.ts";
import { momentText } from "../../../shared/core/moment-text.ts";
import type { Reissued } from "../../../shared/core/usecases/clusters/reissue-cluster.ts";
import type {
  RotationContext,
  RotationState,
} from "../../../shared/core/usecases/clusters/rotation-state.ts";
import { rotationCommands } from "./rotation-commands.ts";

const fingerprintShown = 16;

/** How far a rotation is, and what comes next; a line each. */
export function stateLines(
  name: string,
  { phase, held, nodeSignedBy, contexts }: RotationState,
): readonly string[] {
  const { summary, next } = rotationWords[phase];
  return [
    summary,
    ...held.map(({ fingerprint, notAfter }) => {
      const mark = fingerprint === nodeSignedBy ? "  the node's" : "";
      return `  CA ${short(fingerprint)} until ${momentText(new Date(notAfter))}${mark}`;
    }),
    ...contexts.map((one) => `  ${one.name}: ${signerText(one)}`),
    next,
    ...rotationCommands(phase, name).map((command) => `  ${command}`),
  ];
}

function signerText({ signedBy, hasCertificate }: RotationContext): string {
  if (!hasCertificate) return "no certificate";
  const signer = signedBy === null ? "a CA that is not held" : short(signedBy);
  return `credential by ${signer}`;
}

function short(fingerprint: string): string {
  return `${fingerprint.slice(0, fingerprintShown)}…`;
}

/** What became of a context. */
export function reissuedText({ outcome, notAfter, problem }: Reissued): string {
  switch (outcome) {
    case "renewed":
      return `renewed until ${momentText(new Date(notAfter ?? 0))}`;
    case "kept":
      return "has a credential of the new CA already";
    case "none":
      return "holds the new CA; it has no certificate to renew";
    case "failed":
      return `holds both CAs and keeps its old credential. ${problem?.message ?? ""} ${problem?.next ?? ""}`;
  }
}
