import { momentText } from "../shared/core/moment-text.ts";
import type { Authority } from "../shared/core/authorities/read-authority.ts";
import { success, type Result } from "../shared/core/result.ts";
import type { Secret } from "../shared/core/secret.ts";
import { issuerOf } from "../shared/core/usecases/issuer-of.ts";
import { authorityOf } from "../shared/core/usecases/keep-authority.ts";
import { readAuthorityFile } from "../shared/core/usecases/read-authority-file.ts";
import type {
  StoredContext,
  VaultDocument,
} from "../shared/core/vault/document.ts";
import { diskFiles } from "../shared/node/disk-files.ts";
import { askForPath } from "./ask-for-path.ts";
import { askPassphrase } from "./ask-for-session.ts";
import type { Cli } from "./cli.ts";
import type { IssueOptions } from "./issue-options.ts";
import { readSecret } from "./passphrases.ts";

/**
 * The file's, when one is named; else the one that the vault keeps for the context's cluster, whose own passphrase is
 * asked for where it has one; else, on a terminal, a file that is asked for.
 */
export async function chooseAuthority(
  cli: Cli,
  document: VaultDocument,
  { config, metadata }: StoredContext,
  options: IssueOptions,
): Promise<Result<Authority>> {
  if (options.authority !== undefined)
    return readNamedAuthority(cli, options.authority);
  if (cli.terminal.isInteractive && issuerOf(document, config.ca) === null)
    return askForFile(cli, metadata);
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

async function askForFile(
  cli: Cli,
  { certificate }: StoredContext["metadata"],
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

function readGiven({
  authorityPassphraseFd: fd,
}: IssueOptions): Result<Secret | undefined> {
  if (fd === undefined) return success(undefined);
  return readSecret(fd, "--authority-passphrase-fd");
}

/** The authority of a file, read and checked; it is kept nowhere. */
export function readNamedAuthority(
  { ports }: Cli,
  path: string,
): Promise<Result<Authority>> {
  return readAuthorityFile(diskFiles, path, ports.clock.now());
}
