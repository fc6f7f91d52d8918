import {
  readAuthority,
  type Authority,
} from "../shared/core/authorities/read-authority.ts";
import { success, type Result } from "../shared/core/result.ts";
import type { Secret } from "../shared/core/secret.ts";
import type { TalosContext } from "../shared/core/talosconfig/types.ts";
import { authorityOf } from "../shared/core/usecases/keep-authority.ts";
import type { VaultDocument } from "../shared/core/vault/document.ts";
import { diskFiles } from "../shared/node/disk-files.ts";
import { askPassphrase } from "./ask-for-session.ts";
import type { Cli } from "./cli.ts";
import type { IssueOptions } from "./issue-options.ts";
import { readSecret } from "./passphrases.ts";

/**
 * The file's, when one is named; else the one that the vault keeps for the context's cluster, whose own passphrase is
 * asked for where it has one.
 */
export async function chooseAuthority(
  cli: Cli,
  document: VaultDocument,
  config: TalosContext,
  options: IssueOptions,
): Promise<Result<Authority>> {
  if (options.authority !== undefined) return read(cli, options.authority);
  const now = cli.ports.clock.now();
  const given = readGiven(options);
  if (!given.ok) return given;
  const first = await authorityOf(document, config, now, given.value);
  const isAsked =
    !first.ok && first.error.code === "authority-sealed" && !given.value;
  if (!isAsked || !cli.terminal.isInteractive) return first;
  const passphrase = await askPassphrase(cli);
  return passphrase.ok
    ? authorityOf(document, config, now, passphrase.value)
    : passphrase;
}

function readGiven({
  authorityPassphraseFd: fd,
}: IssueOptions): Result<Secret | undefined> {
  if (fd === undefined) return success(undefined);
  return readSecret(fd, "--authority-passphrase-fd");
}

async function read({ ports }: Cli, path: string): Promise<Result<Authority>> {
  const bytes = await diskFiles.read(path);
  return bytes.ok ? readAuthority(bytes.value, ports.clock.now()) : bytes;
}
