// What an open vault answers other programs through the agent.
// Keep: It hands out one context's credential at a time, never the identity, an authority or the whole document.
import type { AuditedLedger } from "../../ports/audit.ts";
import type { VaultOnlooker } from "../../ports/vault-onlooker.ts";
import type { VaultFolder } from "../../ports/vault-folder.ts";
import type { VaultReader } from "../../ports/vault-reader.ts";
import { success, type Result } from "../../result.ts";
import type { KeychainToken } from "../../vault/sealed/keychain-item-format.ts";
import { knownKeyPorts } from "../vault/known-key.ts";
import type { VaultPorts } from "../vault/ports.ts";
import type { TalosApi } from "../../ports/talos-api.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { openVault, type OpenVault } from "../vault/open.ts";
import {
  areSameFiles,
  filesOf,
  rereadVaultFiles,
  type VaultFiles,
} from "../vault/opening/vault-files.ts";
import { OpenedFileCache } from "../vault/opening/opened-file-cache.ts";
import { withRulesNow } from "../sessions/credential-for-session.ts";
import { documentReader, type ReaderPorts } from "./document-reader.ts";

export interface AgentPorts extends Omit<ReaderPorts, "talos" | "ledger"> {
  readonly ledger: AuditedLedger;
  readonly folder: VaultFolder;
  readonly onlooker: VaultOnlooker;
}

export interface AgentVault {
  read(talos: TalosApi): Promise<Result<VaultReader>>;
  /** Errors: those of opening. */
  document(): Promise<Result<VaultDocument>>;
  /** Reads a document that was just given. */
  readerOf(document: VaultDocument, talos: TalosApi): VaultReader;
  /** For use cases that open the vault themselves; its key is not given on. */
  ports(): VaultPorts;
}

/**
 * Keeps a vault open in memory; every read looks first whether the file is still the one that was read. Who reads says
 * by which way nodes are asked. `opened`: the vault as it was just read.
 */
export function agentVault(
  ports: AgentPorts,
  start: Pick<KeychainToken, "identity" | "floor">,
  opened: OpenVault | null = null,
): AgentVault {
  let known: {
    readonly files: VaultFiles;
    readonly document: VaultDocument;
  } | null = opened && { files: filesOf(opened), document: opened.document };
  let floor = start.floor;
  // One for all readings: a small change beside a large vault is read without opening that again.
  const lastOpened = new OpenedFileCache();
  const openPorts = (): VaultPorts => ({
    ...knownKeyPorts(ports, { ...start, floor, mark: null }, null),
    lastOpened,
  });
  const read = async (): Promise<Result<VaultDocument>> => {
    const vaultPorts = openPorts();
    const files = await rereadVaultFiles(vaultPorts);
    if (!files.ok) return files;
    if (known && areSameFiles(known.files, files.value))
      return success(known.document);
    known = null;
    const again = await openVault(vaultPorts)();
    if (!again.ok) return again;
    const { document } = again.value;
    floor = Math.max(floor, document.generation);
    known = { files: filesOf(again.value), document };
    return success(document);
  };
  const readerOf: AgentVault["readerOf"] = (document, talos) => {
    const reader = documentReader(document, { ...ports, talos });
    return {
      ...reader,
      issueSessionCredential: async (...asked) => {
        const given = await reader.issueSessionCredential(...asked);
        if (!given.ok || given.value.credential === "stored") return given;
        const now = await read();
        return now.ok ? withRulesNow(now.value, given.value) : now;
      },
    };
  };
  return {
    document: read,
    readerOf,
    ports: openPorts,
    read: async (talos) => {
      const document = await read();
      return document.ok ? success(readerOf(document.value, talos)) : document;
    },
  };
}

/**
 * A vault that was opened here. What it lends is decided by what the vault says at that moment: since it was opened somebody
 * may have been asked something, or other commands have run, and a context may have been removed, marked or guarded meanwhile. A
 * node that makes a credential takes a while as well: its session goes by the rules that there are then.
 */
export function openedReader(
  ports: AgentPorts & Pick<ReaderPorts, "talos">,
  opened: OpenVault,
): VaultReader {
  const { identity, document, keys } = opened;
  const floor = Math.max(document.generation, keys.token?.floor ?? 0);
  const vault = agentVault(ports, { identity, floor }, opened);
  return {
    ...documentReader(document, ports),
    issueSessionCredential: async (...asked) => {
      const now = await vault.read(ports.talos);
      return now.ok ? now.value.issueSessionCredential(...asked) : now;
    },
  };
}
