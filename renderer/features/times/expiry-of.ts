import { endsSoon } from "../../../shared/core/certificates/expiry.ts";
import type { ListedContext } from "../../../shared/contract/contexts.ts";

export type Expiry = "ended" | "soon" | "later";

type Life = Pick<ListedContext, "notBefore" | "notAfter">;

interface Span {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** Read once for each row: ten thousand are asked with every click that changes one. */
const spans = new WeakMap<Life, Span>();

/** How near the end of a certificate is; `later` also where there is none. */
export function expiryOf(life: Life, now: number): Expiry {
  const span = spanOf(life);
  if (span === null) return "later";
  if (span.notAfter.getTime() < now) return "ended";
  return endsSoon(span, new Date(now)) ? "soon" : "later";
}

function spanOf(life: Life): Span | null {
  const known = spans.get(life);
  if (known) return known;
  const { notBefore, notAfter } = life;
  if (notBefore === null || notAfter === null) return null;
  const span = { notBefore: new Date(notBefore), notAfter: new Date(notAfter) };
  spans.set(life, span);
  return span;
}
