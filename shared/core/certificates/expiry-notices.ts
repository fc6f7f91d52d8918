import { dayMs, daysBetween, endsSoon, type Span } from "./expiry.ts";

/** Days before the end at which a person is told, once each. */
const noticeDays = [30, 14, 7, 1] as const;

/** Something that ends: a context's certificate. */
export interface Expiring extends Span {
  readonly name: string;
  readonly fingerprint: string;
}

export interface ExpiryNotice {
  /** Told once under this key: fingerprint and threshold. */
  readonly key: string;
  readonly name: string;
  readonly notAfter: Date;
  readonly days: number;
}

/** Days before its end at which a person is reminded of it: as they are told here, none before it is made or while it ends late. */
export function reminderDays(span: Span): readonly number[] {
  const { notBefore, notAfter } = span;
  return noticeDays.filter((days) => {
    const then = new Date(notAfter.getTime() - days * dayMs);
    return then > notBefore && endsSoon(span, then);
  });
}

/**
 * What a person has to be told now and was not told before, once it ends soon. Only the nearest threshold counts, so that a
 * laptop that slept through three of them tells one thing; what has ended already is the board's business.
 */
export function dueNotices(
  expiring: readonly Expiring[],
  shown: ReadonlySet<string>,
  now: Date,
): readonly ExpiryNotice[] {
  return expiring.flatMap((one) => {
    const { name, fingerprint, notAfter } = one;
    const left = notAfter.getTime() - now.getTime();
    if (left <= 0 || !endsSoon(one, now)) return [];
    const threshold = noticeDays.findLast((days) => left <= days * dayMs);
    if (threshold === undefined) return [];
    const key = `${fingerprint}:${String(threshold)}`;
    const days = daysBetween(now, notAfter);
    return shown.has(key) ? [] : [{ key, name, notAfter, days }];
  });
}
