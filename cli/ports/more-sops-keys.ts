import { homedir } from "node:os";
import { join } from "node:path";
import { equalBytes } from "../../shared/core/bytes.ts";
import { limits } from "../../shared/core/limits.ts";
import type { AgeKeys, KeysAtHand } from "../../shared/core/ports/age-keys.ts";
import { success, type Result } from "../../shared/core/result.ts";
import { sshWiresOf } from "../../shared/core/stores/sops/sops-recipient.ts";
import {
  readSshPrivateKey,
  type SshPrivateKey,
} from "../../shared/core/vault/sealed/ssh/ssh-private-key.ts";
import { diskFiles } from "../../shared/node/files/disk-files.ts";
import type { Cli } from "../cli.ts";
import { askSecret } from "../questions/ask.ts";
import { keptSopsKeys } from "./kept-sops-keys.ts";

/** Keys of SSH where SOPS looks for them (age/keysource.go), and then those that the vault keeps. */
export function moreSopsKeys(cli: Cli): AgeKeys["moreFor"] {
  const keptFor = keptSopsKeys(cli);
  return async (recipients) => {
    const wires = sshWiresOf(recipients);
    const ssh = await sshKeysFor(cli, wires);
    if (!ssh.ok || ssh.value.identities.length > 0) return ssh;
    const kept = await keptFor(recipients);
    if (!kept.ok) return kept;
    return success({ identities: kept.value, broken: ssh.value.broken });
  };
}

async function sshKeysFor(
  cli: Cli,
  wires: readonly Uint8Array[],
): Promise<Result<KeysAtHand<SshPrivateKey>>> {
  const identities: SshPrivateKey[] = [];
  const broken: string[] = [];
  for (const path of wires.length === 0 ? [] : await placesOfSsh()) {
    const file = await diskFiles.read(path, limits.der.most);
    if (!file.ok) return file;
    const key = await keyFor(cli, path, file.value, wires);
    if (key === "broken") broken.push(path);
    else if (key !== null) identities.push(key);
  }
  return success({ identities, broken });
}

async function placesOfSsh(): Promise<readonly string[]> {
  const named = process.env["SOPS_AGE_SSH_PRIVATE_KEY_FILE"] ?? "";
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
  { terminal }: Cli,
  path: string,
  file: Uint8Array,
  wires: readonly Uint8Array[],
): Promise<SshPrivateKey | "broken" | null> {
  const isFor = (wire: Uint8Array) =>
    wires.some((one) => equalBytes(one, wire));
  const read = readSshPrivateKey(file, null);
  if (read.kind === "key") return isFor(read.key.wire) ? read.key : null;
  if (read.kind !== "encrypted") return "broken";
  if (!isFor(read.wire)) return null;
  if (!terminal.isInteractive) return "broken";
  const passphrase = await askSecret(
    terminal,
    `Passphrase of ${path}:`,
    "Ask on a terminal.",
  );
  if (!passphrase.ok) return "broken";
  const opened = readSshPrivateKey(file, passphrase.value);
  return opened.kind === "key" ? opened.key : "broken";
}
