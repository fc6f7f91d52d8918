import data from "./method-rules.json" with { type: "json" };

/** One method of apid's API and the roles that may call it. A role that is in no row allows nothing. */
export interface MethodRule {
  /** Full name as gRPC has it: `/package.Service/Method`. */
  readonly method: string;
  readonly roles: readonly string[];
}

/**
 * Talos' rule table at each release (internal/app/machined/pkg/system/services/machined.go:39-155): for each method
 * the releases at which its roles changed; null from where on it is gone.
 */
const history = data.methods as unknown as Readonly<
  Record<string, readonly (readonly [string, readonly string[] | null])[]>
>;

/** Releases that the table knows, oldest first; `HEAD` is Talos as of August 2026. */
export const talosVersions: readonly string[] = data.versions;
export const latestVersion = "HEAD";

/** The table of one release. */
export function rulesOf(version: string): readonly MethodRule[] {
  const until = talosVersions.indexOf(version);
  return Object.entries(history).flatMap(([method, changes]) => {
    const last = changes.findLast(
      ([since]) => talosVersions.indexOf(since) <= until,
    );
    const roles = last?.[1];
    return roles ? [{ method, roles }] : [];
  });
}

export const methodRules: readonly MethodRule[] = rulesOf(latestVersion);

/** The release that a person means by `1.12`, `v1.12.3` or `HEAD`; null for one that the table does not know. */
export function findVersion(text: string): string | null {
  if (text.toLowerCase() === "head") return latestVersion;
  const [, minor] = /^v?1\.(\d+)(?:\.|-|$)/.exec(text) ?? [];
  if (minor === undefined) return null;
  return (
    talosVersions.find((version) =>
      new RegExp(`^v1\\.${minor}(\\.|$)`).test(version),
    ) ?? null
  );
}

/** The methods that any of these roles may call, in the table's order. */
export function allowedMethods(
  roles: readonly string[],
  rules = methodRules,
): readonly MethodRule[] {
  return rules.filter((rule) =>
    rule.roles.some((role) => roles.includes(role)),
  );
}

/** Methods by full name, by `Service/Method`, or by the method's own name in any case. */
export function findMethods(text: string): readonly string[] {
  const wanted = text.replace(/^\//, "").toLowerCase();
  return Object.keys(history).filter((method) => {
    const name = method.slice(1).toLowerCase();
    return (
      name === wanted ||
      name.endsWith(`.${wanted}`) ||
      name.endsWith(`/${wanted}`)
    );
  });
}
