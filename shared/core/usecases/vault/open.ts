import { warning, type Warning } from "../../warning.ts";
import { rolledBack } from "./rolled-back.ts";
import { equalBytes } from "../../bytes.ts";
import { momentText } from "../../moment-text.ts";
import { vaultError, withActions, type VaultError } from "../../errors.ts";
import type { PassphrasePrompt } from "../../ports/passphrase-prompt.ts";
import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { readVaultId } from "../../vault/header.ts";
import { damaged } from "../../vault/vault-problems.ts";
import { generationName, idOf, isSame } from "./generation-names.ts";
import {
  obtainKeys,
  passphraseKeys,
  type CandidateKey,
  type VaultKeys,
} from "./obtain-keys.ts";
import type { VaultPorts } from "./ports.ts";

export interface OpenVault {
  readonly document: VaultDocument;
  readonly identity: Secret;
  /** The file as it was read. */
  readonly bytes: Uint8Array;
  readonly keys: VaultKeys;
  /** The key that opened it was one that a replacement had written ahead. */
  readonly isNextIdentity: boolean;
  /** What a person must be told, as sentences. */
  readonly warnings: readonly Warning[];
}

/**
 * Opens the vault: reads the file, asks the keychain or the passphrase, decrypts, checks the HMAC and the generation
 * floor. A file that another machine wrote past ours is kept among the generations at once, and said; nothing else is
 * changed. Errors: those of the folder, of `obtainKeys`, `vault-foreign`, `vault-damaged`, `vault-rolled-back`.
 */
export function openVault(ports: VaultPorts): () => Promise<Result<OpenVault>> {
  return async () => {
    const first = await readWithKeys(ports);
    if (!first.ok) return first;
    let seen: Seen = first.value;
    let opened = await openWithKeys(ports, seen.bytes, seen.keys);
    for (let tries = 1; tries < mostTries; tries += 1) {
      if (opened.ok || !mayBeARace(opened.error)) return opened;
      const again = await readAgain(ports, seen);
      if (!again) break;
      seen = again;
      opened = await openWithKeys(ports, seen.bytes, seen.keys);
    }
    if (opened.ok || opened.error.code !== "vault-foreign") return opened;
    if (seen.keys.openedWith === "keychain")
      return openPastKeychain(ports, seen);
    return seen.keys.openedWith === "passphrase"
      ? failure(otherSlot())
      : opened;
  };
}

/** Who replaces the key again and again while somebody opens the vault is no race any more. */
const mostTries = 5;

interface Seen {
  readonly bytes: Uint8Array;
  readonly vaultId: string;
  readonly keys: VaultKeys;
}

async function readWithKeys(ports: VaultPorts): Promise<Result<Seen>> {
  const bytes = await readVaultFile(ports);
  if (!bytes.ok) return bytes;
  const vaultId = readVaultId(bytes.value);
  if (vaultId === null)
    return failure(damaged("its header is not one of ours"));
  const keys = await obtainKeys(ports, vaultId);
  return keys.ok
    ? success({ bytes: bytes.value, vaultId, keys: keys.value })
    : keys;
}

/** Between the file and the keychain's item somebody may have written both. */
function mayBeARace({ code }: VaultError): boolean {
  return code === "vault-rolled-back" || code === "vault-foreign";
}

/**
 * What is there now; null when it is what was there before. The file is read after the item: the floor is raised when the
 * file is in place, so a file that is read later is never older than the floor, however many write at once. Nobody is
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
  const file = await readVaultFile(ports);
  if (!file.ok || readVaultId(file.value) !== now.value.vaultId) return null;
  const isSameItem =
    now.value.keys.token?.identity.reveal() ===
    before.keys.token?.identity.reveal();
  return equalBytes(file.value, before.bytes) && isSameItem
    ? null
    : { ...now.value, bytes: file.value };
}

function alreadyGiven(passphrase: Secret): PassphrasePrompt {
  return {
    ask: async (refusal) => (refusal ? failure(refusal) : success(passphrase)),
  };
}

/** The vault's key was replaced elsewhere: the keychain has the one of before, and the passphrase may have the new one. */
async function openPastKeychain(
  ports: VaultPorts,
  { bytes, keys: { token } }: Seen,
): Promise<Result<OpenVault>> {
  const keys = await passphraseKeys(ports, token);
  if (!keys.ok) return keys;
  return keys.value === null
    ? failure(staleKeychain())
    : openWithKeys(ports, bytes, keys.value);
}

/** Errors: `vault-missing`, with the way to a vault that was there once. */
export async function readVaultFile({
  folder,
}: VaultPorts): Promise<Result<Uint8Array>> {
  const file = await folder.read("vault.age");
  if (!file.ok) return file;
  if (file.value !== null) return success(file.value);
  const backups = await folder.backups.list();
  const hasBackups = backups.ok && backups.value.length > 0;
  return failure(noVault(folder.path, hasBackups));
}

/** Opens bytes that were read before with keys that were obtained before. Errors as `openVault`. */
export async function openWithKeys(
  ports: VaultPorts,
  bytes: Uint8Array,
  keys: VaultKeys,
  floor: "checked" | "accepted" = "checked",
): Promise<Result<OpenVault>> {
  const opened = await tryKeys(ports, bytes, keys.candidates);
  if (!opened.ok) return opened;
  const { document, candidate } = opened.value;
  const { token } = keys;
  const isStranger = token !== null && isNotOfOurs(document, token.mark);
  if (isStranger) await keepAtOnce(ports, document, bytes);
  if (token && document.generation < token.floor && floor === "checked")
    return failure(rolledBack(document, token.floor));
  return success({
    document,
    identity: candidate.identity,
    bytes,
    keys,
    isNextIdentity: candidate.isNext,
    warnings: [
      ...(token === null ? [unanchored(document)] : []),
      ...(isStranger
        ? [await writtenElsewhere(ports, document, token.mark)]
        : []),
    ],
  });
}

async function tryKeys(
  { lastOpened }: VaultPorts,
  bytes: Uint8Array,
  candidates: readonly CandidateKey[],
) {
  const { unsealVault } = await import("../../vault/seal.ts");
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

/** What syncs the folder may replace it at any moment. That it cannot be kept is no reason not to open it. */
async function keepAtOnce(
  { folder: { backups } }: VaultPorts,
  document: VaultDocument,
  bytes: Uint8Array,
): Promise<void> {
  const id = idOf(document);
  const there = await backups.list();
  if (there.ok && !there.value.some((one) => isSame(one, id)))
    await backups.write(id, bytes);
}

async function writtenElsewhere(
  { folder: { backups } }: VaultPorts,
  document: VaultDocument,
  mark: string | null,
): Promise<Warning> {
  const there = await backups.list();
  const all = there.ok ? there.value : [];
  const ours = all.find((one) => one.mark === mark);
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

function noVault(path: string, hasBackups: boolean): VaultError {
  return hasBackups
    ? withActions(
        vaultError(
          "vault-missing",
          `The vault file in ${path} is gone; earlier generations are there.`,
          "Put one of them back.",
        ),
        ["restore", "doctor"],
      )
    : withActions(
        vaultError(
          "vault-missing",
          `There is no vault in ${path}.`,
          "Make one, or put a backup in place.",
        ),
        ["init", "restore"],
      );
}
