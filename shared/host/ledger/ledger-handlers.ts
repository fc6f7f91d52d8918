// The ledger, what would still open a cluster, and the findings, for a page.
// Keep: Read only: what was issued is written where it is issued.
import { isRemoval } from "../../core/ledger/entry.ts";
import type { VaultDocument } from "../../core/vault/document.ts";
import { remarksOf } from "../../core/vault/context-glance.ts";
import {
  searchLedger,
  viewLedger,
  type LedgerView,
} from "../../core/ledger/view.ts";
import { filterLedger } from "../../core/usecases/ledger/filter-ledger.ts";
import { success, type Result } from "../../core/result.ts";
import type { VaultFinding } from "../../core/certificates/finding.ts";
import {
  examineVault,
  listFindings,
} from "../../core/usecases/findings/list-findings.ts";
import {
  blastRadii,
  type ClusterRadius,
} from "../../core/usecases/clusters/cluster-radii.ts";
import type { RequestOf } from "../../contract/index.ts";
import type { LedgerPage } from "../../contract/issuing.ts";
import { readOpen, type Handlers, type HostContext } from "../host-context.ts";

/** What was issued, and what could be better. */
export function ledgerHandlers(
  context: HostContext,
): Handlers<"ledger.list" | "ledger.radius" | "findings.list"> {
  return {
    "ledger.list": (request) => list(context, request),
    "ledger.radius": () => radius(context),
    "findings.list": () => findings(context),
  };
}

/** More than a person scrolls through; a search finds the others. */
const entriesSent = 500;

async function readViews({ ports }: HostContext): Promise<
  Result<{
    readonly views: readonly LedgerView[];
    readonly unreadable: number;
    readonly now: Date;
  }>
> {
  const read = await ports.ledger.read();
  if (!read.ok) return read;
  const { sessions, vault } = ports;
  const now = vault.clock.now();
  const past = await sessions.history();
  const views = viewLedger(read.value, sessions.list(), past, now);
  return success({ views, unreadable: read.value.unreadable, now });
}

async function radius(
  context: HostContext,
): Promise<Result<readonly ClusterRadius[]>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const read = await readViews(context);
  if (!read.ok) return read;
  const { views, now } = read.value;
  return success(blastRadii(document.value, views, now));
}

async function list(
  context: HostContext,
  { search, isProduction, ...filter }: RequestOf<"ledger.list">,
): Promise<Result<LedgerPage>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const read = await readViews(context);
  if (!read.ok) return read;
  const { views, unreadable, now } = read.value;
  const contexts = isProduction ? productionOf(document.value) : null;
  const found = searchLedger(views, search);
  const wanted = filterLedger(found, { ...filter, contexts }, now);
  return success({
    entries: wanted.slice(0, entriesSent),
    total: wanted.length,
    removed: wanted.filter(isRemoval).length,
    valid: wanted.filter((entry) => entry.isValid).length,
    unreadable,
    roles: [...new Set(views.flatMap(({ roles }) => roles))].toSorted(),
  });
}

function productionOf({ contexts }: VaultDocument): ReadonlySet<string> {
  return new Set(
    [...contexts].flatMap(([name, context]) =>
      remarksOf(context).production ? [name] : [],
    ),
  );
}

async function findings(
  context: HostContext,
): Promise<Result<readonly VaultFinding[]>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const { examiner, ledger, sessions, vault } = context.ports;
  const read = await ledger.read();
  if (!read.ok) return read;
  const { entries, renamings } = read.value;
  const past = {
    sessions: await sessions.history(),
    ledger: entries,
    renamings,
  };
  const now = vault.clock.now();
  const findingsOf = await examineVault(examiner, document.value, now);
  return success(listFindings(document.value, past, now, findingsOf));
}
