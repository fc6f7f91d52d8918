/** Where a dialog is opened, by the keyboard: buttons, and items of menus. */
export const ofContext = "#/contexts/prod-us";
export const more = "More about prod-us";
const moreOfSession = /^More about the session/;
export const dialogs: readonly (readonly [
  title: RegExp,
  page: string,
  ...keys: (string | RegExp)[],
])[] = [
  [/^Rename/, ofContext, more, "Rename…"],
  [/^Duplicate/, ofContext, more, "Duplicate…"],
  [/^Renew prod-us/, ofContext, more, "Renew…"],
  [/^Rotation of the CA/, ofContext, more, "Rotation of the CA…"],
  [/^Issue a credential/, ofContext, more, "Issue a credential…"],
  [/^Give a colleague/, ofContext, more, "Give to a colleague…"],
  [/^Export/, ofContext, more, "Export in plain text…"],
  [/^Start a session/, ofContext, "Start a session…"],
  [/^Addresses of/, ofContext, "Edit"],
  [/^Labels and note/, ofContext, "Labels and note"],
  [/^Sessions of/, ofContext, "Defaults"],
  [/^Guard of/, ofContext, /^Calls$/],
  [/^Push/, ofContext, "Push to a store…"],
  [/may call$/, ofContext, /of \d+ methods/],
  [/^Import an authority/, "#/authorities", "Import an authority…"],
  [/^Start a session/, "#/sessions", "Start a session…"],
  [/^Re-point the session/, "#/sessions", moreOfSession, "Re-point to another context…"], // prettier-ignore
  [/^Paste this/, "#/sessions", moreOfSession, "Copy the command"],
  [/^Recently removed/, "#/contexts", "Recently removed"],
  [/^Export events/, "#/activity", "Export…"],
  [/^Request access/, "#/import", "Request access…"],
  [/^Accept access/, "#/import", "Accept an answer…"],
  [/^Note a receipt/, "#/import", "Note a receipt…"],
  [/^Help/, "#/contexts", "Help"],
  [/^Back/, "#/settings", "Back up…"],
  [/^(Restore|Put)/, "#/settings", "Restore…"],
];

/** Of the page, the list and the application's menu; not of the lock, which takes every dialog away. */
export const shortcuts = [
  ..."123456789ko,".split("").map((key) => `Control+${key}`),
  "ArrowDown",
  "ArrowUp",
  "Home",
  "End",
  "PageDown",
  "F10",
  "?",
  "/",
];
