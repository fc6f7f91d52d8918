import type { Keychain } from "../../core/ports/keychain.ts";
import { keytarKeychain } from "./keytar-keychain.ts";
import { secretServiceKeychain } from "./secret-service/secret-service-keychain.ts";

export const serviceOfReleases = "talos-vault";

/**
 * The keychain of this system, for one service name; tests and development name their own, so that they never touch a
 * person's items. On Linux the Secret Service is asked directly, without a native library; keytar stands behind it for what is
 * odd, and is the way on macOS and Windows.
 */
export function osKeychain(service = serviceOfReleases): Keychain {
  const keytar = keytarKeychain(service);
  return process.platform === "linux"
    ? secretServiceKeychain(service, keytar)
    : keytar;
}
