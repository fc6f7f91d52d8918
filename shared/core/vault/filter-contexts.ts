import { matchesGlob } from "../talosconfig/glob.ts";
import type { ContextView } from "./views.ts";

/** What a list is narrowed to; all of it has to be so. */
export interface ContextFilter {
  /** `*` matches any text. */
  readonly cluster?: string;
  readonly role?: string;
  /** `key=value`; a key alone takes any value. */
  readonly label?: string;
  readonly production?: true;
}

/** The contexts that one of the patterns names (all where there is none), and that the filter lets through. */
export function filterContexts(
  contexts: readonly ContextView[],
  patterns: readonly string[],
  { cluster, role, label, production }: ContextFilter,
): readonly ContextView[] {
  return contexts.filter(
    (one) =>
      (patterns.length === 0 ||
        patterns.some((pattern) => matchesGlob(pattern, one.name))) &&
      (cluster === undefined || matchesGlob(cluster, one.cluster ?? "")) &&
      (role === undefined || one.roles.includes(role)) &&
      (label === undefined || hasLabel(one, label)) &&
      (!production || one.production),
  );
}

/** The patterns that name none of them, whatever a filter lets through. */
export function patternsWithout(
  contexts: readonly ContextView[],
  patterns: readonly string[],
): readonly string[] {
  return patterns.filter(
    (one) => !contexts.some(({ name }) => matchesGlob(one, name)),
  );
}

/** Its certificate ends within that time, or has ended; what has none never does. */
export function endsWithin(
  { notAfter }: ContextView,
  seconds: number,
  now: Date,
): boolean {
  return (
    notAfter !== null && Date.parse(notAfter) <= now.getTime() + seconds * 1000
  );
}

function hasLabel({ labels }: ContextView, wanted: string): boolean {
  const [key = "", value] = wanted.split(/=(.*)/s);
  return (
    Object.hasOwn(labels, key) && (value === undefined || labels[key] === value)
  );
}
