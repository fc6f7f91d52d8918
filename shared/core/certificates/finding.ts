import type { Remedy } from "../remedy.ts";

/** Worst first. */
export const severities = ["error", "warning", "info"] as const;

/** Something the import doctor has to say about a context. */
export interface Finding {
  readonly severity: (typeof severities)[number];
  /** Kebab-case, stable. */
  readonly code: string;
  /** One sentence that says what is so. */
  readonly message: string;
  /** One sentence that says what to do. */
  readonly advice: string;
  /** What Talos Vault can do about it, best first. */
  readonly remedies: readonly Remedy[];
}

export function finding(
  severity: Finding["severity"],
  code: string,
  message: string,
  advice: string,
  remedies: readonly Remedy[] = [],
): Finding {
  return {
    severity,
    code,
    message: bounded(message),
    advice: bounded(advice),
    remedies,
  };
}

const [longest, keptAtEnd] = [600, 200];

/** A sentence may name what a file has, however long that is; its end says what is wrong. */
function bounded(sentence: string): string {
  const cut = longest - keptAtEnd;
  return sentence.length > longest
    ? `${sentence.slice(0, cut)}…${sentence.slice(-keptAtEnd)}`
    : sentence;
}
