import type { Cli } from "../cli.ts";
import type { AgeKeys } from "../../shared/core/ports/age-keys.ts";
import type { Result } from "../../shared/core/result.ts";
import type { HashicorpLogin } from "../../shared/node/stores/hashicorp-login.ts";

// What the person has for stores of others, found once a command and not once a place: a key command or a token helper may ask
// them each time.

let keys: AgeKeys | undefined;
let login: Promise<Result<HashicorpLogin>> | undefined;

/** Where SOPS looks for them, and in the vault. */
export async function ownAgeKeys(cli: Cli): Promise<AgeKeys> {
  const { sopsAgeKeys } = await import("../../shared/node/stores/age-keys.ts");
  return (keys ??= { ...sopsAgeKeys(process.env), moreFor: moreFor(cli) });
}

/** What opens the vault, and reads keys of SSH, is loaded where nothing else is at hand. */
function moreFor(cli: Cli): AgeKeys["moreFor"] {
  let more: AgeKeys["moreFor"] | undefined;
  return async (recipients) => {
    const { moreSopsKeys } = await import("./more-sops-keys.ts");
    return (more ??= moreSopsKeys(cli))(recipients);
  };
}

/** Errors: as `hashicorpLogin`. */
export async function ownVaultLogin(): Promise<Result<HashicorpLogin>> {
  const { hashicorpLogin } =
    await import("../../shared/node/stores/hashicorp-login.ts");
  return (login ??= hashicorpLogin(process.env));
}
