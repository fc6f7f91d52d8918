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
  return { severity, code, message, advice, remedies };
}
