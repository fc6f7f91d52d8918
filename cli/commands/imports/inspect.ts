import type { Command } from "commander";
import { vaultError, type VaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import type { ContextInspection } from "../../../shared/core/ports/vault-reader.ts";
import {
  inspectFile,
  type FileInspection,
} from "../../../shared/core/usecases/imports/inspect-file.ts";
import { classifierHere } from "../../../shared/core/usecases/imports/imported-file.ts";
import { readWithKey } from "../../../shared/core/usecases/authorities/read-authority-file.ts";
import { diskFiles } from "../../../shared/node/files/disk-files.ts";
import { finish, type Cli } from "../../cli.ts";
import {
  printAcceptance,
  printCertificates,
  printContext,
} from "./inspection-text.ts";
import { openReader } from "../../ports/vault/open-reader.ts";
import { waitingFiles } from "../../ports/waiting/waiting-files.ts";

interface Options {
  readonly context?: true;
  readonly json?: true;
  readonly likeTalosctl?: true;
}

export function configureInspect(command: Command, cli: Cli): void {
  command
    .argument(
      "[what]",
      "a file (talosconfig, certificate, secrets.yaml, machine config), else a context; none: the current one",
    )
    .option("--context", "it is a context, also where a file has that name")
    .option("--json", "print JSON")
    .option("--like-talosctl", "print what talosctl config info would")
    .action((what: string | undefined, options: Options) =>
      finish(cli, inspect(cli, what, options)),
    );
}

/** What can be no name that somebody meant for a context. */
const path = /^(-$|\.{0,2}[/\\]|[A-Za-z]:\\)/;

async function inspect(
  cli: Cli,
  what: string | undefined,
  options: Options,
): Promise<Result<void>> {
  const isFile =
    what !== undefined &&
    !options.context &&
    (path.test(what) || (await diskFiles.exists(what)));
  if (isFile) return inspectPath(cli, what, options);
  const reader = await openReader(cli);
  const inspected = reader.ok ? await reader.value.inspect(what) : reader;
  if (!inspected.ok)
    return what === undefined || options.context
      ? inspected
      : failure(neither(inspected.error, what));
  const { name } = inspected.value;
  return tellContexts(cli, [inspected.value], name, options);
}

async function inspectPath(
  cli: Cli,
  what: string,
  options: Options,
): Promise<Result<void>> {
  const read = await readWithKey(waitingFiles(cli), classifierHere, what);
  if (!read.ok) return read;
  if (/^[\w@-]+$/.test(what) && what !== "-")
    cli.terminal.say(
      `This is the file ${what}; for a context of that name add --context.`,
    );
  const found = inspectFile(read.value, cli.ports.clock.now(), what);
  if (!found.ok) return options.likeTalosctl ? failure(noTalosconfig()) : found;
  if (found.value.kind === "talosconfig")
    return tellContexts(
      cli,
      found.value.contexts,
      found.value.current,
      options,
    );
  if (options.likeTalosctl) return failure(noTalosconfig());
  tellCertificates(cli, found.value, read.value.keyPath, options);
  return success(undefined);
}

function tellCertificates(
  { terminal, ports }: Cli,
  found: Extract<FileInspection, { readonly kind: "certificates" }>,
  keyPath: string | null,
  options: Options,
): void {
  const { certificates, acceptance, hasKey, problem } = found;
  if (options.json) {
    terminal.json({ certificates, acceptance, hasKey, problem });
    return;
  }
  printCertificates(terminal, certificates, ports.clock.now());
  printAcceptance(terminal, acceptance);
  if (hasKey)
    terminal.say(
      `Its private key is in ${keyPath ?? "the file"}: it can issue (talos-vault issue).`,
    );
  else if (problem) terminal.say(`Nothing can be issued with it: ${problem}`);
}

function tellContexts(
  { terminal, ports }: Cli,
  contexts: readonly ContextInspection[],
  current: string,
  options: Options,
): Result<void> {
  if (options.likeTalosctl) {
    const one = contexts.find(({ name }) => name === current);
    if (!one) return failure(noCurrent(current));
    terminal.outLines(one.likeTalosctl);
    return success(undefined);
  }
  const inspected = contexts.map(
    ({ name, chain, authorities, acceptance }) => ({
      name,
      chain,
      authorities,
      acceptance,
    }),
  );
  if (options.json) terminal.json({ contexts: inspected });
  else
    for (const one of inspected) printContext(terminal, one, ports.clock.now());
  return success(undefined);
}

/** Whoever meant a file hears that there is none, whatever is the matter with the context. */
function neither(error: VaultError, what: string): VaultError {
  const message = `There is no file "${what}". ${error.message}`;
  return { ...error, message };
}

function noCurrent(name: string) {
  return vaultError(
    "context-missing",
    name === ""
      ? "The file names no current context."
      : `The file's current context "${name}" is not in it.`,
    "talosctl says the same. Leave --like-talosctl out to see those that are.",
  );
}

function noTalosconfig() {
  return vaultError(
    "talosconfig-invalid",
    "The file is no talosconfig.",
    "Leave --like-talosctl out.",
  );
}
