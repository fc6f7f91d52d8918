import { spanOf } from "../../certificates/expiry.ts";
import { reminderDays } from "../../certificates/expiry-notices.ts";
import { fewNames } from "../../few-names.ts";
import { sha256Hex } from "../../pki/primitives/hash-and-hmac.ts";
import { calendarText, type CalendarEvent } from "../../text/icalendar.ts";
import type { VaultDocument } from "../../vault/document.ts";
import type { ContextView } from "../../vault/views.ts";
import {
  listAuthorities,
  type ListedAuthority,
} from "../authorities/list-authorities.ts";

/** A file for a calendar, with as many events. */
export interface ExpiryCalendar {
  readonly text: string;
  readonly count: number;
}

/** Whose ends are wanted. */
export interface WantedEnds {
  readonly contexts: readonly ContextView[];
  /** By `authority` of `listAuthorities`. */
  readonly authorities: ReadonlySet<string>;
}

/**
 * When certificates of contexts and CAs end, for a calendar (RFC 5545), with the reminders that a person gets here. It names contexts,
 * roles and clusters, and has nothing secret. An event stays the same through a renewal: a file that is imported later moves it. Two
 * vaults never share one. Null: none of them is to end any more.
 */
export function expiryCalendar(
  document: VaultDocument,
  { contexts, authorities }: WantedEnds,
  now: Date,
): ExpiryCalendar | null {
  const { vaultId } = document;
  const events = [
    ...contexts.flatMap((one) => contextEvent(one, vaultId)),
    ...listAuthorities(document, now)
      .filter(({ authority }) => authorities.has(authority))
      .flatMap((one) => authorityEvent(one, vaultId)),
  ]
    .filter(({ at }) => at > now)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  // One without any is no calendar (RFC 5545, 3.6).
  if (events.length === 0) return null;
  return { text: calendarText(events, now), count: events.length };
}

function contextEvent(
  { name, roles, cluster, production, notBefore, notAfter }: ContextView,
  vaultId: string,
): readonly CalendarEvent[] {
  if (notBefore === null || notAfter === null) return [];
  const span = spanOf({ notBefore, notAfter });
  const mark = production ? " (production)" : "";
  const facts = [
    `Context: ${name}${mark}`,
    `Roles: ${roles.join(", ") || "none"}`,
    ...(cluster === null ? [] : [`Cluster: ${cluster}`]),
    "Renew it in Talos Vault before.",
  ];
  return [
    {
      uid: uidOf(vaultId, "context", name),
      at: span.notAfter,
      title: `The certificate of ${name}${mark} ends`,
      details: facts,
      reminderDays: reminderDays(span),
    },
  ];
}

function authorityEvent(
  { authority, notBefore, notAfter, contexts }: ListedAuthority,
  vaultId: string,
): readonly CalendarEvent[] {
  if (notBefore === null || notAfter === null) return [];
  const span = spanOf({ notBefore, notAfter });
  const whose = contexts.length === 0 ? "no context" : fewNames(contexts);
  const facts = [
    `SHA-256: ${authority}`,
    "Its cluster trusts nobody after that: rotate the CA before.",
  ];
  return [
    {
      uid: uidOf(vaultId, "authority", authority),
      at: span.notAfter,
      title: `The Talos CA of ${whose} ends`,
      details: facts,
      reminderDays: reminderDays(span),
    },
  ];
}

/** Says nothing of what it is made of (RFC 7986, 5.3), and none is another's: a name may have any character. */
function uidOf(vaultId: string, kind: string, name: string): string {
  const hash = sha256Hex(JSON.stringify([vaultId, kind, name]));
  return `${hash}@talos-vault`;
}
