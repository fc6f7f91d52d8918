import { success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import { newIdentity } from "../../vault/sealed/age/age.ts";
import type { OpenVault } from "./open.ts";
import type { VaultPorts } from "./ports.ts";

/**
 * The identity of the vault once it has another passphrase, or stays as it is (null). One that takes the place of another
 * comes with a new identity: a copy of the old passphrase's file must open nothing any more. Whether there was one, the vault
 * knows, also where its file is gone.
 */
export async function identityFor(
  { folder }: VaultPorts,
  { identity, document: { store } }: OpenVault,
  passphrase: Secret | null,
): Promise<Result<Secret>> {
  if (passphrase === null) return success(identity);
  const slot = await folder.read("identity.age");
  if (!slot.ok) return slot;
  const hadOne =
    slot.value !== null || (store?.slots.passphrase ?? null) !== null;
  return success(hadOne ? await newIdentity() : identity);
}
