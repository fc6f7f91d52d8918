import type { VaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { writeToken } from "../../vault/keychain-token.ts";
import { damaged } from "../../vault/vault-problems.ts";
import { finishReplacement } from "./finish-replacement.ts";
import {
  openVault,
  openWithKeys,
  readVaultFile,
  type OpenVault,
} from "./open.ts";
import { recordLetGo, recordRenamings } from "../ledger/record-let-go.ts";
import type { VaultPorts } from "./ports.ts";

export interface ChangedVault {
  readonly document: VaultDocument;
  /** False when the change gave the same document back: then nothing was written. */
  readonly isChanged: boolean;
  readonly notices: readonly string[];
}

/** Generations kept in `backups/`. */
const backupsKept = 10;

/**
 * Changes the vault: opens it (and asks, where it must, before anybody has to wait), takes the lock, reads
 * again, applies `change`, writes the next generation. Killed at any point, the old vault or the new one is
 * there. What it lets go of and Talos still accepts is in the ledger before. Errors: those of opening, of
 * `change`, and of writing.
 */
export function changeVault(
  ports: VaultPorts,
): (
  change: (document: VaultDocument) => Result<VaultDocument>,
) => Promise<Result<ChangedVault>> {
  return async (change) => {
    const first = await openVault(ports)();
    if (!first.ok) return first;
    return ports.folder.locked(async (): Promise<Result<ChangedVault>> => {
      const opened = await reopen(ports, first.value);
      if (!opened.ok) return opened;
      const changed = change(opened.value.document);
      if (!changed.ok) return changed;
      const { notices } = first.value;
      if (changed.value === opened.value.document)
        return success({ document: changed.value, isChanged: false, notices });
      const { document } = opened.value;
      const recorded = await recordLetGo(ports, document, changed.value);
      if (!recorded.ok) return recorded;
      const written = await writeNext(ports, opened.value, changed.value);
      if (!written.ok) return written;
      const renamed = await recordRenamings(ports, document, changed.value);
      const told = renamed.ok ? [] : [forgotten(renamed.error)];
      return success({
        document: written.value,
        isChanged: true,
        notices: [...notices, ...told],
      });
    });
  };
}

/** The vault is written: this is no reason to say that it is not. */
function forgotten({ message }: VaultError): string {
  return `The ledger could not be told of the new name: ${message}`;
}

/** Under the lock: what another process wrote since counts, and what a kill interrupted is finished. */
export async function reopen(
  ports: VaultPorts,
  before: OpenVault,
): Promise<Result<OpenVault>> {
  const bytes = await readVaultFile(ports);
  if (!bytes.ok) return bytes;
  const opened = await openWithKeys(ports, bytes.value, before.keys);
  if (!opened.ok) return opened;
  return finishReplacement(ports, opened.value);
}

/** Writes the next generation with the identity that opened the vault. Call it under the lock. */
async function writeNext(
  ports: VaultPorts,
  opened: OpenVault,
  changed: VaultDocument,
): Promise<Result<VaultDocument>> {
  const document = nextGeneration(ports, opened, changed);
  const sealed = await sealChecked(document, opened.identity);
  if (!sealed.ok) return sealed;
  const { generation } = opened.document;
  const kept = await ports.folder.backups.write(generation, opened.bytes);
  if (!kept.ok) return kept;
  const written = await ports.folder.write("vault.age", sealed.value);
  if (!written.ok) return written;
  const { token } = opened.keys;
  if (token) {
    const raised = writeToken({
      floor: document.generation,
      identity: opened.identity,
    });
    // A floor that could not be raised is lower than it might be, and harms nothing.
    await ports.keychain.write(document.vaultId, raised);
  }
  await pruneBackups(ports);
  return success(document);
}

export function nextGeneration(
  { clock }: VaultPorts,
  { document, keys }: OpenVault,
  changed: VaultDocument,
): VaultDocument {
  const generation = Math.max(document.generation, keys.token?.floor ?? 0) + 1;
  return { ...changed, generation, writtenAt: clock.now() };
}

/** Seals a document and opens it again before anything on disk is touched. */
export async function sealChecked(
  document: VaultDocument,
  identity: Secret,
): Promise<Result<Uint8Array>> {
  const { sealVault, unsealVault } = await import("../../vault/seal.ts");
  const sealed = await sealVault(document, identity);
  if (!sealed.ok) return sealed;
  const check = await unsealVault(sealed.value, identity);
  if (!check.ok) return check;
  if (check.value.contexts.size !== document.contexts.size)
    return failure(damaged("what was written does not read back"));
  return sealed;
}

async function pruneBackups({ folder }: VaultPorts): Promise<void> {
  const generations = await folder.backups.list();
  if (!generations.ok) return;
  for (const generation of generations.value.slice(backupsKept))
    await folder.backups.remove(generation);
}
