import type { Keychain, KeychainItem } from "../../../ports/keychain.ts";
import {
  readToken,
  type KeychainToken,
} from "../../../vault/sealed/keychain-item-format.ts";

/** What an item has of ours; null where there is none, or it is none of ours. */
export function tokenIn(item: KeychainItem): KeychainToken | null {
  return item.kind === "found" ? readToken(item.value) : null;
}

/** The keychain's item of a vault; null where there is none of ours, or no keychain. */
export async function tokenOf(
  { keychain }: { readonly keychain: Keychain },
  vaultId: string,
): Promise<KeychainToken | null> {
  return tokenIn(await keychain.read(vaultId));
}
