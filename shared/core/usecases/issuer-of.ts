import type { StoredAuthority, VaultDocument } from "../vault/document.ts";
import { pemText } from "./same-cluster.ts";

/**
 * The authority of the vault whose certificate is among those of a `ca` field; null when there is none. Compared as
 * PEM text without blanks, so that ten thousand contexts need no certificate parsed. Of several the one that stands
 * first: during a rotation that is the new one.
 */
export function issuerOf(
  { authorities }: VaultDocument,
  ca: string | undefined,
): StoredAuthority | null {
  if (!authorities?.size || ca === undefined) return null;
  const trusted = pemText(ca);
  const places = [...authorities.values()]
    .map((authority) => ({
      authority,
      at: trusted.indexOf(pemText(authority.crt)),
    }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at);
  return places[0]?.authority ?? null;
}
