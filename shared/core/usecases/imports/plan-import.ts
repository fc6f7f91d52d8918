import {
  certificatesOf,
  decodeAuthority,
} from "../../certificates/read-credential.ts";
import { vaultError, withActions } from "../../errors.ts";
import { fewNames } from "../../few-names.ts";
import { inSlices } from "../../work-in-slices.ts";
import type { EarlierCredential } from "../../earlier-credential.ts";
import { maxContexts } from "../../limits.ts";
import { sha256Hex } from "../../pki/primitives/hash-and-hmac.ts";
import { failure, success, type Result } from "../../result.ts";
import {
  compareContexts,
  contentKey,
  type Difference,
} from "../../talosconfig/compare-contexts.ts";
import { judgeName } from "../../talosconfig/context-name.ts";
import { credentialKey } from "../../talosconfig/same-credential.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import { isOfAnotherCluster } from "../../trust/cluster-trust.ts";
import type { VaultDocument } from "../../vault/document.ts";

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
  readonly kind:
    | "new"
    | "already-there"
    | "renamed"
    | "replaced"
    | "skipped"
    /** Left out: the vault has a newer credential of the same context. */
    | "earlier";
  /** What differs from the context of the vault that has its name. */
  readonly differences: readonly Difference[];
  /** Why it cannot keep its name, as the end of a sentence about "a name"; null: it can. */
  readonly unfit: string | null;
  /** Another context of the vault with the same credential that points elsewhere; null: none. */
  readonly sameCredentialAs: string | null;
  /** The vault had its credential, and gave the context another one since; null: not that the ledger knew. */
  readonly earlierCredentialOf: EarlierCredential | null;
}

/** It stays outside, and what the vault has of its name is another one. */
export function isLeftOut({ kind }: Pick<PlannedContext, "kind">): boolean {
  return kind === "skipped" || kind === "earlier";
}

/** Credentials that the vault had and replaced since, among those of a file. */
export interface EarlierInFile {
  /** What the ledger knows of a context's credential; null: nothing. */
  readonly find: (config: TalosContext) => EarlierCredential | null;
  /** Does what the vault has of that context now serve as long as this, and is it newer? */
  readonly isServedBy: (
    here: TalosContext,
    config: TalosContext,
    credential: EarlierCredential,
  ) => boolean;
  /** Is the context imported all the same? By its name in the file. */
  readonly isWanted: (name: string) => boolean;
}

const noneEarlier: EarlierInFile = {
  find: () => null,
  isServedBy: () => false,
  isWanted: () => true,
};

/** What a vault held before the file: contexts of one file are never taken for each other. */
interface Before {
  readonly contexts: ReadonlyMap<string, TalosContext>;
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly credentials: ReadonlyMap<string, string>;
}

interface Plan {
  readonly before: Before;
  readonly earlier: EarlierInFile;
  /** Names that the files of this import have: given to nothing else. */
  readonly reserved: ReadonlySet<string>;
  /** Names that were given in this plan. */
  readonly given: Set<string>;
  /** The next number to try after a name, so that many that clash do not each count from the beginning. */
  readonly numbers: Map<string, number>;
}

/**
 * Plans what happens to each context of a file, in the order of their names, without doing it. One that the vault holds
 * with every field is there already, whatever its name; so importing a file twice plans nothing. One whose credential was
 * replaced here by another of its cluster, which serves, stays outside unless it is wanted. `reserved` are the names in all files of this
 * import: none of them comes to mean something else. Takes time in proportion to vault and file.
 * Errors: `context-conflict` with `fail`; `vault-too-large`.
 */
export async function planImport(
  document: VaultDocument,
  incoming: ReadonlyMap<string, TalosContext>,
  onConflict: ConflictChoice,
  reserved: ReadonlySet<string> = new Set(incoming.keys()),
  earlier = noneEarlier,
): Promise<Result<readonly PlannedContext[]>> {
  const before = await indexOf(document);
  const given = new Set<string>();
  const plan: Plan = { before, earlier, reserved, given, numbers: new Map() };
  const inOrder = [...incoming].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const planned = await inSlices(inOrder, ([name, config]) => {
    const choice =
      typeof onConflict === "function" ? onConflict(name) : onConflict;
    const one = planOne(plan, name, config, choice);
    if (["new", "renamed", "replaced"].includes(one.kind)) given.add(one.as);
    return one;
  });
  const added = planned.filter(
    ({ kind, as }) =>
      (kind === "new" || kind === "renamed") && !before.contexts.has(as),
  );
  if (before.contexts.size + added.length > maxContexts)
    return failure(tooMany());
  const conflicts = planned.filter(({ differences }) => differences.length > 0);
  if (onConflict === "fail" && conflicts.length > 0)
    return failure(conflict(conflicts));
  return success(planned);
}

async function indexOf(document: VaultDocument): Promise<Before> {
  const contexts = new Map<string, TalosContext>();
  const names = new Map<string, string[]>();
  const credentials = new Map<string, string>();
  await inSlices(document.contexts, ([name, { config }]) => {
    contexts.set(name, config);
    const content = contentKey(config);
    const same = names.get(content);
    if (same) same.push(name);
    else names.set(content, [name]);
    const credential = credentialKey(config);
    if (credential !== null && !credentials.has(credential))
      credentials.set(credential, name);
  });
  return { contexts, names, credentials };
}

function planOne(
  plan: Plan,
  name: string,
  config: TalosContext,
  onConflict: OnConflict,
): PlannedContext {
  const { before } = plan;
  const verdict = judgeName(name);
  const isFit = verdict.kind === "fit";
  const wanted = isFit ? name : verdict.suggestion || unnamed;
  const earlier = earlierIn(plan, config);
  const base = {
    name,
    config,
    unfit: isFit ? null : verdict.reason,
    differences: [],
    sameCredentialAs: null,
    earlierCredentialOf: earlier?.credential ?? null,
  };
  const held = heldAs(before, wanted, config);
  if (held !== null) return { ...base, as: held, kind: "already-there" };
  if (earlier?.isSuperseded && !plan.earlier.isWanted(name))
    return { ...base, as: earlier.credential.context, kind: "earlier" };
  if (!isFit)
    return { ...base, as: freeName(plan, wanted, config), kind: "renamed" };
  return planNamed(plan, base, onConflict);
}

/** One that is not there yet, under a name that it could have. */
function planNamed(
  plan: Plan,
  base: Omit<PlannedContext, "as" | "kind">,
  onConflict: OnConflict,
): PlannedContext {
  const { before } = plan;
  const { name, config } = base;
  const there = before.contexts.get(name);
  if (there === undefined) {
    const sameCredentialAs = credentialOf(before, config);
    return { ...base, as: name, kind: "new", sameCredentialAs };
  }
  const differences = compareContexts(there, config);
  if (onConflict === "replace")
    return { ...base, as: name, kind: "replaced", differences };
  if (onConflict === "skip")
    return { ...base, as: name, kind: "skipped", differences };
  const as = freeName(plan, name, config);
  return { ...base, as, kind: "renamed", differences };
}

/** Null where the vault has the credential, or has no context any more that had it. */
function earlierIn(
  { before, earlier }: Plan,
  config: TalosContext,
): {
  readonly credential: EarlierCredential;
  /** What took its place is of the same cluster, and serves: nothing is lost without it. */
  readonly isSuperseded: boolean;
} | null {
  const credential = earlier.find(config);
  const now = credential && before.contexts.get(credential.context);
  if (!now || credentialOf(before, config) !== null) return null;
  const isSuperseded =
    credentialKey(now) !== null &&
    !isOfAnotherCluster(now, config) &&
    earlier.isServedBy(now, config, credential);
  return { credential, isSuperseded };
}

function credentialOf(
  { credentials }: Before,
  config: TalosContext,
): string | null {
  if (credentials.size === 0) return null;
  const key = credentialKey(config);
  return key === null ? null : (credentials.get(key) ?? null);
}

/** What a context is called that has no name to speak of. */
const unnamed = "unnamed";

/** The context of the vault that is this one in every field: of its name first, else with the same credential. */
function heldAs(
  { contexts, names }: Before,
  wanted: string,
  config: TalosContext,
): string | null {
  if (names.size === 0) return null;
  const same = names.get(contentKey(config)) ?? [];
  const present = contexts.get(wanted);
  if (present && same.includes(wanted)) return wanted;
  const [first = null] = same;
  if (first === null || credentialKey(config) !== null) return first;
  // Without a credential only the name says which context it is.
  const marked = `${wanted}-${clusterMark(config)}`;
  const isMade = (name: string) =>
    name === marked || name.startsWith(`${marked}-`);
  return same.find(isMade) ?? null;
}

/**
 * A name that no context has and no file mentions: the wanted one, else with the beginning of its cluster's fingerprint,
 * so that whatever name is made here can only ever mean this cluster. talosctl's own `name-1` could mean any.
 */
function freeName(
  { before, reserved, given, numbers }: Plan,
  wanted: string,
  config: TalosContext,
): string {
  const isFree = (name: string) =>
    !before.contexts.has(name) && !reserved.has(name) && !given.has(name);
  if (isFree(wanted) && wanted !== unnamed) return wanted;
  const marked = `${wanted}-${clusterMark(config)}`;
  if (isFree(marked)) return marked;
  let number = numbers.get(marked) ?? 2;
  while (!isFree(`${marked}-${String(number)}`)) number++;
  numbers.set(marked, number + 1);
  return `${marked}-${String(number)}`;
}

const markLength = 6;

/** Text that stands for the context's cluster: of its CA, or of its addresses where it has none. */
function clusterMark({ ca, endpoints, cluster }: TalosContext): string {
  const [authority] = certificatesOf(decodeAuthority(ca));
  const whole =
    authority?.fingerprint ?? sha256Hex(JSON.stringify([cluster, endpoints]));
  return whole.slice(0, markLength);
}

function conflict(conflicts: readonly PlannedContext[]) {
  const names = fewNames(
    conflicts.map(({ name }) => name),
    (name) => `"${name}"`,
  );
  return withActions(
    vaultError(
      "context-conflict",
      `Already in the vault with other contents: ${names}.`,
      "Choose what happens to them: rename, replace or skip. A dry run shows what differs.",
    ),
    ["on-conflict"],
  );
}

function tooMany() {
  return vaultError(
    "vault-too-large",
    `The vault would hold more than ${String(maxContexts)} contexts.`,
    "Remove contexts that are not needed, or use a second vault (TALOS_VAULT_HOME).",
  );
}
