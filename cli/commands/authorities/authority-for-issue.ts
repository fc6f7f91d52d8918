import type { Authority } from "../../../shared/core/authorities/authority.ts";
import { momentText } from "../../../shared/core/moment-text.ts";
import type { Result } from "../../../shared/core/result.ts";
import { classifierHere } from "../../../shared/core/usecases/imports/imported-file.ts";
import { readAuthorityFile } from "../../../shared/core/usecases/authorities/read-authority-file.ts";
import type { StoredContext } from "../../../shared/core/vault/document.ts";
import { askForPath } from "../../questions/ask-for-path.ts";
import type { Cli } from "../../cli.ts";
import { filesOrStores } from "../../ports/open-store.ts";

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

/** The authority of a file or of a place in a store, read and checked; it is kept nowhere. */
export function readNamedAuthority(
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
