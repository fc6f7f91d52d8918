import { readAuthority } from "../../authorities/read-authority.ts";
import type { VaultDocument } from "../../vault/document.ts";

/**
 * Clusters whose secrets the vault keeps, by the fingerprint of the Talos CA in them: its key is there too, and sealing
 * or removing the authority does not take it away.
 */
export function clustersWithKey(
  { clusters }: VaultDocument,
  now: Date,
): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const [name, { secrets }] of clusters ?? []) {
    const bytes = new TextEncoder().encode(secrets.reveal());
    const read = readAuthority(bytes, now);
    if (!read.ok) continue;
    const { fingerprint } = read.value;
    names.set(fingerprint, [...(names.get(fingerprint) ?? []), name]);
  }
  return names;
}
