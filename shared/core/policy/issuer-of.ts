import type { StoredAuthority, VaultDocument } from "../vault/document.ts";
import { pemBlocks } from "./same-cluster.ts";

/**
 * The authority of the vault whose certificate stands first in a `ca` field; null when there is none. Compared as PEM
 * text without blanks, so that ten thousand contexts need no certificate parsed. What stands behind it is no issuer:
 * during a rotation that is the old CA, and a credential of it ends with the rotation's last step.
 */
export function issuerOf(
  { authorities }: VaultDocument,
  ca: string | undefined,
): StoredAuthority | null {
  if (!authorities?.size || ca === undefined) return null;
  const [first] = pemBlocks(ca);
  if (first === undefined) return null;
  const found = [...authorities.values()].find(
    ({ crt }) => pemBlocks(crt)[0] === first,
  );
  return found ?? null;
}
