/** Something the import doctor has to say about a context. */
export interface Finding {
  readonly severity: "error" | "warning" | "info";
  /** Kebab-case, stable. */
  readonly code: string;
  /** One sentence that says what is so. */
  readonly message: string;
  /** One sentence that says what to do. */
  readonly advice: string;
}

export function finding(
  severity: Finding["severity"],
  code: string,
  message: string,
  advice: string,
): Finding {
  return { severity, code, message, advice };
}
