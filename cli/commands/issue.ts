import type { Command } from "commander";
import {
  readAuthority,
  type Authority,
} from "../../shared/core/authorities/read-authority.ts";
import { success, type Result } from "../../shared/core/result.ts";
import { impersonatorRole } from "../../shared/core/roles/role.ts";
import { emitTalosconfig } from "../../shared/core/talosconfig/emit.ts";
import { changeVault } from "../../shared/core/usecases/change-vault.ts";
import { findContext } from "../../shared/core/usecases/find-context.ts";
import { authorityOf } from "../../shared/core/usecases/keep-authority.ts";
import {
  issueContext,
  type IssuedContext,
} from "../../shared/core/usecases/issue-context.ts";
import type {
  StoredContext,
  VaultDocument,
} from "../../shared/core/vault/document.ts";
import { storeIssued } from "../../shared/core/usecases/store-issued.ts";
import { diskFiles } from "../../shared/node/disk-files.ts";
import { insist } from "../ask.ts";
import { finish, type Cli } from "../cli.ts";
import { addIssueOptions, type IssueOptions } from "../issue-options.ts";
import { openDocument } from "../open-document.ts";
import { printable } from "../terminal.ts";

export function configureIssue(command: Command, cli: Cli): void {
  addIssueOptions(command)
    .addHelpText(
      "after",
      `
Offline: no node is asked. The CA is the vault's (talos-vault authority import), or a file's: then its
key is used once, and neither stored nor written.
Your admin certificate has expired: talos-vault issue prod --authority secrets.yaml
A reader for a colleague, for a day: talos-vault issue prod --authority secrets.yaml \\
  --roles os:reader --ttl 1d --to colleague.yaml
What was issued cannot be revoked; only rotating the cluster's CA ends it early.`,
    )
    .action((context: string, options: IssueOptions) =>
      finish(cli, issue(cli, context, options)),
    );
}

async function issue(
  cli: Cli,
  wanted: string,
  options: IssueOptions,
): Promise<Result<void>> {
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const found = findContext(document.value, wanted);
  if (!found.ok) return found;
  const { name, context } = found.value;
  const authority = await chooseAuthority(
    cli,
    document.value,
    context,
    options,
  );
  if (!authority.ok) return authority;
  const roles = options.roles ??
    context.metadata.certificate?.roles ?? ["os:reader"];
  const meant = await confirm(cli, roles, options);
  if (!meant.ok) return meant;
  const issued = issueContext(cli.ports)({
    authority: authority.value,
    base: context.config,
    roles,
    ttlSeconds: options.ttl,
    acceptsCustomRoles: options.customRoles === true,
    isForced: options.force === true,
  });
  if (!issued.ok) return issued;
  const kept = await keep(cli, name, options, issued.value);
  if (!kept.ok) return kept;
  tell(cli, options.to ?? options.as ?? name, issued.value);
  return success(undefined);
}

/** The file's, when one is named; else the one that the vault keeps for the context's cluster. */
async function chooseAuthority(
  cli: Cli,
  document: VaultDocument,
  { config }: StoredContext,
  { authority }: IssueOptions,
): Promise<Result<Authority>> {
  return authority === undefined
    ? authorityOf(document, config, cli.ports.clock.now())
    : read(cli, authority);
}

/** The one role that is every role is asked about. */
async function confirm(
  { terminal }: Cli,
  roles: readonly string[],
  { yes }: IssueOptions,
): Promise<Result<unknown>> {
  if (!roles.includes(impersonatorRole) || yes) return success(undefined);
  const question = `${impersonatorRole} can act with any role. Issue it?`;
  return insist(terminal, question, "Add --yes.");
}

function keep(
  cli: Cli,
  name: string,
  { to, as }: IssueOptions,
  issued: IssuedContext,
): Promise<Result<unknown>> {
  return to
    ? write(to, as ?? name, issued)
    : store(cli, name, as ?? null, issued);
}

function tell({ terminal }: Cli, where: string, issued: IssuedContext): void {
  const { roles, notAfter, fingerprint } = issued;
  const what = printable(roles.join(", ")) || "no role";
  terminal.say(
    `Issued ${what} for ${printable(where)} until ${notAfter.toISOString()}.`,
  );
  terminal.say(`Fingerprint: ${fingerprint}`);
}

async function read({ ports }: Cli, path: string): Promise<Result<Authority>> {
  const bytes = await diskFiles.read(path);
  return bytes.ok ? readAuthority(bytes.value, ports.clock.now()) : bytes;
}

async function store(
  { ports }: Cli,
  name: string,
  as: string | null,
  { config }: IssuedContext,
): Promise<Result<unknown>> {
  return changeVault(await ports.vault())((document) =>
    storeIssued(document, name, as, config, ports.clock.now()),
  );
}

async function write(
  path: string,
  name: string,
  { config }: IssuedContext,
): Promise<Result<void>> {
  const talosconfig = { context: name, contexts: new Map([[name, config]]) };
  const bytes = new TextEncoder().encode(emitTalosconfig(talosconfig));
  return diskFiles.writePrivate(path, bytes, false);
}
