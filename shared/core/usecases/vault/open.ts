import { warning, type Warning } from "../../warning.ts";
import { momentText } from "../../moment-text.ts";
import { vaultError, withActions, type VaultError } from "../../errors.ts";
import type { PassphrasePrompt } from "../../ports/passphrase-prompt.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { readVaultId } from "../../vault/sealed/vault-file-header.ts";
import type { KeychainToken } from "../../vault/sealed/keychain-item-format.ts";
import { damaged } from "../../vault/vault-file-errors.ts";
import { isLeftAside, type Beside } from "../../vault/judge-edits.ts";
import { followSeenGuards } from "./follow-guards.ts";
import { leftAside, openEdits } from "./opening/open-edits.ts";
import {
  generationName,
  idOf,
  isSame,
} from "./generations/generation-names.ts";
import { keepBeside } from "./generations/kept-edits.ts";
import {
  obtainKeys,
  passphraseKeys,
  type CandidateKey,
  type VaultKeys,
} from "./opening/obtain-keys.ts";
import type { VaultPorts } from "./ports.ts";
import {
  areSameFiles,
  readVaultFiles,
  rereadVaultFiles,
  type VaultFiles,
} from "./opening/vault-files.ts";
import { refuseOlderFile } from "./opening/refuse-older-file.ts";

export interface OpenVault {
  /** With the small changes that lie beside the file and count. */
  readonly document: VaultDocument;
  /** What the file alone holds. */
  readonly base: VaultDocument;
  readonly identity: Secret;
  /** The file as it was read. */
  readonly bytes: Uint8Array;
  readonly beside: Beside | null;
  readonly keys: VaultKeys;
  /** The key that opened it was one that a replacement had written ahead. */
  readonly isNextIdentity: boolean;
  /** What a person must be told, as sentences. */
  readonly warnings: readonly Warning[];
}

/**
 * Opens the vault: reads the file, asks the keychain or the passphrase, decrypts, checks the HMAC and the generation
 * floor. A file that another machine wrote past ours is kept among the generations at once, and said; what runs goes by the guards
 * that it has; nothing else is changed. Errors: those of the folder, of `obtainKeys`, `vault-foreign`, `vault-damaged`, `vault-rolled-back`.
 */
export function openVault(ports: VaultPorts): () => Promise<Result<OpenVault>> {
  return async () => {
    const opened = await openPresent(ports);
    if (opened.ok) await followSeenGuards(ports, opened.value.document);
    return opened;
  };
}

async function openPresent(ports: VaultPorts): Promise<Result<OpenVault>> {
  const first = await readWithKeys(ports);
  if (!first.ok) return first;
  let seen: Seen = first.value;
  let opened = await openWithKeys(ports, seen.files, seen.keys);
  for (let tries = 1; tries < mostTries; tries += 1) {
    if (!mayBeARace(opened)) return opened;
    const again = await readAgain(ports, seen);
    if (!again) break;
    seen = again;
    opened = await openWithKeys(ports, seen.files, seen.keys);
  }
  if (opened.ok || opened.error.code !== "vault-foreign") return opened;
  if (seen.keys.openedWith === "keychain") return openPastKeychain(ports, seen);
  return seen.keys.openedWith === "passphrase" ? failure(otherSlot()) : opened;
}

/** Who replaces the key again and again while somebody opens the vault is no race any more. */
const mostTries = 5;

interface Seen {
  readonly files: VaultFiles;
  readonly vaultId: string;
  readonly keys: VaultKeys;
}

async function readWithKeys(ports: VaultPorts): Promise<Result<Seen>> {
  const files = await rereadVaultFiles(ports);
  if (!files.ok) return files;
  const vaultId = readVaultId(files.value.vault);
  if (vaultId === null)
    return failure(damaged("its header is not one of ours"));
  const keys = await obtainKeys(ports, vaultId);
  return keys.ok
    ? success({ files: files.value, vaultId, keys: keys.value })
    : keys;
}

/** Between the files and the keychain's item somebody may have written all of them. */
function mayBeARace(opened: Result<OpenVault>): boolean {
  return opened.ok
    ? isLeftAside(opened.value.beside)
    : opened.error.code === "vault-rolled-back" ||
        opened.error.code === "vault-foreign";
}

/**
 * What is there now; null when it is what was there before. The files are read after the item: the floor is raised when
 * they are in place, so files that are read later are never older than the floor, however many write at once. Nobody is
 * asked twice.
 */
async function readAgain(
  ports: VaultPorts,
  before: Seen,
): Promise<Seen | null> {
  const { passphrase } = before.keys;
  const answered = passphrase
    ? { ...ports, passphrase: alreadyGiven(passphrase) }
    : ports;
  const now = await readWithKeys(answered);
  if (!now.ok) return null;
  const files = await readVaultFiles(ports);
  if (!files.ok || readVaultId(files.value.vault) !== now.value.vaultId)
    return null;
  const isSameItem =
    now.value.keys.token?.identity.reveal() ===
    before.keys.token?.identity.reveal();
  return areSameFiles(files.value, before.files) && isSameItem
    ? null
    : { ...now.value, files: files.value };
}

function alreadyGiven(passphrase: Secret): PassphrasePrompt {
  return {
    ask: async (refusal) => (refusal ? failure(refusal) : success(passphrase)),
  };
}

/** The vault's key was replaced elsewhere: the keychain has the one of before, and the passphrase may have the new one. */
async function openPastKeychain(
  ports: VaultPorts,
  { files, keys: { token } }: Seen,
): Promise<Result<OpenVault>> {
  const keys = await passphraseKeys(ports, token);
  if (!keys.ok) return keys;
  return keys.value === null
    ? failure(staleKeychain())
    : openWithKeys(ports, files, keys.value);
}

/** Opens bytes that were read before with keys that were obtained before. Errors as `openVault`. */
export async function openWithKeys(
  ports: VaultPorts,
  files: VaultFiles,
  keys: VaultKeys,
  floor: "checked" | "accepted" = "checked",
): Promise<Result<OpenVault>> {
  const opened = await tryKeys(ports, files.vault, keys.candidates);
  if (!opened.ok) return opened;
  const { document: base, candidate } = opened.value;
  const { identity } = candidate;
  const { edits } = files;
  const whole = await openEdits(ports, edits, base, identity, keys.candidates);
  if (!whole.ok) return whole;
  const { document, beside } = whole.value;
  const { token } = keys;
  const isStranger = token !== null && isNotOfOurs(document, token.mark);
  if (token) await keepAtOnce(ports, files, base, beside, isStranger);
  const isChecked = token !== null && floor === "checked";
  const older = isChecked ? refuseOlderFile(document, token, beside) : null;
  if (older) return failure(older);
  return success({
    document,
    base,
    identity,
    bytes: files.vault,
    beside,
    keys,
    isNextIdentity: candidate.isNext,
    warnings: [
      ...(await warningsOn(ports, document, token, isStranger)),
      ...leftAside(beside),
    ],
  });
}

async function warningsOn(
  ports: VaultPorts,
  document: VaultDocument,
  token: KeychainToken | null,
  isStranger: boolean,
): Promise<readonly Warning[]> {
  if (token === null) return [unanchored(document)];
  return isStranger
    ? [await writtenElsewhere(ports, document, token.mark)]
    : [];
}

async function tryKeys(
  { lastOpened }: VaultPorts,
  bytes: Uint8Array,
  candidates: readonly CandidateKey[],
) {
  const { unsealVault } = await import("../../vault/sealed/seal.ts");
  let last: Result<never> = failure(damaged("no key was tried"));
  for (const candidate of candidates) {
    const { identity } = candidate;
    const known = lastOpened?.find(bytes, identity);
    if (known) return success({ document: known, candidate });
    const document = await unsealVault(bytes, identity);
    if (document.ok) {
      lastOpened?.keep({ bytes, document: document.value, identity });
      return success({ document: document.value, candidate });
    }
    last = document;
  }
  return last;
}

/** Neither the last write of this machine nor one that was made from it. */
function isNotOfOurs({ store }: VaultDocument, mark: string | null): boolean {
  return (
    mark !== null && store?.mark !== mark && !store?.lineage.includes(mark)
  );
}

/** What others wrote, and what syncs the folder may replace at any moment. That it cannot be kept is no reason not to open it. */
async function keepAtOnce(
  { folder }: VaultPorts,
  { vault }: VaultFiles,
  base: VaultDocument,
  beside: Beside | null,
  isStranger: boolean,
): Promise<void> {
  if (beside && (isStranger || isLeftAside(beside)))
    await keepBeside(folder, base, beside);
  if (!isStranger) return;
  const id = idOf(base);
  const there = await folder.backups.list();
  if (there.ok && !there.value.some((one) => isSame(one, id)))
    await folder.backups.write(id, vault);
}

async function writtenElsewhere(
  { folder: { backups } }: VaultPorts,
  document: VaultDocument,
  mark: string | null,
): Promise<Warning> {
  const there = await backups.list();
  const all = there.ok ? there.value : [];
  const edits = await backups.edits.list();
  const ours =
    all.find((one) => one.mark === mark) ??
    (edits.ok ? edits.value : []).find((one) => one.mark === mark)?.of;
  const kept = ours
    ? `It is kept as generation ${generationName(ours, all)}.`
    : "It is not among the generations here.";
  return warning(
    "written-elsewhere",
    `Another machine has written the vault (generation ${String(document.generation)} of ${momentText(document.writtenAt)}) without the last change that was made here. ${kept}`,
  );
}

/** Without a keychain nothing outside the file says which generation is the newest: so we say which it is. */
function unanchored({ generation, writtenAt }: VaultDocument): Warning {
  return warning(
    "no-keychain-to-compare",
    `Vault of ${momentText(writtenAt)}, generation ${String(generation)} (no keychain to compare with).`,
  );
}

function staleKeychain(): VaultError {
  return withActions(
    vaultError(
      "vault-foreign",
      "The keychain has an older key of this vault: the vault's key was replaced since, perhaps on another machine.",
      "Nothing is lost. Enrol this machine again with the recovery key of now.",
    ),
    ["recover"],
  );
}

/** The file of the passphrase is what does not fit: an older vault would be no help. */
function otherSlot(): VaultError {
  return withActions(
    vaultError(
      "vault-foreign",
      "The passphrase opens its file (identity.age), but that file is not the one of this vault: the vault's key was replaced since, or somebody put the file there.",
      "Nothing is lost. Use the recovery key, and give the vault a new passphrase.",
    ),
    ["recover"],
  );
}
