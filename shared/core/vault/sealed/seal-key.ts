import { armor } from "age-encryption";
import { vaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import { Secret } from "../../secret.ts";
import { decrypt, encryptWithPassphrase } from "./age/age.ts";
import { judgePassphrase } from "./slots.ts";

/**
 * An authority's key behind a passphrase of its own: an armoured age file, which stock age opens. So an open vault,
 * and whoever gets hold of one, cannot issue. Errors: `passphrase-weak`.
 */
export async function sealKey(
  key: Secret,
  passphrase: Secret,
): Promise<Result<Secret>> {
  const weak = judgePassphrase(passphrase);
  if (weak) return weak;
  const file = await encryptWithPassphrase(passphrase, key.reveal());
  return success(new Secret(armor.encode(file)));
}

/** The key again. Errors: `passphrase-wrong`, `vault-damaged`. */
export async function openSealedKey(
  sealed: Secret,
  passphrase: Secret,
): Promise<Result<Secret>> {
  const file = armor.decode(sealed.reveal());
  const outcome = await decrypt(file, { kind: "passphrase", passphrase });
  return outcome.kind === "opened"
    ? success(new Secret(new TextDecoder().decode(outcome.content)))
    : failure(
        vaultError(
          "passphrase-wrong",
          "That passphrase does not open the authority.",
          "It is the authority's own, not the vault's. Try again.",
        ),
      );
}
