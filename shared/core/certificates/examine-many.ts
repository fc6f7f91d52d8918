import type { TalosContext } from "../talosconfig/types.ts";
import type { Finding } from "./finding.ts";
import { limits } from "../limits.ts";
import { readCredentials } from "./credential-findings.ts";
import { examineRead } from "./examine-context.ts";
import { summarizeChain, type CertificateSummary } from "./summary.ts";

/** What reading a context's credential comes to: signatures and keys are checked for it, which takes longer than all else of an import. */
export interface Examination {
  readonly findings: readonly Finding[];
  /** Null: there is no client certificate that can be read. */
  readonly certificate: CertificateSummary | null;
}

/** One for each context, in their order. */
export function examineAll(
  contexts: readonly TalosContext[],
  now: Date,
): readonly Examination[] {
  const found: Examination[] = [];
  for (let from = 0; from < contexts.length;) {
    const share = contexts.slice(from, endOfShare(contexts, from));
    const read = readCredentials(share);
    for (const [at, one] of read.entries()) {
      const context = share[at];
      if (!context) continue;
      const findings = examineRead(context, one, now);
      found.push({ findings, certificate: summarizeChain(one.chain) });
    }
    from += share.length;
  }
  return found;
}

/** Contexts that are read together, and characters of their certificates: all that is in them is held meanwhile. */
const [mostTogether, longestTogether] = [64, limits.contextField.most / 2];

function endOfShare(contexts: readonly TalosContext[], from: number): number {
  let length = 0;
  let end = from;
  while (end < contexts.length && end - from < mostTogether) {
    const { ca = "", crt = "" } = contexts[end] ?? {};
    length += ca.length + crt.length;
    if (end > from && length > longestTogether) break;
    end++;
  }
  return end;
}

/** The one context. */
export function examine(context: TalosContext, now: Date): Examination {
  const [found = nothing] = examineAll([context], now);
  return found;
}

const nothing: Examination = { findings: [], certificate: null };
