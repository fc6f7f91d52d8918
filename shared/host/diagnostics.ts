import { countOf } from "../core/counted-noun.ts";
import { success, type Result } from "../core/result.ts";
import type { Settings } from "../core/settings/settings.ts";
import {
  readVaultState,
  type VaultState,
} from "../core/usecases/vault/read-vault-state.ts";
import type { Diagnostics } from "../contract/vault.ts";
import { readOpen, type HostContext } from "./host-context.ts";
import { whyClosed } from "./vault/why-closed.ts";

/**
 * What helps whoever looks for a fault, and says nothing of the person: versions, counts, states and choices. No name, path,
 * address, note, reason or time of anything; the words of a keychain stay here, they may quote one.
 */
export async function diagnostics(
  context: HostContext,
): Promise<Result<Diagnostics>> {
  const { ports, lock } = context;
  const state = await readVaultState(lock.realPorts())();
  if (!state.ok) return state;
  const { desktop, platform, sessions, version } = ports;
  const terminals = await sessions.terminals();
  const lines = [
    `Talos Vault ${version}, ${desktop.kind}, ${platform}`,
    `vault: ${await conditionOf(context, state.value)}`,
    ...slotLines(state.value),
    ...(await contentLines(context)),
    `${countOf(sessions.list().length, "session")}, by ${sessions.bestDelivery}`,
    `terminals: ${terminals.join(", ") || "none"}`,
    ...settingsLines(await ports.settings.read()),
  ];
  const text = `${lines.join("\n")}\n`;
  desktop.writeClipboard?.(text);
  return success({ text, isCopied: desktop.writeClipboard !== null });
}

async function conditionOf(
  { lock }: HostContext,
  state: VaultState,
): Promise<string> {
  if (lock.isOpen) return "open";
  const condition = state.exists ? "locked" : "none";
  const why = whyClosed(state, await lock.refusal());
  return why === null ? condition : `${condition}, ${why}`;
}

function slotLines(state: VaultState): readonly string[] {
  const { keychain, hasPassphrase, hasRecovery } = state;
  const { backups, conflictCopies } = state;
  return [
    `opened by: keychain ${keychain}, passphrase ${said(hasPassphrase)}, recovery key ${said(hasRecovery)}`,
    `kept: ${countOf(backups.length, "generation")}, ${countOf(conflictCopies.length, "file", "files")} of a program that syncs`,
  ];
}

/** Of an open vault how much is in it. */
async function contentLines(context: HostContext): Promise<readonly string[]> {
  if (!context.lock.isOpen) return [];
  const document = await readOpen(context);
  if (!document.ok) return [`not read: ${document.error.code}`];
  const { contexts, authorities, generation } = document.value;
  return [
    `holds: ${countOf(contexts.size, "context")}, ${countOf(authorities?.size ?? 0, "authority", "authorities")}, generation ${String(generation)}`,
  ];
}

function settingsLines({
  terminalCommand,
  ...settings
}: Settings): readonly string[] {
  const chosen = Object.entries(settings).map(
    ([name, value]) => `  ${name}: ${String(value)}`,
  );
  return [
    "settings:",
    ...chosen,
    // A person wrote it, and it may have paths in it.
    `  terminalCommand: ${terminalCommand === "" ? "none" : "set"}`,
  ];
}

function said(isThere: boolean): string {
  return isThere ? "yes" : "no";
}
