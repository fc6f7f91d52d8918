import type { RequestOf } from "../../../../shared/contract/index.ts";

export type Edit = RequestOf<"contexts.edit">["edit"];

/**
 * What differs between what a dialog was opened with and what its fields have now; null where nothing does. What was not
 * touched is not sent, so that it stays as somebody else may have made it meanwhile. Labels are compared one by one; null
 * is one that is gone. Of a guard each part is by itself.
 */
export function changesOf(opened: Edit, now: Edit): Edit | null {
  const changed = fieldsThatDiffer(opened, now).map((name) => [
    name,
    changedPart(name, opened, now),
  ]);
  return changed.length === 0 ? null : (Object.fromEntries(changed) as Edit);
}

function changedPart(name: keyof Edit, opened: Edit, now: Edit) {
  if (name === "labels") return changedLabels(opened, now);
  return name === "guard" ? changedGuard(opened, now) : now[name];
}

/** Names of the fields that are not the same in both. */
function fieldsThatDiffer<Fields extends object>(
  opened: Fields,
  now: Fields,
): readonly (keyof Fields)[] {
  const names = Object.keys(now) as (keyof Fields)[];
  return names.filter((name) => spelled(opened[name]) !== spelled(now[name]));
}

const words: Readonly<Partial<Record<keyof Edit, string>>> = {
  endpoints: "the endpoints",
  nodes: "the nodes",
  cluster: "the cluster",
  proxyUrl: "the proxy",
  labels: "the labels",
  note: "the note",
  sessionRoles: "the permissions",
  sessionTtlSeconds: "the lifetime",
  consent: "whether a person is asked",
  guard: "the guard",
};

/** What somebody else changed while the dialog was open, as sentences; none: nothing of it. */
export function meanwhileText(
  opened: Edit,
  present: Edit,
  typed: Edit,
): { readonly text: string; readonly next: string } | null {
  const changed = fieldsThatDiffer(opened, present);
  if (changed.length === 0) return null;
  const own = new Set(fieldsThatDiffer(opened, typed));
  const isBoth = changed.some((name) => own.has(name));
  return {
    text: `Changed elsewhere meanwhile: ${changed.map((name) => words[name] ?? name).join(", ")}.`,
    next: isBoth
      ? "Saving puts what you typed in its place. Cancel, and open this again to see it."
      : "Saving changes only what you changed here.",
  };
}

function changedLabels({ labels: before }: Edit, { labels: now }: Edit) {
  const [old, typed] = [before ?? {}, now ?? {}];
  const gone = Object.keys(old)
    .filter((key) => !Object.hasOwn(typed, key))
    .map((key) => [key, null] as const);
  const set = Object.entries(typed).filter(
    ([key, value]) => !Object.hasOwn(old, key) || old[key] !== value,
  );
  return Object.fromEntries<string | null>([...gone, ...set]);
}

function changedGuard(
  { guard: before = {} }: Edit,
  { guard: now = {} }: Edit,
): NonNullable<Edit["guard"]> {
  return Object.fromEntries(
    fieldsThatDiffer(before, now).map((part) => [part, now[part]]),
  );
}

/** The same text for the same value, in whatever order its labels stand. */
function spelled(value: unknown): string {
  const isMap =
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isMap) return JSON.stringify(value);
  return JSON.stringify(
    Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
