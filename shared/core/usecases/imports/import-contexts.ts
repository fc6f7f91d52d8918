import { inSlices } from "../../work-in-slices.ts";
import type { Warning } from "../../warning.ts";
import { lookalikes } from "../../text/lookalikes.ts";
import {
  adminsWithOwnCa,
  adminWithOwnCa,
} from "../contexts/admin-with-own-ca.ts";
import { lookalikeFindings } from "../contexts/unfit-names.ts";
import { examine, type Examination } from "../../certificates/examine-many.ts";
import { finding, type ContextFinding } from "../../certificates/finding.ts";
import type { EarlierCredentials } from "../../ledger/earlier-credentials.ts";
import type { StaysOutside } from "../../imports/left-over-text.ts";
import { inheritingFrom } from "../../policy/inherited-marks.ts";
import { success, type Result } from "../../result.ts";
import { sameValue } from "../../same-value.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type { StoredContext, VaultDocument } from "../../vault/document.ts";
import {
  newStoredContext,
  type UnknownKeys,
} from "../contexts/new-stored-context.ts";
import type { Examined } from "./examine-files.ts";
import type { ImportedFile, OriginPlace } from "./imported-file.ts";
import { isSamePlace, originOf, withOrigin } from "./origin.ts";
import { earlierWarnings } from "./earlier-warnings.ts";
import { amongEarlier } from "./served-by.ts";
import {
  isLeftOut,
  planImport,
  type ConflictChoice,
  type EarlierInFile,
  type PlannedContext,
} from "./plan-import.ts";

export interface ImportOptions {
  readonly onConflict: ConflictChoice;
  /** Make the file's current context the vault's. */
  readonly use: boolean;
  /** Contexts of the file that are left out, by their names in it. */
  readonly leaveOut?: ReadonlySet<string>;
  /** Is a context whose credential was replaced here imported all the same, by its name in the file? Absent: none is. */
  readonly wantsEarlier?: EarlierInFile["isWanted"];
  /** Names in all files of this import; absent: those of the file. */
  readonly reserved?: ReadonlySet<string>;
  /** What was read of the contexts before; absent: they are read now. */
  readonly examined?: Examined;
}

export interface ImportReport {
  readonly contexts: readonly ReportedContext[];
  readonly warnings: readonly Warning[];
  /** What is in the file and not in the vault after the import. */
  readonly leftOver: readonly StaysOutside[];
}

export interface ReportedContext extends Omit<
  PlannedContext,
  "config" | "unfit"
> {
  readonly findings: readonly ContextFinding[];
  /** Keys that Talos does not know, and that the vault holds. */
  readonly unknownKeys: readonly string[];
  /** True when the vault's context is changed or made. */
  readonly isChanged: boolean;
}

/** What is to be said of a context that came in. */
export type ReportedFindings = Pick<
  ReportedContext,
  "as" | "kind" | "isChanged" | "findings"
>;

/** What is known of credentials beside the document. */
export interface Known {
  readonly now: Date;
  /** What the ledger says of credentials that contexts had. */
  readonly earlier: EarlierCredentials;
}

/**
 * Puts the contexts of a file into a document. The current context stays, unless `use` is set or none was current. A
 * file without anything new gives the same document back.
 */
export async function importContexts(
  document: VaultDocument,
  file: ImportedFile,
  options: ImportOptions,
  { now, earlier }: Known,
): Promise<
  Result<{ readonly document: VaultDocument; readonly report: ImportReport }>
> {
  const examined = (config: TalosContext) =>
    (options.examined ?? examine)(config, now);
  const found = amongEarlier(earlier, examined, now);
  const plan = await planFile(document, file, options, found);
  if (!plan.ok) return plan;
  const contexts = new Map(document.contexts);
  const leftOver: StaysOutside[] = [
    ...file.leftOver,
    ...[...(options.leaveOut ?? [])].map((context) => ({
      kind: "skipped-context" as const,
      context,
    })),
  ];
  const alike = lookalikes(
    new Set([...contexts.keys(), ...plan.value.map(({ as }) => as)]),
  );
  const inherit = inheritingFrom(document);
  const reported = await inSlices(plan.value, (planned) => {
    const known = examined(planned.config);
    const put = putPlanned(contexts, file, planned, { examined: known, now });
    const inherited = put.stored && inherit(put.stored);
    const stored = inherited?.stored ?? put.stored;
    if (stored) contexts.set(planned.as, stored);
    leftOver.push(...put.leftOver);
    const deceiving = lookalikeFindings(
      planned.as,
      alike.get(planned.as) ?? [],
    );
    const guarded = inherited ? [guardedAs(inherited.from)] : [];
    const findings = [...guarded, ...deceiving, ...known.findings];
    return report(planned, findings, put);
  });
  const current = newCurrent(document, file, plan.value, options.use);
  const isSame =
    current === document.current &&
    reported.every(({ isChanged }) => !isChanged);
  const previous =
    current === document.current ? document.previous : document.current;
  return success({
    document: isSame ? document : { ...document, contexts, current, previous },
    report: {
      contexts: reported,
      warnings: [
        ...file.warnings,
        ...earlierWarnings(plan.value, examined, now),
      ],
      leftOver,
    },
  });
}

/** How many contexts of a file an import of it would bring in: neither they nor what took their place are in the vault. */
export async function countNew(
  document: VaultDocument,
  file: ImportedFile,
  examined: Examined,
  { now, earlier }: Known,
): Promise<Result<number>> {
  const found = amongEarlier(earlier, (one) => examined(one, now), now);
  const options = { onConflict: "rename", use: false } as const;
  const plan = await planFile(document, file, options, found);
  if (!plan.ok) return plan;
  const coming = plan.value.filter(
    (one) => one.kind !== "already-there" && !isLeftOut(one),
  );
  return success(coming.length);
}

function planFile(
  document: VaultDocument,
  { contexts }: ImportedFile,
  options: ImportOptions,
  found: Omit<EarlierInFile, "isWanted">,
): ReturnType<typeof planImport> {
  const chosen = new Map(
    [...contexts].filter(([name]) => !options.leaveOut?.has(name)),
  );
  const reserved = options.reserved ?? new Set(contexts.keys());
  const isWanted = options.wantsEarlier ?? (() => false);
  const earlier = { ...found, isWanted };
  return planImport(document, chosen, options.onConflict, reserved, earlier);
}

/** The context with the place in a store that it came from; null: nothing changes by that. */
function withPlace(
  stored: StoredContext,
  planned: PlannedContext,
  place: OriginPlace | undefined,
  now: Date,
): StoredContext | null {
  const { name, config } = planned;
  if (!place || isLeftOut(planned) || isSamePlace(stored, place, name))
    return null;
  return withOrigin(stored, originOf(place, name, config, now));
}

interface Put {
  /** What the vault has for it now; null: nothing changes. */
  readonly stored: StoredContext | null;
  readonly heldKeys: readonly string[];
  readonly leftOver: readonly StaysOutside[];
}

/** Puts a context where it was planned to be, and remembers the store that it came from. */
function putPlanned(
  contexts: ReadonlyMap<string, StoredContext>,
  file: ImportedFile,
  planned: PlannedContext,
  known: { readonly examined: Examination; readonly now: Date },
): Put {
  const present = contexts.get(planned.as);
  const before = present ?? file.stored?.get(planned.name);
  const unknown = file.unknown.get(planned.name) ?? {};
  const put = putContext(before, planned, unknown, known);
  const held = put.stored ?? present;
  const placed = held ? withPlace(held, planned, file.origin, known.now) : null;
  return { ...put, stored: placed ?? put.stored };
}

function putContext(
  before: StoredContext | undefined,
  { name, kind, config, earlierCredentialOf }: PlannedContext,
  unknown: UnknownKeys,
  { examined, now }: { readonly examined: Examination; readonly now: Date },
): Put {
  const keys = Object.keys(unknown);
  switch (kind) {
    case "skipped":
      return {
        stored: null,
        heldKeys: [],
        leftOver: [{ kind: "skipped-context", context: name }],
      };
    case "earlier":
      return stayingOutside(name, earlierCredentialOf);
    case "new":
    case "renamed":
    case "replaced": {
      const given = keys.length > 0 ? unknown : undefined;
      const stored = newStoredContext(config, before, given, now, examined);
      return { stored, heldKeys: keys, leftOver: [] };
    }
    case "already-there":
      return completed(before, name, unknown);
  }
}

/** The vault has it: at most keys that Talos does not know are new. */
function completed(
  before: StoredContext | undefined,
  context: string,
  unknown: UnknownKeys,
): Put {
  const held = before?.metadata.unknown ?? {};
  const keys = Object.keys(unknown);
  const isHeld = (key: string) => Object.hasOwn(held, key);
  const others = keys.filter(
    (key) => isHeld(key) && !sameValue(held[key], unknown[key]),
  );
  const missing = Object.entries(unknown).filter(([key]) => !isHeld(key));
  return {
    stored:
      before && missing.length > 0
        ? addKeys(before, Object.fromEntries(missing))
        : null,
    heldKeys: keys.filter((key) => !others.includes(key)),
    leftOver: others.map((key) => ({ kind: "other-value", context, key })),
  };
}

function stayingOutside(
  context: string,
  of: PlannedContext["earlierCredentialOf"],
): Put {
  const leftOver = of ? [{ kind: "earlier-credential", context, of } as const] : []; // prettier-ignore
  return { stored: null, heldKeys: [], leftOver };
}

function addKeys(stored: StoredContext, keys: UnknownKeys): StoredContext {
  const { config, metadata } = stored;
  return newStoredContext(config, stored, keys, metadata.importedAt);
}

function report(
  planned: PlannedContext,
  findings: readonly ContextFinding[],
  { stored, heldKeys }: Put,
): ReportedContext {
  const { config: _, unfit, ...rest } = planned;
  return {
    ...rest,
    findings:
      unfit === null ? findings : [unfitName(unfit, planned.as), ...findings],
    unknownKeys: heldKeys,
    isChanged: stored !== null,
  };
}

/** That it has the marks of another one. */
export function guardedAs(name: string): ContextFinding {
  return finding(
    "warning",
    "guarded-as-another",
    `It has the credential or the cluster of "${name}", and is guarded as that is: production, consent and guard.`,
    "A person is asked before it is guarded less.",
  );
}

function unfitName(reason: string, as: string): ContextFinding {
  return finding(
    "error",
    "name-unfit",
    `Its name in the file is not one that can be used: a name ${reason}.`,
    `It is "${as}" here. Find out who wrote the file, and rename it as you like.`,
  );
}

/** Contexts of a report with what is to be said of them beside all others of the vault that they went into. */
export function withClusterFindings(
  reported: readonly ReportedContext[],
  { contexts }: VaultDocument,
  now: Date,
): readonly ReportedContext[] {
  if (!reported.some(({ isChanged }) => isChanged)) return reported;
  const strange = new Set(adminsWithOwnCa(contexts, now));
  return reported.map((one) =>
    !isLeftOut(one) && strange.has(one.as)
      ? { ...one, findings: [adminWithOwnCa, ...one.findings] }
      : one,
  );
}

function newCurrent(
  document: VaultDocument,
  file: ImportedFile,
  plan: readonly PlannedContext[],
  use: boolean,
): string {
  if (document.current !== "" && !use) return document.current;
  const wanted = plan.find(({ name }) => name === file.current);
  return wanted && !isLeftOut(wanted) ? wanted.as : document.current;
}
