import { success } from "../../shared/core/result.ts";
import type { Secret } from "../../shared/core/secret.ts";
import { changeVault } from "../../shared/core/usecases/vault/change.ts";
import { openVault } from "../../shared/core/usecases/vault/open.ts";
import type {
  ContextMetadata,
  VaultDocument,
} from "../../shared/core/vault/document.ts";
import { MemoryVault } from "./memory-vault.ts";
import { makeVault } from "./vault-life.ts";

/** A vault with two contexts beside which small changes are written, as beside one of 500. */
export async function makeLargeVault(): Promise<{
  readonly vault: MemoryVault;
  readonly recoveryKey: Secret;
}> {
  const vault = new MemoryVault(5);
  vault.editsFrom = 0;
  const made = await makeVault(vault.ports());
  if (!made.ok) throw new Error(made.error.message);
  await add("one", vault);
  await add("two", vault);
  return { vault, recoveryKey: made.value.recoveryKey };
}

export const change = (
  edit: (document: VaultDocument) => VaultDocument,
  on: MemoryVault,
) => changeVault(on.ports())((document) => success(edit(document)));

export const add = (name: string, on: MemoryVault) =>
  change((document) => {
    const config = { endpoints: ["10.0.0.1"], nodes: [] };
    const metadata = {
      importedAt: new Date(0),
      labels: {},
      production: false,
    };
    const contexts = new Map(document.contexts);
    return { ...document, contexts: contexts.set(name, { config, metadata }) };
  }, on);

/** A document with other metadata of one context. */
export const remarked = (
  document: VaultDocument,
  name: string,
  remarks: Partial<ContextMetadata>,
): VaultDocument => {
  const context = document.contexts.get(name);
  if (!context) throw new Error(`no context ${name}`);
  const metadata = { ...context.metadata, ...remarks };
  return {
    ...document,
    contexts: new Map(document.contexts).set(name, { ...context, metadata }),
  };
};

export const note = (text: string, on: MemoryVault) =>
  change((document) => remarked(document, "one", { note: text }), on);

export const openedVault = async (on: MemoryVault) => {
  const vault = await openVault(on.ports())();
  if (!vault.ok) throw new Error(vault.error.message);
  return vault.value;
};
export const noteIn = async (on: MemoryVault) =>
  (await openedVault(on)).document.contexts.get("one")?.metadata.note;
export const code = async (on: MemoryVault) => {
  const opened = await openVault(on.ports())();
  return opened.ok ? "opened" : opened.error.code;
};
export const file = (name: string, on: MemoryVault) => {
  const bytes = on.files.get(name);
  if (!bytes) throw new Error(`no file ${name}`);
  return bytes;
};
export const keptEdits = async (on: MemoryVault) => {
  const listed = await on.ports().folder.backups.edits.list();
  return listed.ok ? listed.value : [];
};
/** Another machine with the same folder. */
export const elsewhere = (on: MemoryVault) => {
  const other = on.copy();
  // Its random numbers differ.
  other.ports().random.bytes(3);
  return other;
};
