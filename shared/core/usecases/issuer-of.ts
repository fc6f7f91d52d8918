import type { StoredAuthority, VaultDocument } from "../vault/document.ts";
import { pemText } from "./same-cluster.ts";

/**
 * The authority of the vault whose certificate is among those of a `ca` field; null when there is none. Compared as
 * PEM text without blanks, so that ten thousand contexts need no certificate parsed.
 */
export function issuerOf(
  { authorities }: VaultDocument,
  ca: string | undefined,
): StoredAuthority | null {
  if (!authorities?.size || ca === undefined) return null;
  const trusted = pemText(ca);
  for (const authority of authorities.values())
    if (trusted.includes(pemText(authority.crt))) return authority;
  return null;
}
