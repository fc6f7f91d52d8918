import { vaultError } from "../../../shared/core/errors.ts";
import { limits } from "../../../shared/core/limits.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import type { Secret } from "../../../shared/core/secret.ts";
import { threeTries } from "../../../shared/core/three-tries.ts";
import type { OwnKey } from "../../../shared/core/vault/sealed/age.ts";
import { readIdentities } from "../../../shared/core/vault/sealed/age-identities.ts";
import { readSshPrivateKey } from "../../../shared/core/vault/sealed/ssh/ssh-private-key.ts";
import type { Cli } from "../../cli.ts";
import { waitingFiles } from "../../ports/waiting-files.ts";
import { askSecret } from "../../questions/ask.ts";
import { readSecret } from "../../questions/passphrases.ts";

/**
 * The keys of a file of age's, or the one of a file of SSH's. Its passphrase is read from the descriptor, or asked for on the terminal. Errors: those of
 * reading, `passphrase-wrong`, `needs-terminal`, `credential-unusable` for what opens no age file.
 */
export async function readIdentity(
  cli: Cli,
  path: string,
  fd: number | undefined,
): Promise<Result<readonly OwnKey[]>> {
  const { terminal } = cli;
  const bytes = await waitingFiles(cli).read(path, limits.der.most);
  if (!bytes.ok) return bytes;
  const first = readSshPrivateKey(bytes.value, null);
  if (first.kind === "none") return ageIdentities(path, bytes.value);
  if (first.kind !== "encrypted") return keyOf(first);
  const open = async (passphrase: Secret) =>
    keyOf(readSshPrivateKey(bytes.value, passphrase));
  if (fd !== undefined) {
    const passphrase = await readSecret(terminal, fd, "--identity-passphrase-fd"); // prettier-ignore
    return passphrase.ok ? open(passphrase.value) : passphrase;
  }
  return threeTries((refusal) => {
    if (refusal) terminal.say(refusal.message);
    return askSecret(
      terminal,
      `Passphrase of ${path}:`,
      "Name a descriptor: --identity-passphrase-fd N.",
    );
  }, open);
}

function keyOf(
  read: ReturnType<typeof readSshPrivateKey>,
): Result<readonly OwnKey[]> {
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
): Promise<Result<readonly OwnKey[]>> {
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
