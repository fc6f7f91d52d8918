import type { Remedy } from "../../../shared/contract/index.ts";

/** What this window does about something that is wrong with a context. */
export type Deed =
  | "renew"
  | "shorten"
  | "issue"
  | "narrow"
  | "addresses"
  | "rotation"
  | "ledger";

/** Null: the window shows it already, or its dialog has a field for it. */
const deeds: Readonly<Record<Remedy, Deed | null>> = {
  renew: "renew",
  shorten: "shorten",
  issue: "issue",
  narrow: "narrow",
  endpoints: "addresses",
  nodes: "addresses",
  proxy: "addresses",
  rotation: "rotation",
  "blast-radius": "ledger",
  remove: null,
  show: null,
  ping: null,
  "can-i": null,
  untested: null,
};

export const deedTexts: Readonly<Record<Deed, string>> = {
  renew: "Renew…",
  shorten: "Renew for 30 days…",
  issue: "Issue a new one…",
  narrow: "Issue an os:reader…",
  addresses: "Edit the addresses…",
  rotation: "Where is the rotation?",
  ledger: "Open the ledger",
};

/** Each once, best first. */
export function deedsFor(remedies: readonly Remedy[]): readonly Deed[] {
  return [...new Set(remedies.flatMap((remedy) => deeds[remedy] ?? []))];
}
