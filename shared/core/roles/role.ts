import { closest } from "../closest.ts";

/** A role that Talos has a rule for (pkg/machinery/role/role.go:19-44). */
export interface KnownRole {
  readonly name: string;
  /** What it allows, in one clause. */
  readonly meaning: string;
}

export const adminRole = "os:admin";
export const impersonatorRole = "os:impersonator";

export const knownRoles: readonly KnownRole[] = [
  {
    name: adminRole,
    meaning:
      "everything: secrets, files, kubeconfig, configuration, upgrades, issuing certificates",
  },
  {
    name: "os:operator",
    meaning:
      "reading, and reboot, shutdown, restart of services, etcd snapshot and defrag, image pull, packet capture",
  },
  { name: "os:reader", meaning: "reading, without secrets" },
  {
    name: "os:etcd:backup",
    meaning: "etcd snapshot, status, members and alarms",
  },
  { name: "os:meta:writer", meaning: "writing and deleting META keys" },
  { name: "os:image:verifier", meaning: "verifying image signatures" },
  {
    name: impersonatorRole,
    meaning: "acting with any role: the same as os:admin in the wrong hands",
  },
];

/** Nothing is refused to it: who can act with any role can act as os:admin. */
export function hasEveryRight(roles: readonly string[]): boolean {
  return roles.includes(adminRole) || roles.includes(impersonatorRole);
}

/** The role that was meant, where one is near to what was typed, also without os:; null: none is, or several are. */
export function nearestRole(typed: string): string | null {
  const short = knownRoles.map(({ name }) => name.replace("os:", ""));
  const word = typed.replace(/^os:/, "");
  const role = short.includes(word) ? word : closest(word, short);
  return role === null ? null : `os:${role}`;
}

/** As `didYouMean`, of a role. */
export function meantRole(typed: string): string {
  const meant = nearestRole(typed);
  return meant === null ? "" : `Did you mean ${meant}? `;
}

/** What a role allows; Talos compares names exactly, and one it does not know allows nothing. */
export function roleMeaning(name: string): string {
  return (
    knownRoles.find((role) => role.name === name)?.meaning ??
    "no rule in Talos uses it"
  );
}

/** Has Talos a rule for this role? */
export function isKnownRole(name: string): boolean {
  return knownRoles.some((role) => role.name === name);
}
