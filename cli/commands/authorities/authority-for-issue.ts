import type { Authority } from "../../../shared/core/authorities/authority.ts";
import { momentText } from "../../../shared/core/moment-text.ts";
import type { Signer } from "../../../shared/core/policy/request.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { classifierHere } from "../../../shared/core/usecases/imports/imported-file.ts";
import { readAuthorityFile } from "../../../shared/core/usecases/authorities/read-authority-file.ts";
import type { StoredContext } from "../../../shared/core/vault/document.ts";
import { askForPath } from "../../questions/ask-for-path.ts";
import { readSecret } from "../../questions/passphrases.ts";
import type { Cli } from "../../cli.ts";
import { filesOrStores } from "../../ports/stores/open-store.ts";

/** The authority of a file that is asked for on the terminal, and kept nowhere. */
export async function askForAuthority(
  cli: Cli,
  { metadata: { certificate } }: StoredContext,
): Promise<Result<Authority>> {
  const { terminal, ports } = cli;
  if (certificate && certificate.notAfter < ports.clock.now())
    terminal.say(
      `Its certificate ended on ${momentText(certificate.notAfter)}.`,
    );
  terminal.say(
    "The cluster's CA makes a new one, and no node is asked. Its key is read from a file, used once, and not kept.",
  );
  return askForPath(
    terminal,
    "Its secrets.yaml or a control plane's config:",
    "Name it: --authority FILE.",
    (path) => readNamedAuthority(cli, path),
  );
}

/** Options that name what signs. */
export interface NamedSigner {
  /** A file. */
  readonly authority?: string;
  readonly authorityPassphraseFd?: number;
}

/** An authority to use once, or the passphrase of one that the vault keeps sealed; null: neither was named. */
export async function readNamedSigner(
  cli: Cli,
  { authority: path, authorityPassphraseFd: fd }: NamedSigner,
): Promise<Result<Signer | null>> {
  if (path !== undefined) {
    const read = await readNamedAuthority(cli, path);
    if (!read.ok) return read;
    const { ca, keyText } = read.value;
    return success({ kind: "authority", authority: { crt: ca, key: keyText } });
  }
  if (fd === undefined) return success(null);
  const option = "--authority-passphrase-fd";
  const passphrase = await readSecret(cli.terminal, fd, option);
  return passphrase.ok
    ? success({ kind: "passphrase", passphrase: passphrase.value })
    : passphrase;
}

/** The authority of a file or of a place in a store, read and checked; it is kept nowhere. */
function readNamedAuthority(
  cli: Cli,
  path: string,
): Promise<Result<Authority>> {
  return readAuthorityFile(
    filesOrStores(cli),
    classifierHere,
    path,
    cli.ports.clock.now(),
  );
}
