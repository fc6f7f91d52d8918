export type ExpiryState =
  "not yet valid" | "valid" | "expires soon" | "expired";

export const dayMs = 24 * 60 * 60 * 1000;
/** From here on a certificate is said to expire soon. */
const soonDays = 30;

export function expiryState(
  {
    notBefore,
    notAfter,
  }: { readonly notBefore: Date; readonly notAfter: Date },
  now: Date,
): ExpiryState {
  if (now < notBefore) return "not yet valid";
  if (now > notAfter) return "expired";
  return endsSoon(notAfter, now) ? "expires soon" : "valid";
}

/** True for what has ended as well. */
export function endsSoon(notAfter: Date, now: Date): boolean {
  return notAfter.getTime() - now.getTime() <= soonDays * dayMs;
}

export function daysBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / dayMs);
}
