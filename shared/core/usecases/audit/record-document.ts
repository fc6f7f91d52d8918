import type { AuditEvent } from "../../audit/event.ts";
import type { Audit } from "../../ports/audit.ts";
import { success, type Result } from "../../result.ts";
import type { ContextMetadata, VaultDocument } from "../../vault/document.ts";
import { isUntouched, sameValue } from "../../vault/same-document.ts";

/** Of more contexts that come at once their number alone is told. */
const namesTold = 100;

/**
 * Records what the next document brings that no other event tells of: contexts that it did not have, and what is asked before
 * one is used. Call it before it is written. Errors: those of the log.
 */
export async function recordDocument(
  audit: Audit,
  before: VaultDocument,
  after: VaultDocument,
): Promise<Result<void>> {
  const events = [...arrived(before, after), ...guarded(before, after)];
  return events.length === 0 ? success(undefined) : audit.record(...events);
}

function arrived(
  before: VaultDocument,
  after: VaultDocument,
): readonly AuditEvent[] {
  const known = new Set(before.contexts.values());
  const names = [...after.contexts]
    // One that was renamed is the same.
    .filter(([name, one]) => !before.contexts.has(name) && !known.has(one))
    .map(([name]) => name);
  const [context] = names;
  if (context === undefined) return [];
  const detail = { count: names.length, contexts: names.slice(0, namesTold) };
  return [
    { event: "import", ...(names.length === 1 ? { context } : {}), detail },
  ];
}

function guarded(
  before: VaultDocument,
  after: VaultDocument,
): readonly AuditEvent[] {
  const changes = [...after.contexts].flatMap(([context, one]) => {
    const was = before.contexts.get(context);
    // Of 10,000 contexts that stay as they are none is decoded.
    if (was === undefined || isUntouched(was, one)) return [];
    const now = guardsOf(one.metadata);
    return sameValue(guardsOf(was.metadata), now)
      ? []
      : [{ event: "guard.change", context, detail: now } as const];
  });
  return before.consent === after.consent
    ? changes
    : [
        ...changes,
        {
          event: "guard.change",
          detail: { vault: after.consent ?? "default" },
        },
      ];
}

/** What is asked before a context is used, and what its sessions may do through a gateway. */
function guardsOf({ production, consent, guard }: ContextMetadata) {
  return { production, consent: consent ?? null, guard: guard ?? null };
}
