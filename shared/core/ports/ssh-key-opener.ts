import type { Secret } from "../secret.ts";
import type { SshKeyFile } from "../vault/sealed/age/ssh/ssh-private-key.ts";

/** Opens private keys of SSH under a passphrase, which takes seconds of processor. Contract: `readSshPrivateKey`. */
export interface SshKeyOpener {
  /** `signal` ends it: it is then a key that was not opened (`encrypted`). */
  open(
    file: Uint8Array,
    passphrase: Secret,
    signal?: AbortSignal,
  ): Promise<SshKeyFile>;
}
