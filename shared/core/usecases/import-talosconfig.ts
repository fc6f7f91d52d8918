import { examineContext } from "../certificates/findings.ts";
import type { Finding } from "../certificates/finding.ts";
import { success, type Result } from "../result.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import type { ParsedTalosconfig } from "../talosconfig/parse.ts";
import type { VaultDocument } from "../vault/document.ts";
import { newStoredContext } from "./new-stored-context.ts";
import {
  planImport,
  type ConflictChoice,
  type PlannedContext,
} from "./plan-import.ts";

export interface ImportOptions {
  readonly onConflict: ConflictChoice;
  /** Make the file's current context the vault's. */
  readonly use: boolean;
  /** The import doctor; given by who has asked it before. */
  readonly examine?: (config: TalosContext, now: Date) => readonly Finding[];
}

export interface ImportReport {
  readonly contexts: readonly ReportedContext[];
  readonly notes: readonly string[];
}

export interface ReportedContext extends Omit<PlannedContext, "config"> {
  readonly findings: readonly Finding[];
  readonly unknownKeys: readonly string[];
}

/**
 * Puts the contexts of a talosconfig into a document. The current context stays, unless `use` is set or
 * none was current. A plan without anything new gives the same document back.
 */
export function importTalosconfig(
  document: VaultDocument,
  parsed: ParsedTalosconfig,
  options: ImportOptions,
  now: Date,
): Result<{ readonly document: VaultDocument; readonly report: ImportReport }> {
  const plan = planImport(document, parsed.config.contexts, options.onConflict);
  if (!plan.ok) return plan;
  const changes = plan.value.filter(({ kind }) =>
    ["new", "renamed", "replaced"].includes(kind),
  );
  const contexts = new Map(document.contexts);
  for (const { as, name, config } of changes)
    contexts.set(
      as,
      newStoredContext(config, contexts.get(as), parsed.unknown.get(name), now),
    );
  const current = newCurrent(document, parsed, plan.value, options.use);
  const isSame = changes.length === 0 && current === document.current;
  const previous =
    current === document.current ? document.previous : document.current;
  return success({
    document: isSame ? document : { ...document, contexts, current, previous },
    report: {
      contexts: plan.value.map((one) =>
        reported(
          one,
          parsed,
          (options.examine ?? examineContext)(one.config, now),
        ),
      ),
      notes: parsed.notes,
    },
  });
}

function reported(
  { name, as, kind, differences }: PlannedContext,
  parsed: ParsedTalosconfig,
  findings: readonly Finding[],
): ReportedContext {
  return {
    name,
    as,
    kind,
    differences,
    findings,
    unknownKeys: Object.keys(parsed.unknown.get(name) ?? {}),
  };
}

function newCurrent(
  document: VaultDocument,
  { config }: ParsedTalosconfig,
  plan: readonly PlannedContext[],
  use: boolean,
): string {
  if (document.current !== "" && !use) return document.current;
  const wanted = plan.find(({ name }) => name === config.context);
  return wanted && wanted.kind !== "skipped" ? wanted.as : document.current;
}
