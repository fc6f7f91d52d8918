import { untilText } from "../moment-text.ts";
import { printable } from "../text/printable.ts";
import type { Lease } from "./lease.ts";
import {
  outsideName,
  sessionVariable,
  talosVariables,
  type OutsideVariables,
} from "./outside-variables.ts";

/** What a session's environment says. Paths and facts; never key material. */
export type SessionEnvironment = ReadonlyMap<string, string>;

/** Inside a session's folder: TALOS_HOME, so that talosctl can never fall back to ~/.talos/config. */
export const homeName = "home";
/** Inside TALOS_HOME: keys that Omni's login makes. */
export const keysName = "keys";
/** Inside a session's folder: one line that a prompt shows, true at any time. */
export const promptName = "prompt";

export const sessionVariables = [
  ...talosVariables,
  sessionVariable,
  "TALOS_VAULT_CONTEXT",
  "TALOS_VAULT_ROLES",
  "TALOS_VAULT_EXPIRES",
  "TALOS_VAULT_PROMPT",
  ...talosVariables.map((name) => outsideName(name)),
] as const;

/** What a session's prompt calls a context that can change under it. */
const followingContext = "(following)";

/** The variables of a session. `outside`: what talosctl would see without it, to be put back by `env --unset`. */
export function sessionEnvironment(
  lease: Lease,
  outside: OutsideVariables = {},
): SessionEnvironment {
  const home = `${lease.folder}/${homeName}`;
  return new Map([
    ["TALOSCONFIG", lease.path],
    // A vanished TALOSCONFIG makes talosctl look into its home (client/config/path.go:97-101).
    ["TALOS_HOME", home],
    ["SIDEROV1_KEYS_DIR", `${home}/${keysName}`],
    [sessionVariable, lease.id],
    // A variable stays as it is when the session is pointed elsewhere, so it names nothing that can change.
    [
      "TALOS_VAULT_CONTEXT",
      lease.isFollowing ? followingContext : printable(lease.context),
    ],
    ["TALOS_VAULT_ROLES", lease.roles.map(printable).join(",")],
    ["TALOS_VAULT_EXPIRES", lease.expiresAt],
    ["TALOS_VAULT_PROMPT", `${lease.folder}/${promptName}`],
    ...talosVariables.flatMap((name) => {
      const value = outside[name];
      return value === undefined ? [] : [[outsideName(name), value] as const];
    }),
  ]);
}

/** What the prompt file of a session says that is over. */
export const overPrompt = "session over";

/** What a session was given for a while: calls of these methods, or of all where none is named, with these roles or its own. */
export interface GivenForNow {
  readonly methods: readonly string[];
  readonly roles: readonly string[] | null;
}

/** What a session's prompt file says: what talosctl speaks to now, or that the session is over. */
export function promptLine(
  lease: Lease,
  given: readonly GivenForNow[] = [],
): string {
  if (lease.state === "ended") return overPrompt;
  const { agent } = lease;
  const whose = agent === undefined ? "" : `agent ${agent}`;
  return [lease.context, lease.roles.join(","), ...more(lease, given), whose]
    .filter((part) => part !== "")
    .map(printable)
    .join(" ");
}

/** The same with the end, on this machine's clock: what a terminal that we open says in its title and before each prompt. */
export function labelLine(
  lease: Lease,
  now: Date,
  given: readonly GivenForNow[] = [],
): string {
  return lease.state === "ended"
    ? overPrompt
    : [
        printable(lease.context),
        [lease.roles.join(", "), ...more(lease, given)]
          .map(printable)
          .join(" "),
        untilText(new Date(lease.expiresAt), now),
      ]
        .filter((part) => part !== "")
        .join(" · ");
}

/** Roles that some or all calls go with for a while, each behind a plus; where only a guard was opened, its methods. */
function more(
  { roles: own }: Lease,
  given: readonly GivenForNow[],
): readonly string[] {
  const words = given.flatMap(({ roles, methods }) =>
    roles === null
      ? methods.map((method) => method.replace(/^.*\//, ""))
      : roles.filter((role) => !own.includes(role)),
  );
  return [...new Set(words)].map((word) => `+${word}`);
}
