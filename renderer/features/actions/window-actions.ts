import type { Action } from "../../../shared/contract/index.ts";

/** A way to a page. */
const pageActions = [
  "open",
  "contexts",
  "radius",
  "roles",
  "import",
  "settings",
  "authorities",
] as const;
/** About the vault. */
const vaultActions = [
  "keep-authority",
  "recover",
  "restore",
  "accept-older",
  "accept-log",
] as const;

export type PageAction = (typeof pageActions)[number];
export type VaultAction = (typeof vaultActions)[number];
/** About one context. */
export type ContextAction =
  "renew" | "shorten" | "issue" | "narrow" | "addresses" | "rotation";

/** What this window does about something that is wrong. */
export type WindowAction = PageAction | VaultAction | ContextAction;

export function isPageAction(action: WindowAction): action is PageAction {
  return pageActions.some((one) => one === action);
}

export function isVaultAction(action: WindowAction): action is VaultAction {
  return vaultActions.some((one) => one === action);
}

/** Where there is no button: the window shows it already, or the dialog that asked has a field for it. */
type WithoutButton = "shown" | "field";

const buttons: Readonly<Record<Action, WindowAction | WithoutButton>> = {
  renew: "renew",
  shorten: "shorten",
  issue: "issue",
  narrow: "narrow",
  "reader-beside": "narrow",
  "push-reader": "open",
  pull: "open",
  "check-origins": "open",
  endpoints: "addresses",
  nodes: "addresses",
  proxy: "addresses",
  rotation: "rotation",
  "blast-radius": "radius",
  remove: "open",
  show: "open",
  ping: "open",
  "can-i": "open",
  // Each session has its own button.
  "end-sessions": "shown",
  list: "contexts",
  // The removed ones stand beneath the others.
  removed: "contexts",
  roles: "roles",
  import: "import",
  "import-and-remove": "import",
  init: "shown",
  unlock: "shown",
  recover: "recover",
  restore: "restore",
  generations: "restore",
  "restore-backup": "restore",
  "keep-sops-key": "shown",
  backup: "settings",
  doctor: "settings",
  "recovery-key": "settings",
  "verify-recovery-key": "settings",
  "set-passphrase": "settings",
  "change-passphrase": "settings",
  "try-passphrase": "shown",
  "keep-authority": "keep-authority",
  authorities: "authorities",
  clusters: "authorities",
  untested: "field",
  "own-key": "field",
  confirm: "field",
  force: "field",
  "custom-roles": "field",
  reader: "field",
  "authority-file": "field",
  "authority-passphrase": "field",
  "other-authority": "field",
  "accept-older": "accept-older",
  "accept-log": "accept-log",
  replace: "field",
  "recover-keychain": "recover",
  "recover-passphrase": "recover",
  "no-keychain": "field",
  "with-recovery-key": "field",
  "new-passphrase": "field",
  "passphrase-fd": "field",
  "on-conflict": "field",
  "to-recipients": "field",
  "import-earlier": "field",
};

export const actionTexts: Readonly<Record<WindowAction, string>> = {
  renew: "Renew…",
  shorten: "Renew…",
  issue: "Issue a credential…",
  narrow: "Issue an os:reader…",
  addresses: "Edit the addresses…",
  rotation: "Where is the rotation?",
  radius: "See the blast radius",
  open: "Open the context",
  contexts: "See the contexts",
  roles: "See the roles",
  import: "Import a talosconfig…",
  settings: "Open the settings",
  authorities: "See the authorities",
  "keep-authority": "Import an authority…",
  recover: "Use the recovery key…",
  restore: "Put an earlier vault back…",
  "accept-older": "Use the older vault…",
  "accept-log": "Accept the log…",
};

/** Each once, best first; the page of a context does not lead to itself. */
export function windowActions(
  actions: readonly Action[],
): readonly WindowAction[] {
  return allActions(actions).filter((action) => action !== "open");
}

/** Those for an error, wherever it shows: the context's page among them, where there is a context. */
export function windowActionsOfError(
  actions: readonly Action[],
  context: string | undefined,
  isUnlocked: boolean,
): readonly WindowAction[] {
  return allActions(actions).filter((action) => {
    const isAbout =
      action === "open" || !(isPageAction(action) || isVaultAction(action));
    if (isAbout) return isUnlocked && context !== undefined;
    return isUnlocked || worksLocked.has(action);
  });
}

/** What needs no open vault, but may open it. */
const worksLocked: ReadonlySet<WindowAction> = new Set<WindowAction>([
  "recover",
  "restore",
  "accept-older",
]);

function allActions(actions: readonly Action[]): readonly WindowAction[] {
  const found = actions.map((action) => buttons[action]);
  const all = [
    ...new Set(found.filter((one) => one !== "shown" && one !== "field")),
  ];
  const first = all.find(isRenewing);
  return first === undefined
    ? all
    : all.filter((one) => one === first || !isOneJob(one));
}

/** A dialog in which whoever makes it, a file with the authority too, and the life are chosen. */
const renewing = ["renew", "shorten"] as const;
export type Renewing = (typeof renewing)[number];

export function isRenewing(action: WindowAction): action is Renewing {
  return renewing.some((one) => one === action);
}

/** Beside a renewal they would be a second button for the same. */
const isOneJob = (action: WindowAction) =>
  isRenewing(action) || action === "issue";
