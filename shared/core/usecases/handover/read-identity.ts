import { vaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import type { SshKeyOpener } from "../../ports/ssh-key-opener.ts";
import type { OwnKey } from "../../vault/sealed/age/age.ts";
import { readIdentities } from "../../vault/sealed/age/age-identities.ts";
import { readSshPrivateKey } from "../../vault/sealed/age/ssh/ssh-private-key.ts";

/** Keys that open age files of others. */
export type Identity = Result<readonly OwnKey[]>;

/**
 * The keys of a file of age's, or the one of a file of SSH's. Errors: `passphrase-wrong`; `credential-unusable` for what opens no age
 * file; those of `unlock`.
 * @param unlock asks for the passphrase of a key of SSH that has one, and opens the key with it
 * @param opener absent: this thread does it, where nobody else waits for that
 */
export async function readIdentity(
  path: string,
  file: Uint8Array,
  unlock: (
    open: (passphrase: Secret) => Promise<Identity>,
  ) => Promise<Identity>,
  opener: SshKeyOpener = thisThread,
): Promise<Identity> {
  const first = readSshPrivateKey(file, null);
  if (first.kind === "none") return ageIdentities(path, file);
  return first.kind === "encrypted"
    ? unlock(async (passphrase) => keyOf(await opener.open(file, passphrase)))
    : keyOf(first);
}

const thisThread: SshKeyOpener = {
  open: async (file, passphrase) => readSshPrivateKey(file, passphrase),
};

function keyOf(read: ReturnType<typeof readSshPrivateKey>): Identity {
  switch (read.kind) {
    case "key":
      return success([read.key]);
    case "wrong-passphrase":
    case "encrypted":
      return failure(
        vaultError(
          "passphrase-wrong",
          "That is not the key's passphrase.",
          "Type it again; nothing was changed.",
        ),
      );
    case "unsupported":
      return unusable(`That is ${read.what}, which opens no age file.`);
    case "none":
      return unusable("That is no key of SSH or age.");
  }
}

/** Broken lines beside a whole identity are passed over: another one may be the key that opens the file. */
async function ageIdentities(
  path: string,
  file: Uint8Array,
): Promise<Identity> {
  const { identities, brokenLines } = await readIdentities(file);
  if (identities.length > 0) return success(identities);
  const [line] = brokenLines;
  return unusable(
    line === undefined
      ? "That is no key of SSH or age."
      : `Line ${String(line)} of ${path} is no age key: letters are missing or wrong.`,
  );
}

function unusable(message: string): Result<never> {
  return failure(
    vaultError(
      "credential-unusable",
      message,
      "Name the private key: ssh-ed25519, ssh-rsa, or a file of age-keygen.",
    ),
  );
}
