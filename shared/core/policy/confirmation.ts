import { unspelled } from "../text/printable.ts";
import { hasEveryRight, impersonatorRole } from "../roles/role.ts";

/** What a person said before a credential that may do everything is handed out. */
export interface Confirmation {
  /** Why, in the person's words: for the lease and the ledger. */
  readonly reason?: string | undefined;
  /** The name of the context, or of the cluster, typed by a person. */
  readonly confirmation?: string | undefined;
  /** A person was asked, where no program answers, and agreed: it stands for the other two. */
  readonly isAgreed?: true;
}

/** Why a credential is guarded. */
export type Danger =
  /** It is root on a cluster that is marked production. */
  | "root-on-production"
  /** What it may do is not known (Omni, user and password, no readable role), on a cluster that is marked production. */
  | "unknown-on-production"
  /** os:impersonator can act with any role, and no person needs it: guarded on every cluster. */
  | "impersonator";

/**
 * The one rule of what must be confirmed, for every verb that lets a credential out. Null: nothing must. No roles means
 * that they are not known, and then the worst is assumed.
 */
export function dangerOf(
  roles: readonly string[],
  isProduction: boolean,
): Danger | null {
  if (isProduction && roles.length === 0) return "unknown-on-production";
  if (isProduction && hasEveryRight(roles)) return "root-on-production";
  return roles.includes(impersonatorRole) ? "impersonator" : null;
}

/** What is still missing of a confirmation, in the order in which it is asked for. */
export type Question = "reason" | "name";

/** A guarded credential takes a reason and the typed name, both. Empty: everything has been said. */
export function openQuestions(
  name: string,
  { reason, confirmation }: Confirmation,
): readonly Question[] {
  return [
    ...(reason?.trim() ? [] : (["reason"] as const)),
    ...(isNameTyped(name, confirmation) ? [] : (["name"] as const)),
  ];
}

/** Are these the names of all of them, in any order, with blanks or commas between? */
export function areNamesTyped(
  names: readonly string[],
  typed: string | undefined,
): boolean {
  const words = (text: string) =>
    text.split(/[\s,]+/u).filter((word) => word !== "");
  const said = words(unspelled(typed ?? "")).toSorted();
  const meant = names.flatMap(words).toSorted();
  return meant.length > 0 && said.join("\n") === meant.join("\n");
}

/** Is it the name? One that cannot be typed counts in the way it is shown: whoever copies `prod⟨U+202E⟩` has seen it. */
export function isNameTyped(name: string, typed: string | undefined): boolean {
  return typed === name || (typed !== undefined && unspelled(typed) === name);
}
