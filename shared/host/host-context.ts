import type { Authority } from "../core/authorities/authority.ts";
import type { Result } from "../core/result.ts";
import { success } from "../core/result.ts";
import type { Change, ChangedVault } from "../core/usecases/vault/change.ts";
import type { Proof } from "../core/usecases/imports/apply-import.ts";
import type { Examined } from "../core/usecases/imports/examine-files.ts";
import type { ImportedFile } from "../core/usecases/imports/imported-file.ts";
import type { NewAuthority } from "../core/usecases/clusters/new-authority.ts";
import type { SealedCredential } from "../core/usecases/handover/accept-sealed.ts";
import { idOf } from "../core/usecases/vault/generations/generation-names.ts";
import type { UndoableChange } from "../core/usecases/vault/undo.ts";
import type { SecretStore } from "../core/ports/secret-store.ts";
import type { ComparedOrigin } from "../core/usecases/stores/compare-origins.ts";
import type { Push } from "../core/usecases/stores/push-contexts.ts";
import type { StoredContext, VaultDocument } from "../core/vault/document.ts";
import type { VerifiedLog } from "../contract/audit.ts";
import type { CopiedText } from "../contract/fields.ts";
import type { ChannelName, ReplyOf, RequestOf } from "../contract/index.ts";
import type { AskedRestore } from "./vault/asked-restore.ts";
import type { CancellableTasks } from "./tasks/cancellable-tasks.ts";
import type { Events } from "./events.ts";
import type { HostPorts } from "./ports.ts";
import type { OwnChanges } from "./own-changes.ts";
import type { RunningChecks } from "./health/running-checks.ts";
import type { CallLock } from "./vault/vault-lock.ts";

/** A talosconfig that was opened for import; its keys stay in main. */
export interface OpenedImport {
  readonly file: ImportedFile;
  readonly from: "file" | "clipboard" | "upload" | "store";
  /** After the import: with it the file can be removed. */
  proof: Proof | null;
  /** What was read of its contexts when it was opened. */
  readonly examined: Examined;
}

/** A push as a person was shown it. */
export interface PlannedPush {
  readonly name: string;
  readonly stored: StoredContext;
  readonly address: string;
  /** It knows what it has read, and writes in the place of that alone. */
  readonly store: SecretStore;
  readonly plan: Push;
}

/** What handlers share. */
export interface HostContext {
  readonly ports: HostPorts;
  readonly lock: CallLock;
  /** Cancels what a call waits for; absent outside of a call. */
  readonly signal?: AbortSignal;
  readonly events: Events;
  /** What the windows know of the vault. */
  readonly changes: OwnChanges;
  /** Opened talosconfigs by token, oldest first. */
  readonly imports: Map<string, OpenedImport>;
  /** Uploaded bytes by token, until they are opened. */
  readonly uploads: Map<string, Uint8Array>;
  /** Paths of files that were dropped on a window, by token. */
  readonly dropped: Map<string, string>;
  /** Authorities that were opened from files to be used once, by token; their keys stay in main. */
  readonly authorities: Map<string, Authority>;
  /** Credentials that came in age files and were opened, by token; their keys stay in main. */
  readonly sealed: Map<string, SealedCredential>;
  /** Checks that are under way, to be cancelled when the vault locks. */
  readonly checks: RunningChecks;
  /** What a window may cancel, and the lock does. */
  readonly attempts: CancellableTasks;
  /** What a rotation left, opened from files, by token; its keys stay in main. */
  readonly rotations: Map<string, NewAuthority>;
  /** What endpoints showed when a rotation was looked at, by context: their certificates. */
  readonly shown: Map<string, readonly Uint8Array[]>;
  /** A restore that waits for an answer. */
  readonly restore: AskedRestore;
  /** What stores were found to have, by token. */
  readonly comparisons: Map<string, ComparedOrigin>;
  /** Pushes that were looked at, by token; their keys stay in main. */
  readonly pushes: Map<string, PlannedPush>;
  /** How the audit log was verified last, and where a person said that its archives are. */
  readonly audit: { verified: VerifiedLog | null; archive: string | null };
  /** The last change that can be taken back. */
  readonly undo: { last: UndoableChange | null };
  /** Locks the vault and deals with running sessions as the settings say. */
  readonly lockVault: (reason: string) => Promise<void>;
}

export type Handler<Name extends ChannelName> = (
  request: RequestOf<Name>,
) => Promise<Result<ReplyOf<Name>>>;

export type Handlers<Names extends ChannelName = ChannelName> = {
  readonly [Name in Names]: Handler<Name>;
};

/** Changes the open vault and remembers how to take it back. `what` is a sentence: "Removed prod." */
export async function changeUndoably(
  context: HostContext,
  what: string,
  change: Change,
): Promise<Result<ChangedVault>> {
  const open = context.lock.opened();
  if (!open.ok) return open;
  const memory: { before?: VaultDocument } = {};
  const changed = await open.value.change((document) => {
    memory.before = document;
    return change(document);
  });
  if (!changed.ok) return changed;
  const { document, isChanged } = changed.value;
  if (isChanged && memory.before && !context.lock.hasFallen)
    context.undo.last = {
      what,
      before: memory.before,
      written: idOf(document),
    };
  return changed;
}

/** For a handler that changes the vault and has nothing to answer: the windows hear of it. */
export function changeAndTell(
  context: HostContext,
): (
  what: string,
  change: (document: VaultDocument) => Result<VaultDocument>,
) => Promise<Result<null>> {
  return async (what, change) => {
    const changed = await changeUndoably(context, what, change);
    if (changed.ok) context.events.tell({ kind: "vault" });
    return done(changed);
  };
}

/** The document of the open vault. Errors: `vault-locked`, those of reading. */
export async function readOpen(
  context: HostContext,
): Promise<Result<VaultDocument>> {
  const open = context.lock.opened();
  if (!open.ok) return open;
  const document = await open.value.read();
  for (const { message } of open.value.takeNews())
    context.events.tell({
      kind: "notice",
      tone: "warning",
      title: "The vault was written elsewhere",
      text: message,
    });
  return document;
}

/** For channels that have nothing to say but that it is done. */
export function done<T>(result: Result<T>): Result<null> {
  return result.ok ? success(null) : result;
}

/** Puts a text into the clipboard where this host can; else the page does, or shows it. */
export function copied(
  { ports: { desktop } }: HostContext,
  text: string,
): CopiedText {
  desktop.writeClipboard?.(text);
  return { text, isCopied: desktop.writeClipboard !== null };
}
