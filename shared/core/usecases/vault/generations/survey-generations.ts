import type { GenerationId } from "../../../ports/vault-folder.ts";
import { failure, success, type Result } from "../../../result.ts";
import type { Secret } from "../../../secret.ts";
import type { VaultDocument } from "../../../vault/document.ts";
import { readVaultId } from "../../../vault/sealed/vault-file-header.ts";
import { generationName } from "./generation-names.ts";
import { keptArchive } from "./generation-with-edits.ts";
import {
  obtainKeys,
  openRecoverySlots,
  type VaultKeys,
} from "../opening/obtain-keys.ts";
import { openWithKeys } from "../open.ts";
import { readVaultFiles, type VaultFiles } from "../opening/vault-files.ts";
import type { VaultPorts } from "../ports.ts";

/** One of the earlier generations, as far as the keys at hand open it. */
export interface SurveyedGeneration {
  /** As `VaultState.backups` names it. */
  readonly name: string;
  /** Null: nothing at hand opens it, or it was not looked at. */
  readonly inside: {
    readonly writtenAt: Date;
    readonly contexts: number;
    /** Names of contexts that the present vault lacks; all of them where that is gone or does not open. */
    readonly lacking: readonly string[];
  } | null;
}

export interface Survey {
  /** Null where the vault file is gone or does not open. */
  readonly present: {
    readonly generation: number;
    readonly contexts: number;
  } | null;
  /** Newest first. */
  readonly generations: readonly SurveyedGeneration[];
}

/** Each is decrypted: of more than these, the newest, only the name is said. */
const mostOpened = 20;

/**
 * Looks into the generations that are kept, to say what each would bring back. Opens them with the recovery key, or else
 * with what opens the vault: the keychain's key, or a passphrase that is asked for. Nothing is written, and an age or a
 * floor is no question here. Errors: those of `obtainKeys` and of a recovery key, where there is anything to look at.
 */
export function surveyGenerations(
  ports: VaultPorts,
): (
  names: readonly string[],
  recoveryKey: Secret | null,
) => Promise<Result<Survey>> {
  return async (names, recoveryKey) => {
    const listed = await ports.folder.backups.list();
    if (!listed.ok) return listed;
    const there = listed.value.flatMap((id) => {
      const name = generationName(id, listed.value);
      return names.includes(name) ? [{ id, name }] : [];
    });
    const [newest] = there;
    if (!newest) return success({ present: null, generations: [] });
    const files = await readVaultFiles(ports);
    const keys = await keysFor(
      ports,
      (files.ok ? readVaultId(files.value.vault) : null) ??
        (await vaultIdOf(ports, newest.id)),
      recoveryKey,
    );
    if (!keys.ok) return keys;
    const present = files.ok
      ? await open(ports, files.value, keys.value)
      : null;
    const generations: SurveyedGeneration[] = [];
    for (const { id, name } of there.slice(0, mostOpened)) {
      const document = await openGeneration(ports, id, keys.value);
      const inside = document && insideOf(document, present);
      generations.push({ name, inside });
    }
    const rest = there.slice(mostOpened);
    return success({
      present: present && {
        generation: present.generation,
        contexts: present.contexts.size,
      },
      generations: [
        ...generations,
        ...rest.map(({ name }) => ({ name, inside: null })),
      ],
    });
  };
}

async function keysFor(
  ports: VaultPorts,
  vaultId: string | null,
  recoveryKey: Secret | null,
): Promise<Result<VaultKeys>> {
  if (recoveryKey === null) {
    const found = await obtainKeys(ports, vaultId ?? "");
    // How old a file is, and of whose write, is no question here.
    return found.ok ? success({ ...found.value, token: null }) : found;
  }
  const candidates = await openRecoverySlots(ports, recoveryKey);
  return candidates.ok
    ? success({
        candidates: candidates.value,
        openedWith: "recovery-key",
        token: null,
        passphrase: null,
      })
    : failure(candidates.error);
}

async function vaultIdOf(
  { folder }: VaultPorts,
  id: GenerationId,
): Promise<string | null> {
  const file = await folder.backups.read(id);
  return file.ok && file.value ? readVaultId(file.value) : null;
}

async function openGeneration(
  ports: VaultPorts,
  id: GenerationId,
  keys: VaultKeys,
): Promise<VaultDocument | null> {
  const archive = await keptArchive(ports.folder, id);
  return archive.ok && archive.value ? open(ports, archive.value, keys) : null;
}

async function open(
  ports: VaultPorts,
  files: VaultFiles,
  keys: VaultKeys,
): Promise<VaultDocument | null> {
  const opened = await openWithKeys(ports, files, keys, "accepted");
  return opened.ok ? opened.value.document : null;
}

function insideOf(
  { writtenAt, contexts }: VaultDocument,
  present: VaultDocument | null,
): SurveyedGeneration["inside"] {
  const lacking = [...contexts.keys()].filter(
    (name) => !present?.contexts.has(name),
  );
  return { writtenAt, contexts: contexts.size, lacking };
}
