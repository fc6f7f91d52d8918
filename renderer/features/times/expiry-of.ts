import {
  endsSoon,
  longestSoonMs,
  spanOf,
  type Span,
} from "../../../shared/core/certificates/expiry.ts";
import type { ListedContext } from "../../../shared/contract/contexts.ts";

export type Expiry = "ended" | "soon" | "later";

type Life = Pick<ListedContext, "notBefore" | "notAfter">;

/** Read once for each row: ten thousand are asked with every click that changes one. */
const spans = new WeakMap<Life, Span>();

/** How near the end of a certificate is; `later` also where there is none. */
export function expiryOf(life: Life, now: number): Expiry {
  if (life.notAfter === null || isFarOff(life.notAfter, now)) return "later";
  const span = spanOfLife(life);
  if (span === null) return "later";
  if (span.notAfter.getTime() < now) return "ended";
  return endsSoon(span, new Date(now)) ? "soon" : "later";
}

/** Years, months, days and hours of RFC 3339 in UTC are in order as text: most of ten thousand rows need no more. */
function isFarOff(notAfter: string, now: number): boolean {
  if (near.now !== now) near = nearFrom(now);
  return notAfter.endsWith("Z") && notAfter > near.until;
}

/** A second more: as text a moment without fractions of one comes after those that have them. */
const nearFrom = (now: number) => ({
  now,
  until: new Date(now + longestSoonMs + 1000).toISOString(),
});

let near = nearFrom(0);

function spanOfLife(life: Life): Span | null {
  const known = spans.get(life);
  if (known) return known;
  const { notBefore, notAfter } = life;
  if (notBefore === null || notAfter === null) return null;
  const span = spanOf({ notBefore, notAfter });
  spans.set(life, span);
  return span;
}
