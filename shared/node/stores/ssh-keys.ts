import { homedir } from "node:os";
import { join } from "node:path";
import { equalBytes } from "../../core/bytes.ts";
import { limits } from "../../core/limits.ts";
import type { KeysAtHand } from "../../core/ports/age-keys.ts";
import type { StorePerson } from "../../core/ports/store-access.ts";
import { success, type Result } from "../../core/result.ts";
import { sshWiresOf } from "../../core/stores/sops/sops-recipient.ts";
import {
  readSshPrivateKey,
  type SshPrivateKey,
} from "../../core/vault/sealed/age/ssh/ssh-private-key.ts";
import { diskFiles } from "../files/disk-files.ts";

/** Keys of SSH that are for these recipients, where SOPS looks for them (age/keysource.go). */
export async function sshKeysFor(
  recipients: readonly string[],
  env: NodeJS.ProcessEnv,
  passphraseOf: StorePerson["passphraseOf"],
): Promise<Result<KeysAtHand<SshPrivateKey>>> {
  const wires = sshWiresOf(recipients);
  const identities: SshPrivateKey[] = [];
  const broken: string[] = [];
  for (const path of wires.length === 0 ? [] : await placesOfSsh(env)) {
    const file = await diskFiles.read(path, limits.der.most);
    if (!file.ok) return file;
    const key = await keyFor(path, file.value, wires, passphraseOf);
    if (key === "broken") broken.push(path);
    else if (key !== null) identities.push(key);
  }
  return success({ identities, broken });
}

async function placesOfSsh(env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const named = env["SOPS_AGE_SSH_PRIVATE_KEY_FILE"] ?? "";
  if (named !== "") return [named];
  const usual = ["id_ed25519", "id_rsa"].map((name) =>
    join(homedir(), ".ssh", name),
  );
  const isThere = await Promise.all(
    usual.map((path) => diskFiles.exists(path)),
  );
  return usual.filter((_, index) => isThere[index]);
}

/** Null: it is for none of these. A passphrase is asked for only where the key is for one. */
async function keyFor(
  path: string,
  file: Uint8Array,
  wires: readonly Uint8Array[],
  passphraseOf: StorePerson["passphraseOf"],
): Promise<SshPrivateKey | "broken" | null> {
  const isFor = (wire: Uint8Array) =>
    wires.some((one) => equalBytes(one, wire));
  const read = readSshPrivateKey(file, null);
  if (read.kind === "key") return isFor(read.key.wire) ? read.key : null;
  if (read.kind !== "encrypted") return "broken";
  if (!isFor(read.wire)) return null;
  const passphrase = await passphraseOf(path);
  if (!passphrase.ok) return "broken";
  const opened = readSshPrivateKey(file, passphrase.value);
  return opened.kind === "key" ? opened.key : "broken";
}
