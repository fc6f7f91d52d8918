// `issue`: a new credential for a context, a person or a pipeline.
// Keep: What has to be confirmed the policy says; a credential is in the ledger before it is anywhere else.
import { lifeText } from "../../../shared/core/moment-text.ts";
import type { Command } from "commander";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { nameWord, shellWord } from "../../../shared/core/text/shell-words.ts";
import type {
  NamedContext,
  VaultDocument,
} from "../../../shared/core/vault/document.ts";
import type { Signed } from "../../../shared/core/policy/decision.ts";
import { refuseTerms } from "../../../shared/core/usecases/issuing/refuse-issue.ts";
import { rolesLost } from "../../../shared/core/usecases/issuing/roles-lost.ts";
import { insist } from "../../questions/ask.ts";
import { findContext } from "../../../shared/core/usecases/contexts/resolve-context-name.ts";
import type { IssuedContext } from "../../../shared/core/usecases/issuing/issue-context.ts";
import {
  issueAndKeep,
  judgeIssueTarget,
  type IssueTarget,
} from "../../../shared/core/usecases/issuing/issue-and-keep.ts";
import { finish, type Cli } from "../../cli.ts";
import {
  addIssueOptions,
  destinationOf,
  type IssueOptions,
} from "./issue-options.ts";
import { tellOldStays } from "../../output/old-certificate.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import {
  isStream,
  privateTarget,
  targetName,
} from "../../ports/files/private-output.ts";
import { renewalPorts } from "./renewal-ports.ts";
import { readSigner, askForIssuing } from "./ask-for-issuing.ts";

export function configureIssue(command: Command, cli: Cli): void {
  addIssueOptions(command)
    .addHelpText(
      "after",
      `
By the authority that is named (its key is used once, and neither stored nor written), else by the vault's
(talos-vault authority import): then no node is asked. Without either a node makes it, asked with the context's own
os:admin credential, or another one of the cluster (--via). It lives 90 days, in a file one day.
Your admin certificate has expired: talos-vault issue prod --authority secrets.yaml
A reader for a colleague, for a day: talos-vault issue prod --roles os:reader --to colleague.yaml --for "Ada"
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
  const settled = await settle(cli, document.value, found.value, options);
  if (!settled.ok) return settled;
  const { request, granted } = settled.value;
  const { name } = found.value;
  const lost = await agreeOnLess(cli, found.value, options, granted);
  if (!lost.ok) return lost;
  if (granted.outcome === "ask-node")
    cli.terminal.say(`Asking the cluster, as ${granted.asker.name} …`);
  const issued = await issueAndKeep(
    { ...(await renewalPorts(cli)), files: privateTarget(cli, "plaintext") },
    document.value,
    {
      context: name,
      request,
      acceptsCustomRoles: options.customRoles === true,
      isForced: options.force === true,
      acceptsOtherAuthority: options.otherCa === true,
      target: targetOf(options),
      recipient: recipientOf(options),
    },
  );
  if (!issued.ok) return issued;
  tell(cli, found.value, options, issued.value);
  const { generationBefore } = issued.value;
  if (lost.value && generationBefore !== null)
    tellReplaced(cli, lost.value, generationBefore);
  return success(undefined);
}

/** Looks at what is named, and then asks for what is missing. */
async function settle(
  cli: Cli,
  document: VaultDocument,
  found: NamedContext,
  options: IssueOptions,
) {
  const files = privateTarget(cli, "plaintext");
  const refusal = await judgeIssueTarget(
    { files },
    document,
    targetOf(options),
  );
  if (refusal) return refusal;
  const by = await readSigner(cli, document, options);
  if (!by.ok) return by;
  const { roles, ttl, reason, confirm } = options;
  return askForIssuing(
    cli,
    document,
    found,
    {
      kind: "issue",
      to: destinationOf(options),
      roles,
      ttlSeconds: ttl,
      by: by.value,
      reason,
      confirmation: confirm,
    },
    options,
  );
}

/**
 * Asks before a credential of the vault is replaced by one that can do less, which --to or --as forgotten looks like. Gives
 * the roles of what goes; null: as much, or nothing, takes its place.
 */
async function agreeOnLess(
  cli: Cli,
  { name, context }: NamedContext,
  options: IssueOptions,
  { roles, ttlSeconds }: Pick<Signed, "roles" | "ttlSeconds">,
): Promise<Result<readonly string[] | null>> {
  const { to, as, yes, customRoles = false, force = false } = options;
  if (to !== undefined || as !== undefined) return success(null);
  const terms = { roles, ttlSeconds, acceptsCustomRoles: customRoles };
  const refusal = refuseTerms({ ...terms, isForced: force });
  if (refusal) return failure(refusal);
  const lost = rolesLost(context, roles, cli.ports.clock.now());
  if (lost === null || yes) return success(lost);
  const less = roles.join(", ") || "no role";
  const sure = await insist(
    cli.terminal,
    `The vault's credential of "${name}" with ${lost.join(", ")} is replaced by one with ${less}, which can do less. Go on?`,
    "Add --yes to replace it; --as NAME to keep both, as a new context beside it; --to FILE to write it for somebody else. Nothing was issued.",
  );
  return sure.ok ? success(lost) : sure;
}

function tellReplaced(
  { terminal }: Cli,
  lost: readonly string[],
  generation: number,
): void {
  terminal.say(
    `The one with ${lost.join(", ")} is no longer in use. To have the vault as it was before: talos-vault restore --generation ${String(generation)}`,
  );
  terminal.say("To keep both another time: --as NAME");
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

function tell(
  { terminal, ports }: Cli,
  { name, context }: NamedContext,
  options: IssueOptions,
  { roles, notBefore, notAfter, fingerprint }: IssuedContext,
): void {
  const { to, as } = options;
  const where = to === undefined ? (as ?? name) : targetName(to);
  const what = roles.join(", ") || "no role";
  const life = lifeText(notAfter, ports.clock.now());
  terminal.say(`Issued ${what} for ${where}, valid ${life}.`);
  terminal.say(`Fingerprint: ${fingerprint}`);
  if (to === undefined) {
    if (as === undefined) tellOldStays(terminal, context, notBefore);
    terminal.say(`Use it: talos-vault exec ${nameWord(where)} -- talosctl …`);
    return;
  }
  terminal.say(
    "It cannot be revoked: until then whoever has it can do what its roles allow. talos-vault ledger says what it was for.",
  );
  if (isStream(to)) return;
  if (!options.forAutomation) {
    terminal.say(`Use it: talosctl --talosconfig ${shellWord(to)} …`);
    return;
  }
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
