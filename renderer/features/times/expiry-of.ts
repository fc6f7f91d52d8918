import { endsSoon } from "../../../shared/core/certificates/expiry.ts";
import type { ContextRow } from "../../../shared/contract/contexts.ts";

export type Expiry = "ended" | "soon" | "later";

/** How near the end of a certificate is; `later` also where there is none. */
export function expiryOf(
  { notBefore, notAfter }: Pick<ContextRow, "notBefore" | "notAfter">,
  now: number,
): Expiry {
  if (notBefore === null || notAfter === null) return "later";
  if (Date.parse(notAfter) < now) return "ended";
  const span = { notBefore: new Date(notBefore), notAfter: new Date(notAfter) };
  return endsSoon(span, new Date(now)) ? "soon" : "later";
}
