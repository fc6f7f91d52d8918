import { day, hour, year } from "../sessions/duration.ts";

/**
 * How long a credential lasts, in seconds. What is given without being asked for stays below what the findings call a
 * long life (90 days), because nothing but a rotation of the CA ends a certificate early.
 */
export const lives = {
  /** A session, unless the context or `--ttl` says otherwise. */
  session: hour,
  /** The longest of a credential that is made for a session, unless it is forced. */
  longestMadeForSession: 12 * hour,
  /** A file for somebody else: it is out of reach from then on. */
  file: day,
  /** For a colleague, by `handover`: a working day. */
  handover: 8 * hour,
  /** A file for a pipeline, which gets the next one in time. */
  automation: day,
  /** A context of the vault. */
  context: 90 * day,
  /** The longest that is given without force: what Talos gives by default. */
  longestUnforced: year,
} as const;

/** What a session may do when nobody says anything. */
export const defaultRoles: readonly string[] = ["os:reader"];

/** A renewed certificate lives as long as the one before, and never longer than a new one would. */
export function renewedLife(presentSeconds: number | null): number {
  return Math.min(presentSeconds ?? lives.context, lives.context);
}
