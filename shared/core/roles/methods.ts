// The roles that Talos has rules for, its rule table of every release, and what each talosctl command calls.
// Keep: The tables are taken from Talos' source; what no release says is unknown here, never allowed.
import { closest } from "../closest.ts";
import data from "./method-rules.json" with { type: "json" };
import { adminRole } from "./role.ts";

/** One method of apid's API and the roles that may call it, often several, at times none. */
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

/** Methods whose rule lets os:reader pass but whose handler asks for os:admin outside maintenance mode. */
const adminInHandler = new Set([
  "/machine.LVMService/LogicalVolumeRemove",
  "/machine.LVMService/PhysicalVolumeRemove",
  "/machine.LVMService/VolumeGroupRemove",
  "/machine.MachineService/ApplyConfiguration",
  "/machine.MDService/Destroy",
  "/storage.StorageService/BlockDeviceWipe",
]);

/** Writes of resources, refused to everybody (internal/app/resources/access.go:25-64), whatever their rule says. */
const writes =
  /^\/cosi\.resource\.State\/(Create|Update|Destroy|Teardown|TeardownAndDestroy)$/;

/** What has to be known of a method besides its roles, as a sentence; null: nothing. */
export function noteOf(method: string): string | null {
  if (writes.test(method))
    return "Talos refuses every write of a resource through its API, whoever asks.";
  return adminInHandler.has(method)
    ? "Its handler asks for os:admin; in maintenance mode Talos asks for no certificate."
    : null;
}

/** The roles that may call each method of a release, on a node that is not in maintenance mode. */
export function rulesOf(version: string): readonly MethodRule[] {
  return ruleTableOf(version).map(({ method, roles }) => ({
    method,
    roles: roles.filter(
      (role) =>
        !writes.test(method) &&
        (role === adminRole || !adminInHandler.has(method)),
    ),
  }));
}

/** Talos' own table of one release. Handlers may refuse what it lets pass: see `rulesOf`. */
export function ruleTableOf(version: string): readonly MethodRule[] {
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

/** The method that was meant, `Service/Method` where a slash was typed, else by its own name; null: none is near, or several are. */
export function nearestMethod(text: string): string | null {
  const parts = text.includes("/") ? /[^./]+\/[^/]+$/ : /[^/]+$/;
  const typed = parts.exec(text)?.[0] ?? text;
  return closest(
    typed,
    Object.keys(history).map((method) => parts.exec(method)?.[0] ?? method),
  );
}
