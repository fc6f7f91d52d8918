import type { TerminalProgram } from "../core/sessions/dashboard-command.ts";
import type { Destination, HelpTopic } from "../contract/events.ts";
import type { ChannelName, ReplyOf, RequestOf } from "../contract/index.ts";
import { vaultError } from "../core/errors.ts";
import { failure } from "../core/result.ts";
import type { WireResult } from "../contract/wire.ts";
import { AskedRestore } from "./vault/asked-restore.ts";
import { CancellableTasks } from "./tasks/cancellable-tasks.ts";
import { showQuestions } from "./consent/consent-handlers.ts";
import { startSchedule } from "./tasks/scheduler.ts";
import { dispatch } from "./dispatch.ts";
import { Events, type Listener } from "./events.ts";
import { readOpen, type HostContext } from "./host-context.ts";
import { AutomaticRenewal } from "./renewal/automatic-renewal.ts";
import { BackgroundChecks } from "./health/background-checks.ts";
import { IdleLock } from "./vault/idle-lock.ts";
import { OwnChanges } from "./own-changes.ts";
import { Notices, tellPerson } from "./tasks/notices.ts";
import type { HostPorts } from "./ports.ts";
import { RunningChecks } from "./health/running-checks.ts";
import { keepByToken } from "./tasks/token.ts";
import { tellWarnings } from "./vault/tell-warnings.ts";
import { VaultLock } from "./vault/vault-lock.ts";

/** The windows' side of the app, for the desktop app and the browser host alike. */
export interface Host {
  call(name: string, payload: unknown): Promise<WireResult<unknown>>;
  /** The same for callers in this process, with the contract's types. */
  ask<Name extends ChannelName>(
    name: Name,
    request: RequestOf<Name>,
  ): Promise<WireResult<ReplyOf<Name>>>;
  listen(listener: Listener): () => void;
  /** Asks the windows to go somewhere. */
  show(to: Destination | HelpTopic): void;
  /** Asks the windows for a terminal with a context, where what guards it can be answered. */
  askForTerminal(asked: {
    readonly context: string;
    readonly runs: TerminalProgram;
  }): void;
  /** How many running sessions end with this process. */
  ownSessions(): number;
  /** Keeps bytes that the browser uploaded until they are opened for import; gives their token. */
  keepUpload(bytes: Uint8Array): string;
  /** Keeps the path of a file that was dropped on a window until it is opened for import; gives its token. */
  keepDropped(path: string): string;
  /** Opens the vault without a click where the settings say so and the keychain can. */
  start(): Promise<void>;
  /** Locks, with a reason in words for the lock screen. */
  lock(reason: string): Promise<void>;
  /** For how many seconds nobody has used the machine, or the page: locks when it is too long. */
  idle(seconds: number): Promise<void>;
  /** After sleep: what fell due meanwhile. */
  wake(): Promise<void>;
  readonly isUnlocked: boolean;
  /** Ends this process' sessions and forgets the vault. */
  close(): void;
}

export function createHost(ports: HostPorts): Host {
  const events = new Events();
  const lock = new VaultLock(ports, tellWarnings(events));
  const context: HostContext = {
    ports,
    lock,
    events,
    changes: new OwnChanges(() => readOpen(context), events),
    imports: new Map(),
    uploads: new Map(),
    dropped: new Map(),
    authorities: new Map(),
    sealed: new Map(),
    checks: new RunningChecks(),
    attempts: new CancellableTasks(),
    rotations: new Map(),
    shown: new Map(),
    restore: new AskedRestore(),
    comparisons: new Map(),
    pushes: new Map(),
    audit: { verified: null, archive: null },
    undo: { last: null },
    lockVault: (reason) => lockVault(context, lock, reason),
  };
  const schedule = startSchedule(context, [
    new Notices(context),
    new AutomaticRenewal(context),
    new BackgroundChecks(context),
  ]);
  const following = [watchDisk(context), showQuestions(context)];
  const idleLock = idleLockOf(context, lock);
  return {
    call: (name, payload) => dispatch(context, name, payload),
    ask: async (name, request) =>
      (await dispatch(context, name, request)) as never,
    listen: (listener) => events.listen(listener),
    show: (to) => events.tell({ kind: "go", to }),
    askForTerminal: (asked) => events.tell({ kind: "terminal", ...asked }),
    ownSessions: () => ports.sessions.own().length,
    keepUpload: (bytes) => keepByToken(context, context.uploads, bytes),
    keepDropped: (path) => keepByToken(context, context.dropped, path),
    start: () => openAtStart(context),
    lock: (reason) => lockVault(context, lock, reason),
    idle: async (seconds) => {
      if (lock.isOpen) await idleLock.check(seconds);
    },
    wake: () => schedule.runDue(),
    get isUnlocked() {
      return lock.isOpen;
    },
    close: () => {
      for (const stop of following) stop();
      schedule.stop();
      lock.close("The app was closed.");
      ports.desktop.withdrawNotices();
      context.attempts.cancelAll();
      ports.sessions.close();
    },
  };
}

function idleLockOf(context: HostContext, lock: VaultLock): IdleLock {
  return new IdleLock(
    context.ports.settings,
    (text) => tellPerson(context, "vault", "The vault locks soon", text),
    (reason) => lockVault(context, lock, reason, "sessionsAtIdleLock"),
  );
}

/** Tells the windows what was changed on disk, by whomever. */
function watchDisk({ ports, lock, events, changes }: HostContext): () => void {
  return ports.watch.start((what) => {
    if (what === "vault" && lock.isOpen)
      return void changes.seen().catch(ports.report);
    events.tell({ kind: what });
    // Another program made a vault, or took it away.
    if (what === "vault") events.tell({ kind: "state" });
  });
}

async function openAtStart({ ports, lock, events }: HostContext) {
  const { unlockAtStart } = await ports.settings.read();
  if (!unlockAtStart) return;
  const silent = lock.realPorts();
  const opened = await lock.unlock(false, {
    ...silent,
    passphrase: { ask: async () => nobodyThere },
  });
  if (opened.ok) events.tell({ kind: "state" });
}

const nobodyThere = failure(
  vaultError(
    "passphrase-missing",
    "The passphrase opens this vault.",
    "Unlock it.",
  ),
);

/** Forgets the vault and everything that was opened with it; sessions go on or end as the settings say. */
async function lockVault(
  context: HostContext,
  lock: VaultLock,
  reason: string,
  which: "sessionsAtLock" | "sessionsAtIdleLock" = "sessionsAtLock",
): Promise<void> {
  const { ports, events } = context;
  context.restore.takeBack();
  if (!lock.close(reason)) {
    // A page that names what an earlier generation holds names it no more.
    events.tell({ kind: "state" });
    return;
  }
  context.undo.last = null;
  context.imports.clear();
  context.uploads.clear();
  context.dropped.clear();
  context.authorities.clear();
  context.sealed.clear();
  context.rotations.clear();
  context.shown.clear();
  context.comparisons.clear();
  context.pushes.clear();
  context.checks.cancelAll();
  context.attempts.cancelAll();
  ports.desktop.withdrawNotices();
  // Their connections know the keys.
  ports.talos.close();
  events.tell({ kind: "state" });
  const { [which]: atLock } = await ports.settings.read();
  if (atLock === "keep") return;
  if (atLock === "end-own") ports.sessions.endOwn();
  else for (const { id } of ports.sessions.list()) await ports.sessions.end(id);
}
