// What is wrong or could be better, across the whole vault.
// Keep: It asks nobody and changes nothing; codes of findings are published in JSON.
import { examineContext } from "../../certificates/examine-context.ts";
import type { Finding, VaultFinding } from "../../certificates/finding.ts";
import { nameNow } from "../../ledger/current-name.ts";
import type { Examiner } from "../../ports/examiner.ts";
import { severities, type Severity } from "../../problem.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";
import { findingsOfContexts } from "./context-findings.ts";
import { findingsOfNames } from "../contexts/unfit-names.ts";
import { vaultRules, type Past } from "./vault-findings.ts";

/** What was found of each context by itself. */
export type FindingsOf = (named: NamedContext) => readonly Finding[];

/** Reads the credentials of a vault where that holds nobody up: of ten thousand it takes seconds. */
export async function examineVault(
  examiner: Examiner,
  { contexts }: VaultDocument,
  now: Date,
): Promise<FindingsOf> {
  const configs = [...contexts.values()].map(({ config }) => config);
  const examined = await examiner.examine(configs, now);
  const names = [...contexts.keys()];
  const found = new Map(names.map((name, at) => [name, examined[at]]));
  // Nobody has the answer of a call that was called off.
  return ({ name }) => found.get(name)?.findings ?? [];
}

/**
 * Looks at every context and at what was done with it, worst first. Asks nobody and changes nothing. `findingsOf`: what
 * `examineVault` gave; absent: credentials are read here.
 */
export function listFindings(
  document: VaultDocument,
  past: Past,
  now: Date,
  findingsOf: FindingsOf = ({ context }) => examineContext(context.config, now),
): readonly VaultFinding[] {
  const named = [...document.contexts]
    .map(([name, context]) => ({ name, context }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const facts = { document, named, past: withNamesNow(past), now };
  return [
    ...findingsOfNames(named),
    ...findingsOfContexts(named, findingsOf),
    ...vaultRules.flatMap((rule) => rule(facts)),
  ]
    .filter(({ contexts }) => contexts.length > 0)
    .toSorted((a, b) => rankOf(a.severity) - rankOf(b.severity));
}

/** What happened, under the names that the contexts have now. */
function withNamesNow({ sessions, ledger, renamings }: Past): Past {
  return {
    renamings,
    sessions: sessions.map((one) => ({
      ...one,
      context: nameNow(renamings, one.context, one.startedAt),
    })),
    ledger: ledger.map((one) => ({
      ...one,
      context: nameNow(renamings, one.context, one.issuedAt),
    })),
  };
}

function rankOf(severity: Severity): number {
  return severities.indexOf(severity);
}
