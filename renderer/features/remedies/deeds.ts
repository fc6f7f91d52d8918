import type { Action } from "../../../shared/contract/index.ts";

/** A way to a page. */
const pageDeeds = [
  "open",
  "contexts",
  "ledger",
  "roles",
  "import",
  "settings",
  "authorities",
] as const;
/** About the vault. */
const vaultDeeds = [
  "keep-authority",
  "recover",
  "restore",
  "accept-older",
] as const;

export type PageDeed = (typeof pageDeeds)[number];
export type VaultDeed = (typeof vaultDeeds)[number];
/** About one context. */
export type ContextDeed =
  "renew" | "shorten" | "issue" | "narrow" | "addresses" | "rotation";

/** What this window does about something that is wrong. */
export type Deed = PageDeed | VaultDeed | ContextDeed;

export function isPageDeed(deed: Deed): deed is PageDeed {
  return pageDeeds.some((one) => one === deed);
}

export function isVaultDeed(deed: Deed): deed is VaultDeed {
  return vaultDeeds.some((one) => one === deed);
}

/** Null: the window shows it already, or its dialog has a field for it. */
const deeds: Readonly<Record<Action, Deed | null>> = {
  renew: "renew",
  shorten: "shorten",
  issue: "issue",
  narrow: "narrow",
  endpoints: "addresses",
  nodes: "addresses",
  proxy: "addresses",
  rotation: "rotation",
  "blast-radius": "ledger",
  remove: "open",
  show: "open",
  ping: "open",
  "can-i": "open",
  list: "contexts",
  roles: "roles",
  import: "import",
  "import-and-remove": "import",
  init: null,
  unlock: null,
  recover: "recover",
  restore: "restore",
  backup: "settings",
  doctor: "settings",
  "recovery-key": "settings",
  "verify-recovery-key": "settings",
  "set-passphrase": "settings",
  "change-passphrase": "settings",
  "try-passphrase": null,
  "keep-authority": "keep-authority",
  authorities: "authorities",
  clusters: "authorities",
  untested: null,
  "own-key": null,
  confirm: null,
  force: null,
  "custom-roles": null,
  reader: null,
  "authority-file": null,
  "authority-passphrase": null,
  "other-authority": null,
  "accept-older": "accept-older",
  replace: null,
  "recover-keychain": "recover",
  "recover-passphrase": "recover",
  "no-keychain": null,
  "with-recovery-key": null,
  "new-passphrase": null,
  "passphrase-fd": null,
  "on-conflict": null,
};

export const deedTexts: Readonly<Record<Deed, string>> = {
  renew: "Renew…",
  shorten: "Renew for 30 days…",
  issue: "Issue a new one…",
  narrow: "Issue an os:reader…",
  addresses: "Edit the addresses…",
  rotation: "Where is the rotation?",
  ledger: "Open the ledger",
  open: "Open the context",
  contexts: "See the contexts",
  roles: "See the roles",
  import: "Import a talosconfig…",
  settings: "Open the settings",
  authorities: "See the authorities",
  "keep-authority": "Keep an authority…",
  recover: "Use the recovery key…",
  restore: "Put an earlier vault back…",
  "accept-older": "Use the older vault…",
};

/** Each once, best first; the page of a context does not lead to itself. */
export function deedsFor(actions: readonly Action[]): readonly Deed[] {
  return allDeeds(actions).filter((deed) => deed !== "open");
}

/** Those for an error, wherever it shows: the context's page among them, where there is a context. */
export function deedsForError(
  actions: readonly Action[],
  context: string | undefined,
  isUnlocked: boolean,
): readonly Deed[] {
  return allDeeds(actions).filter((deed) => {
    const isAbout = deed === "open" || !(isPageDeed(deed) || isVaultDeed(deed));
    if (isAbout) return isUnlocked && context !== undefined;
    return isUnlocked || worksLocked.has(deed);
  });
}

/** What needs no open vault, but may open it. */
const worksLocked: ReadonlySet<Deed> = new Set<Deed>([
  "recover",
  "restore",
  "accept-older",
]);

function allDeeds(actions: readonly Action[]): readonly Deed[] {
  return [...new Set(actions.flatMap((action) => deeds[action] ?? []))];
}
