export type ExpiryState =
  "not yet valid" | "valid" | "expires soon" | "expired";

const dayMs = 24 * 60 * 60 * 1000;
/** From here on a certificate is said to expire soon. */
export const soonDays = 30;

export function expiryState(
  {
    notBefore,
    notAfter,
  }: { readonly notBefore: Date; readonly notAfter: Date },
  now: Date,
): ExpiryState {
  if (now < notBefore) return "not yet valid";
  if (now > notAfter) return "expired";
  return notAfter.getTime() - now.getTime() <= soonDays * dayMs
    ? "expires soon"
    : "valid";
}

export function daysBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / dayMs);
}
