import type { TalosContext } from "../talosconfig/types.ts";
import type { Finding } from "./finding.ts";
import { examineContext } from "./findings.ts";
import { summarizeCertificate } from "./summarize.ts";
import type { CertificateSummary } from "./summary.ts";

/** What reading a context's credential comes to: signatures and keys are checked for it, which takes longer than all else of an import. */
export interface Examination {
  readonly findings: readonly Finding[];
  /** Null: there is no client certificate that can be read. */
  readonly certificate: CertificateSummary | null;
}

export function examine(context: TalosContext, now: Date): Examination {
  const findings = examineContext(context, now);
  return { findings, certificate: summarizeCertificate(context) };
}
