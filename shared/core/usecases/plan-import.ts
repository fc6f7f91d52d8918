import { vaultError } from "../errors.ts";
import { maxContexts, maxNameLength } from "../limits.ts";
import { failure, success, type Result } from "../result.ts";
import {
  compareContexts,
  type Difference,
} from "../talosconfig/compare-contexts.ts";
import { credentialKey } from "../talosconfig/same-credential.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import type { VaultDocument } from "../vault/document.ts";

export const conflictChoices = ["rename", "replace", "skip", "fail"] as const;
export type OnConflict = (typeof conflictChoices)[number];

/** What to do when a name is taken: the same for all, or said for each context by its name in the file. */
export type ConflictChoice = OnConflict | ((name: string) => OnConflict);

/** What becomes of one context of the file. */
export interface PlannedContext {
  /** Its name in the file. */
  readonly name: string;
  readonly config: TalosContext;
  /** Its name in the vault. */
  readonly as: string;
  readonly kind: "new" | "already-there" | "renamed" | "replaced" | "skipped";
  /** What differs from the context of the vault that it clashes with. */
  readonly differences: readonly Difference[];
}

/**
 * Plans what happens to each context of a file, in the order of their names, without doing it. A context
 * is recognised by its credential, whatever its name; so importing a file twice plans nothing.
 * Errors: `context-conflict` with `fail`; `context-invalid` for names that a vault cannot hold.
 */
export function planImport(
  document: VaultDocument,
  incoming: ReadonlyMap<string, TalosContext>,
  onConflict: ConflictChoice,
): Result<readonly PlannedContext[]> {
  const taken = new Map(
    [...document.contexts].map(([name, { config }]) => [name, config]),
  );
  const byCredential = new Map<string, string>();
  for (const [name, config] of taken) remember(byCredential, name, config);
  const plan: PlannedContext[] = [];
  for (const [name, config] of [...incoming].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    if (name === "" || name.length > maxNameLength) return failure(badName());
    const choice =
      typeof onConflict === "function" ? onConflict(name) : onConflict;
    const planned = planOne({ name, config }, taken, byCredential, choice);
    plan.push(planned);
    if (planned.kind === "already-there" || planned.kind === "skipped")
      continue;
    taken.set(planned.as, config);
    remember(byCredential, planned.as, config);
  }
  if (taken.size > maxContexts) return failure(tooMany());
  const conflicts = plan.filter(({ differences }) => differences.length > 0);
  if (onConflict === "fail" && conflicts.length > 0)
    return failure(conflict(conflicts));
  return success(plan);
}

function planOne(
  incoming: { readonly name: string; readonly config: TalosContext },
  taken: ReadonlyMap<string, TalosContext>,
  byCredential: ReadonlyMap<string, string>,
  onConflict: OnConflict,
): PlannedContext {
  const { name, config } = incoming;
  const there = taken.get(name);
  if (there && compareContexts(there, config).length === 0)
    return { name, config, as: name, kind: "already-there", differences: [] };
  const key = credentialKey(config);
  const known = key === null ? undefined : byCredential.get(key);
  const clash = known ?? (there ? name : undefined);
  if (clash === undefined)
    return { name, config, as: name, kind: "new", differences: [] };
  const present = taken.get(clash);
  const differences = present ? compareContexts(present, config) : [];
  if (differences.length === 0)
    return { name, config, as: clash, kind: "already-there", differences };
  return {
    ...resolve(name, clash, taken, onConflict),
    name,
    config,
    differences,
  };
}

function resolve(
  name: string,
  clash: string,
  taken: ReadonlyMap<string, TalosContext>,
  onConflict: OnConflict,
): Pick<PlannedContext, "as" | "kind"> {
  if (onConflict === "replace") return { as: clash, kind: "replaced" };
  if (onConflict === "skip") return { as: clash, kind: "skipped" };
  const as = freeName(name, taken);
  return { as, kind: as === name ? "new" : "renamed" };
}

/** Talos' own naming: the first of `name-1`, `name-2`, … that is free (client/config/config.go:215-251). */
function freeName(
  name: string,
  taken: ReadonlyMap<string, TalosContext>,
): string {
  if (!taken.has(name)) return name;
  let number = 1;
  while (taken.has(`${name}-${String(number)}`)) number++;
  return `${name}-${String(number)}`;
}

/** The first context with a credential is the one that later copies are told to be. */
function remember(
  names: Map<string, string>,
  name: string,
  config: TalosContext,
): void {
  const key = credentialKey(config);
  if (key !== null && !names.has(key)) names.set(key, name);
}

function conflict(conflicts: readonly PlannedContext[]) {
  const names = conflicts.map(({ name }) => `"${name}"`).join(", ");
  return vaultError(
    "context-conflict",
    `Already in the vault with other contents: ${names}.`,
    "Choose what happens with --on-conflict rename, replace or skip; --dry-run shows what differs.",
  );
}

function badName() {
  return vaultError(
    "context-invalid",
    `A context has no name, or one longer than ${String(maxNameLength)} characters; the vault cannot hold it.`,
    "Rename it in the file; nothing was imported.",
  );
}

function tooMany() {
  return vaultError(
    "vault-too-large",
    `The vault would hold more than ${String(maxContexts)} contexts.`,
    "Remove contexts that are not needed, or use a second vault (TALOS_VAULT_HOME).",
  );
}
