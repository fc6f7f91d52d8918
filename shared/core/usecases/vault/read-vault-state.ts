import { withoutCause, type ErrorCode } from "../../errors.ts";
import type { Problem } from "../../problem.ts";
import type { GenerationId, VaultFolder } from "../../ports/vault-folder.ts";
import { success, type Result } from "../../result.ts";
import { readVaultId } from "../../vault/sealed/vault-file-header.ts";
import { generationName, isSame } from "./generations/generation-names.ts";
import { keptArchive } from "./generations/generation-with-edits.ts";
import { noKey } from "./opening/keychain-errors.ts";
import { areSameFiles, type VaultFiles } from "./opening/vault-files.ts";
import type { VaultPorts } from "./ports.ts";

/** What can be said of a vault without opening it. */
export interface VaultState {
  readonly path: string;
  readonly exists: boolean;
  readonly vaultId: string | null;
  readonly hasPassphrase: boolean;
  readonly hasRecovery: boolean;
  /** "works" when the key of this vault (or a canary) could be read. */
  readonly keychain: "has-the-key" | "works" | "locked" | "unavailable";
  /** The keychain's problem and its way out; null when there is none. */
  readonly keychainProblem: Problem<ErrorCode> | null;
  /** What can be restored from `backups/`, newest first, without the present one: the number, with the write's mark where two have it. */
  readonly backups: readonly string[];
  /** Files beside the vault that a program which syncs folders made of two versions. */
  readonly conflictCopies: readonly string[];
}

const probeAccount = "probe";

/** Looks which files there are and what the keychain says. Opens nothing and asks nobody. Errors: those of reading the folder. */
export function readVaultState(
  ports: VaultPorts,
): () => Promise<Result<VaultState>> {
  return async () => {
    const { folder, keychain } = ports;
    const vault = await folder.reread("vault.age");
    if (!vault.ok) return vault;
    const edits = await folder.read("edits.age");
    if (!edits.ok) return edits;
    const passphrase = await folder.read("identity.age");
    const recovery = await folder.read("recovery.age");
    const backups = await folder.backups.list();
    const vaultId = vault.value ? readVaultId(vault.value) : null;
    const item = await keychain.read(vaultId ?? probeAccount);
    const isProblem = item.kind === "locked" || item.kind === "unavailable";
    const works = item.kind === "found" ? "has-the-key" : "works";
    return success({
      path: folder.path,
      exists: vault.value !== null,
      vaultId,
      hasPassphrase: passphrase.ok && passphrase.value !== null,
      hasRecovery: recovery.ok && recovery.value !== null,
      keychain: isProblem ? item.kind : works,
      keychainProblem: isProblem
        ? withoutCause(noKey(item, vault.value !== null))
        : null,
      backups: backups.ok
        ? await earlierOnes(folder, backups.value, vault.value, edits.value)
        : [],
      conflictCopies: await folder.backups.conflictCopies(),
    });
  };
}

/** The names of all but the file that is in place; that one too, where other small changes of it are kept than lie beside it. */
async function earlierOnes(
  folder: VaultFolder,
  all: readonly GenerationId[],
  present: Uint8Array | null,
  edits: Uint8Array | null,
): Promise<readonly string[]> {
  const [newest] = all;
  const names: string[] = [];
  for (const id of all) {
    const isNewest = id.generation === newest?.generation;
    const isPresent =
      isNewest &&
      present !== null &&
      (await isKeptAs(folder, id, { vault: present, edits }));
    if (!isPresent) names.push(generationName(id, all));
  }
  return names;
}

/**
 * Of which generation a vault's file was found to be, with what lay beside it. By the file as an object: `reread` gives the
 * same one for as long as nobody has written it, and windows ask for the state at every event.
 */
const keptAs = new WeakMap<
  Uint8Array,
  { readonly id: GenerationId; readonly files: VaultFiles }
>();

async function isKeptAs(
  folder: VaultFolder,
  id: GenerationId,
  files: VaultFiles,
): Promise<boolean> {
  const known = keptAs.get(files.vault);
  if (known && isSame(known.id, id) && areSameFiles(known.files, files))
    return true;
  const kept = await keptArchive(folder, id);
  if (!kept.ok || !kept.value || !areSameFiles(kept.value, files)) return false;
  keptAs.set(files.vault, { id, files });
  return true;
}
