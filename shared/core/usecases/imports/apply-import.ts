// Imports: read, planned, applied in one write, and read back.
// Keep: Only `applyImport` makes the proof without which a file is removed (docs/decisions/0023).
import type { StaysOutside } from "../../imports/left-over-text.ts";
import { inSlices } from "../../work-in-slices.ts";
import { sha256Hex } from "../../pki/primitives/hash-and-hmac.ts";
import {
  earlierCredentials,
  type EarlierCredentials,
} from "../../ledger/earlier-credentials.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { FileIdentity } from "../../ports/source-files.ts";
import { success, type Result } from "../../result.ts";
import { contentKey } from "../../talosconfig/compare-contexts.ts";
import type { VaultDocument } from "../../vault/document.ts";
import type { UnknownKeys } from "../contexts/new-stored-context.ts";
import {
  changeVault,
  type Change,
  type ChangedVault,
} from "../vault/change.ts";
import { openVault } from "../vault/open.ts";
import type { VaultPorts } from "../vault/ports.ts";
import { isUnconfirmed } from "../vault/writing/put-in-place.ts";
import {
  importContexts,
  withClusterFindings,
  type ImportOptions,
  type ImportReport,
  type Known,
} from "./import-contexts.ts";
import type { ImportedFile } from "./imported-file.ts";

export type { Proof };

/**
 * That everything in a file went into the vault: which file, which bytes, and what the vault must hold when it is
 * removed. Made by `applyImport` alone: the class is not exported, and nothing else has its private part.
 */
class Proof {
  readonly #path: string;
  readonly #identity: FileIdentity;
  readonly #sha256: string;
  readonly #contents: readonly HeldContent[];

  constructor(
    file: ImportedFile,
    identity: FileIdentity,
    contents: readonly HeldContent[],
  ) {
    this.#path = file.path;
    this.#identity = identity;
    this.#sha256 = sha256Hex(file.bytes);
    this.#contents = contents;
  }

  get path(): string {
    return this.#path;
  }

  get file(): { readonly identity: FileIdentity; readonly sha256: string } {
    return { identity: this.#identity, sha256: this.#sha256 };
  }

  get contents(): readonly HeldContent[] {
    return this.#contents;
  }
}

/** What the vault must hold of one context. Holds key material. */
export interface HeldContent {
  readonly name: string;
  readonly content: string;
  readonly unknown: UnknownKeys;
}

/** What became of a file. */
export interface AppliedFile extends ImportReport {
  readonly path: string;
  /** With it the file can be removed; null: something of it is nowhere else (`leftOver`), or it is no file. */
  readonly proof: Proof | null;
}

export interface AppliedImport {
  readonly files: readonly AppliedFile[];
  /** The vault's current context. */
  readonly current: string;
  readonly isChanged: boolean;
}

/** How the vault is changed: by opening it, or in a shell that has it open and can undo. */
export type ChangeVault = (change: Change) => Promise<Result<ChangedVault>>;

export interface ImportPorts {
  readonly change: ChangeVault;
  readonly clock: Pick<Clock, "now">;
  readonly ledger: Pick<Ledger, "read">;
}

/** Imports all files in one write: all of them, or, when one cannot be imported, none. */
export async function applyImport(
  { change, clock, ledger }: ImportPorts,
  files: readonly ImportedFile[],
  options: ImportOptions,
): Promise<Result<AppliedImport>> {
  const earlier = await readEarlier(ledger);
  let reports: readonly ImportReport[] = [];
  const changed = await change(async (document) => {
    const known = { now: clock.now(), earlier };
    const all = await importAll(document, files, options, known);
    if (!all.ok) return all;
    reports = all.value.reports;
    return success(all.value.document);
  });
  if (!changed.ok) return changed;
  const { document, isChanged, warnings } = changed.value;
  const isKept = !isUnconfirmed(warnings);
  return success({
    files: await Promise.all(
      files.map((file, at) => judged(file, isKept, reports[at])),
    ),
    current: document.current,
    isChanged,
  });
}

/** The same in a vault that is opened for it; with `dryRun` nothing is written, and nothing is proven. */
export function importFiles(
  ports: VaultPorts,
): (
  files: readonly ImportedFile[],
  options: ImportOptions & { readonly dryRun: boolean },
) => Promise<Result<AppliedImport>> {
  return async (files, options) => {
    const { clock, ledger } = ports;
    if (!options.dryRun) {
      const change = changeVault(ports);
      return applyImport({ change, clock, ledger }, files, options);
    }
    const opened = await openVault(ports)();
    if (!opened.ok) return opened;
    const { document } = opened.value;
    const known = { now: clock.now(), earlier: await readEarlier(ledger) };
    const all = await importAll(document, files, options, known);
    if (!all.ok) return all;
    return success({
      files: files.map(({ path }, at) => ({
        path,
        ...(all.value.reports[at] ?? nothing),
        proof: null,
      })),
      current: all.value.document.current,
      isChanged: all.value.document !== document,
    });
  };
}

/** What the ledger says of credentials that contexts had; one that cannot be read knows of none. */
export async function readEarlier(
  ledger: ImportPorts["ledger"],
): Promise<EarlierCredentials> {
  const read = await ledger.read();
  return read.ok ? earlierCredentials(read.value) : new Map();
}

const nothing: ImportReport = { contexts: [], warnings: [], leftOver: [] };

async function judged(
  file: ImportedFile,
  isKept: boolean,
  report = nothing,
): Promise<AppliedFile> {
  const { identity, path } = file;
  const leftOver: readonly StaysOutside[] = [
    ...report.leftOver,
    ...((identity?.links ?? 1) > 1 ? [{ kind: "hard-link" } as const] : []),
    ...(isKept ? [] : [{ kind: "unconfirmed" } as const]),
  ];
  const isWhole = identity !== null && leftOver.length === 0;
  const proof = isWhole
    ? new Proof(file, identity, await contentsOf(file))
    : null;
  return { path, ...report, leftOver, proof };
}

function contentsOf({
  contexts,
  unknown,
}: ImportedFile): Promise<readonly HeldContent[]> {
  return inSlices(contexts, ([name, config]) => ({
    name,
    content: contentKey(config),
    unknown: unknown.get(name) ?? {},
  }));
}

async function importAll(
  document: VaultDocument,
  files: readonly ImportedFile[],
  options: ImportOptions,
  known: Known,
): Promise<
  Result<{
    readonly document: VaultDocument;
    readonly reports: readonly ImportReport[];
  }>
> {
  const reserved = new Set(
    files.flatMap(({ contexts }) => [...contexts.keys()]),
  );
  let changed = document;
  const reports: ImportReport[] = [];
  for (const file of files) {
    const imported = await importContexts(
      changed,
      file,
      { ...options, reserved },
      known,
    );
    if (!imported.ok) return imported;
    changed = imported.value.document;
    reports.push(imported.value.report);
  }
  const told = reports.map((report) => ({
    ...report,
    contexts: withClusterFindings(report.contexts, changed, known.now),
  }));
  return success({ document: changed, reports: told });
}
