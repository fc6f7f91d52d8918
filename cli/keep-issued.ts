import type { LedgerEntry } from "../shared/core/ledger/entry.ts";
import { vaultError } from "../shared/core/errors.ts";
import { failure, type Result } from "../shared/core/result.ts";
import { emitTalosconfig } from "../shared/core/talosconfig/emit.ts";
import { changeVault } from "../shared/core/usecases/change-vault.ts";
import { findContext } from "../shared/core/usecases/find-context.ts";
import type { IssuedContext } from "../shared/core/usecases/issue-context.ts";
import { recordIssued } from "../shared/core/usecases/record-issued.ts";
import { refuseName } from "../shared/core/usecases/rename-context.ts";
import { storeIssued } from "../shared/core/usecases/store-issued.ts";
import type { VaultDocument } from "../shared/core/vault/document.ts";
import { diskFiles } from "../shared/node/disk-files.ts";
import type { Cli } from "./cli.ts";
import type { IssueOptions } from "./issue-options.ts";

/** Puts what was issued where it was wanted: into the ledger first, then into the vault or a file. */
export async function keepIssued(
  cli: Cli,
  name: string,
  options: IssueOptions,
  issued: IssuedContext,
): Promise<Result<unknown>> {
  const { to, as } = options;
  const facts = factsOf(name, options);
  const recorded = await recordIssued(cli.ports, issued, facts);
  if (!recorded.ok) return recorded;
  return to
    ? write(to, as ?? name, issued)
    : store(cli, name, as ?? null, issued);
}

function factsOf(
  name: string,
  options: IssueOptions,
): Pick<LedgerEntry, "context" | "purpose" | "recipient" | "reason"> {
  const { to, as, reason, forAutomation } = options;
  const toFile = forAutomation ? "automation" : "file";
  return {
    context: name,
    purpose: to ? toFile : "context",
    recipient: options.for ?? to ?? as ?? name,
    ...(reason ? { reason } : {}),
  };
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

/** What would be refused after issuing is refused before it. */
export async function judgeTarget(
  document: VaultDocument,
  name: string,
  { to, as }: IssueOptions,
): Promise<Result<unknown>> {
  if (to && (await diskFiles.exists(to))) return failure(exists(to));
  const refusal = as === undefined ? null : refuseName(document, as);
  return refusal ?? findContext(document, name);
}

function exists(path: string) {
  return vaultError(
    "file-exists",
    `${path} exists already.`,
    "Choose another name; nothing was issued.",
  );
}
