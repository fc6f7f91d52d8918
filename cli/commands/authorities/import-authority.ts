import { momentText } from "../../../shared/core/moment-text.ts";
import { readAddress } from "../../../shared/core/stores/address.ts";
import type { Authority } from "../../../shared/core/authorities/authority.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import type { Secret } from "../../../shared/core/secret.ts";
import { changeVault } from "../../../shared/core/usecases/vault/change.ts";
import { storeAuthority } from "../../../shared/core/usecases/authorities/store-authority.ts";
import { classifierHere } from "../../../shared/core/usecases/imports/imported-file.ts";
import { readAuthorityFile } from "../../../shared/core/usecases/authorities/read-authority-file.ts";
import { sealKey } from "../../../shared/core/vault/sealed/seal-key.ts";
import { authorityText, tellOfClusters } from "./authority-clusters.ts";
import type { Cli } from "../../cli.ts";
import { askNewPassphrase } from "../../questions/passphrases.ts";
import { tellDoctor } from "../../ports/files/private-output.ts";
import { filesOrStores } from "../../ports/stores/open-store.ts";

interface ImportOptions {
  readonly seal?: true;
  readonly authorityPassphraseFd?: number;
}

/** Puts the CA of a file with its key into the vault, behind a passphrase of its own where that is wanted. */
export async function importAuthority(
  cli: Cli,
  path: string,
  options: ImportOptions,
): Promise<Result<void>> {
  const { ports, terminal } = cli;
  const now = ports.clock.now();
  const read = await readAuthorityFile(
    filesOrStores(cli),
    classifierHere,
    path,
    now,
  );
  if (!read.ok) return read;
  const sealed = await seal(terminal, read.value, options);
  if (!sealed.ok) return sealed;
  const changed = await changeVault(await ports.vault())((document) =>
    success(storeAuthority(document, read.value, now, sealed.value)),
  );
  if (!changed.ok) return changed;
  if (path !== "-" && !readAddress(path))
    await tellDoctor({ terminal, ports }, [path], "imported");
  const { document, isChanged } = changed.value;
  const { fingerprint, notAfter } = read.value;
  const isSealed = document.authorities?.get(fingerprint)?.sealed === true;
  const how = isSealed ? ", its key behind a passphrase of its own" : "";
  const of = authorityText(document, fingerprint, now);
  terminal.say(
    isChanged
      ? `The vault has the authority ${of} now, until ${momentText(notAfter)}${how}.`
      : `The vault has the authority ${of} already${how}.`,
  );
  if (isSealed) tellOfClusters(terminal, document, fingerprint, now);
  return success(undefined);
}

async function seal(
  terminal: Cli["terminal"],
  { keyText }: Authority,
  { seal: isWanted, authorityPassphraseFd }: ImportOptions,
): Promise<Result<Secret | null>> {
  if (!isWanted) return success(null);
  const passphrase = await askNewPassphrase(
    terminal,
    authorityPassphraseFd,
    "--authority-passphrase-fd",
  );
  return passphrase.ok ? sealKey(keyText, passphrase.value) : passphrase;
}
