import type { Contract } from "./index.ts";

/** The names alone, for the preload: it bundles no schema. The compiler refuses a list that is not complete. */
const names: Readonly<Record<keyof Contract, true>> = {
  "vault.state": true,
  "vault.create": true,
  "vault.unlock": true,
  "vault.lock": true,
  "vault.recover": true,
  "vault.facts": true,
  "vault.set-passphrase": true,
  "vault.remove-passphrase": true,
  "vault.replace-recovery-key": true,
  "vault.backup": true,
  "vault.restore": true,
  "vault.undo": true,
  "contexts.list": true,
  "contexts.authorities": true,
  "contexts.show": true,
  "contexts.use": true,
  "contexts.rename": true,
  "contexts.duplicate": true,
  "contexts.edit": true,
  "contexts.repair": true,
  "contexts.remove": true,
  "contexts.export": true,
  "imports.found": true,
  "imports.open": true,
  "imports.preview": true,
  "imports.apply": true,
  "imports.remove-source": true,
  "imports.clear-clipboard": true,
  "sessions.list": true,
  "sessions.start": true,
  "sessions.open-terminal": true,
  "sessions.command": true,
  "sessions.extend": true,
  "sessions.repoint": true,
  "sessions.end": true,
  "sessions.end-all": true,
  "settings.read": true,
  "settings.change": true,
};

export const channelNames = Object.keys(names) as readonly (keyof Contract)[];

/** On this one main sends events. */
export const eventChannel = "event";
