export type ExpiryState =
  "not yet valid" | "valid" | "expires soon" | "expired";

export const dayMs = 24 * 60 * 60 * 1000;
/** A year's certificate is said to expire soon from here on, and none before. */
export const longestSoonMs = 30 * dayMs;
/** Whatever its life: what ends within a day has to be seen to. */
const shortestSoonMs = dayMs;

/** The life of a certificate. */
export interface Span {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** Of moments as a view has them, in ISO 8601. */
export function spanOf(life: {
  readonly notBefore: string;
  readonly notAfter: string;
}): Span {
  return {
    notBefore: new Date(life.notBefore),
    notAfter: new Date(life.notAfter),
  };
}

/** Where in its life a certificate is; its last moment belongs to it. */
export function expiryState(span: Span, now: Date): ExpiryState {
  if (now < span.notBefore) return "not yet valid";
  if (now > span.notAfter) return "expired";
  return endsSoon(span, now) ? "expires soon" : "valid";
}

/**
 * In the last third of its life, so that a month's certificate is not late from its first day; at most thirty days
 * before its end, and within a day of it in any case. True for what has ended as well.
 */
export function endsSoon({ notBefore, notAfter }: Span, now: Date): boolean {
  const third = (notAfter.getTime() - notBefore.getTime()) / 3;
  const soonMs = Math.max(shortestSoonMs, Math.min(longestSoonMs, third));
  return notAfter.getTime() - now.getTime() <= soonMs;
}

/** A CA is not renewed in passing: thirty days before its end, whatever its life. True for what has ended as well. */
export function caEndsSoon(notAfter: Date, now: Date): boolean {
  return notAfter.getTime() - now.getTime() <= longestSoonMs;
}

/** Whole days, rounded down; negative where `to` is before `from`. */
export function daysBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / dayMs);
}
