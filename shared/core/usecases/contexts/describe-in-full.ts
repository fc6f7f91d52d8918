import { examineContext } from "../../certificates/examine-context.ts";
import { hidePassword } from "../../talosconfig/proxy-password.ts";
import type { StoredContext, VaultDocument } from "../../vault/document.ts";
import type { ContextDetails } from "../../vault/views.ts";
import { describeOne } from "./describe-contexts.ts";
import { nameFindings } from "./unfit-names.ts";

/** One context with everything that can be shown of it, and what the import doctor says today. */
export function describeInFull(
  name: string,
  context: StoredContext,
  document: VaultDocument,
  now: Date,
): ContextDetails {
  const { config, metadata } = context;
  const view = describeOne(name, context, document);
  return {
    ...view,
    proxyUrl:
      config.proxyUrl === undefined ? null : hidePassword(config.proxyUrl),
    note: metadata.note ?? null,
    guard: metadata.guard ?? {},
    importedAt: metadata.importedAt.toISOString(),
    unknownKeys: Object.keys(metadata.unknown ?? {}),
    findings: [
      ...nameFindings(name, view.looksLike),
      ...examineContext(config, now),
    ],
  };
}
