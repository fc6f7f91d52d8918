import { momentText } from "../../shared/core/moment-text.ts";
import type { Command } from "commander";
import { vaultError } from "../../shared/core/errors.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import { defaultRoles } from "../../shared/core/usecases/choose-credential.ts";
import { findContext } from "../../shared/core/usecases/find-context.ts";
import type { IssuedContext } from "../../shared/core/usecases/issue-context.ts";
import {
  issueAndKeep,
  type IssuePorts,
  type IssueTarget,
} from "../../shared/core/usecases/issue-and-keep.ts";
import type { StoredContext } from "../../shared/core/vault/document.ts";
import { chooseAuthority } from "../authority-for-issue.ts";
import { confirmIssue } from "../confirm-issue.ts";
import { finish, type Cli } from "../cli.ts";
import { addIssueOptions, ttlOf, type IssueOptions } from "../issue-options.ts";
import { openDocument } from "../open-document.ts";
import { isStream, privateTarget, targetName } from "../private-target.ts";
import { printable } from "../terminal.ts";
import { renewalPorts } from "../renewal-ports.ts";

export function configureIssue(command: Command, cli: Cli): void {
  addIssueOptions(command)
    .addHelpText(
      "after",
      `
Offline: no node is asked. The CA is the vault's (talos-vault authority import), or a file's: then its
key is used once, and neither stored nor written.
Your admin certificate has expired: talos-vault issue prod --authority secrets.yaml
A reader for a colleague, for a day: talos-vault issue prod --authority secrets.yaml \\
  --roles os:reader --ttl 1d --to colleague.yaml --for "Ada"
For a pipeline: talos-vault issue prod --for-automation --roles os:etcd:backup --to ci.yaml
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
  if (options.forAutomation && !options.to) return failure(noFile());
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const found = findContext(document.value, wanted);
  if (!found.ok) return found;
  const { name, context } = found.value;
  const roles = rolesFor(options, context);
  const said = await confirmIssue(cli, found.value, roles, options);
  if (!said.ok) return said;
  const authority = await chooseAuthority(
    cli,
    document.value,
    context,
    options,
  );
  if (!authority.ok) return authority;
  const issued = await issueAndKeep(await issuePorts(cli), document.value, {
    context: name,
    authority: authority.value,
    roles,
    ttlSeconds: ttlOf(options),
    acceptsCustomRoles: options.customRoles === true,
    isForced: options.force === true,
    acceptsOtherAuthority: options.otherCa === true,
    target: targetOf(options),
    recipient: recipientOf(options),
    reason: said.value.reason ?? null,
    confirmation: said.value.confirmation,
  });
  if (!issued.ok) return issued;
  tell(cli, name, options, issued.value);
  return success(undefined);
}

async function issuePorts(cli: Cli): Promise<IssuePorts> {
  return { ...(await renewalPorts(cli)), files: privateTarget(cli.terminal) };
}

function targetOf({ to, as, forAutomation }: IssueOptions): IssueTarget {
  const called = { as: as ?? null };
  if (to === undefined) return { kind: "context", ...called };
  const purpose = forAutomation ? "automation" : "file";
  return { kind: "file", path: to, ...called, isReplacing: false, purpose };
}

/** Null: the context or the file says it. */
function recipientOf({ for: who, to }: IssueOptions): string | null {
  return who ?? (to === undefined ? null : targetName(to));
}

/** Asked for, else what the context has; for automation the least. */
function rolesFor(
  { roles, forAutomation }: IssueOptions,
  { metadata }: StoredContext,
): readonly string[] {
  if (roles) return roles;
  const own = metadata.certificate?.roles;
  return forAutomation || !own ? defaultRoles : own;
}

function tell(
  { terminal }: Cli,
  name: string,
  options: IssueOptions,
  { roles, notAfter, fingerprint }: IssuedContext,
): void {
  const { to, as } = options;
  const where = to === undefined ? (as ?? name) : targetName(to);
  const what = printable(roles.join(", ")) || "no role";
  terminal.say(
    `Issued ${what} for ${printable(where)} until ${momentText(notAfter)}.`,
  );
  terminal.say(`Fingerprint: ${fingerprint}`);
  if (!options.forAutomation || to === undefined || isStream(to)) return;
  terminal.say(
    "Hand the file to the pipeline's secret store and delete it here. Issue the next one at two thirds of its life,",
  );
  terminal.say(
    "from a machine that has this vault: a timer that runs this very command with another --to.",
  );
}

function noFile() {
  return vaultError(
    "usage",
    "A credential for automation goes into a file.",
    "Name it: --to FILE.",
  );
}
