import { dayMs, type Span } from "./expiry.ts";

/** Below this a certificate is somebody's for a while, and not to be kept alive. */
const shortestLifeMs = 7 * dayMs;

/** At two thirds of its life a certificate is renewed, while there is time for a second try. */
export function isDueForRenewal(
  { notBefore, notAfter }: Span,
  now: Date,
): boolean {
  const life = notAfter.getTime() - notBefore.getTime();
  const age = now.getTime() - notBefore.getTime();
  return life >= shortestLifeMs && age >= (life * 2) / 3 && now < notAfter;
}

/** The same, and what has ended already: whoever asks now wants it back. */
export function isDueOrEnded(span: Span, now: Date): boolean {
  const life = span.notAfter.getTime() - span.notBefore.getTime();
  const hasEnded = life >= shortestLifeMs && now >= span.notAfter;
  return hasEnded || isDueForRenewal(span, now);
}
