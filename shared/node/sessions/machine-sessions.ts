import type { SessionCalls } from "../../core/gateway/calls/read-calls.ts";
import { vaultError } from "../../core/errors.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type {
  GatewayTerms,
  NextOf,
  Repointing,
  RunningSessions,
} from "../../core/ports/running-sessions.ts";
import type {
  FollowedSessions,
  SessionProgram,
} from "../../core/sessions/session-view.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { Secret } from "../../core/secret.ts";
import type { PastSession } from "../../core/sessions/history.ts";
import { sessionOver } from "../../core/sessions/end-reason.ts";
import type { Lease, SessionFacts } from "../../core/sessions/lease.ts";
import { shellSyntax } from "../../core/sessions/shell-code.ts";
import { canDeliverByDescriptor } from "./delivery/descriptor-delivery.ts";
import { sessionTightener } from "./leases/tighten-sessions.ts";
import {
  askHolder,
  endSession,
  repointFollowing,
  repointSession,
} from "./leases/end-session.ts";
import { fileError } from "../files/file-error.ts";
import type { HolderInput } from "./holder-input.ts";
import type { LeaseJournal } from "./leases/lease-journal.ts";
import { outsideLoginKey } from "./login-key.ts";
import { callsOf } from "./gateway/read-session-calls.ts";
import { runFolder, runFolderPath, runFolderPaths } from "./run-folder.ts";
import { SessionHolder } from "./session-holder.ts";
import {
  awaitSessionShell,
  sessionCommand,
  writeSessionShell,
} from "./shells/session-shell.ts";
import { programOf } from "./session-program.ts";
import { sweep } from "./leases/sweep.ts";
import { installedTerminals, openInTerminal } from "./shells/terminals.ts";

const sweepEveryMs = 5000;

/** The sessions of this machine, for a program that stays: the desktop app and the browser host. */
export class MachineSessions implements RunningSessions {
  readonly #held = new Map<string, SessionHolder>();
  readonly #journal: LeaseJournal;
  readonly #clock: Clock;
  readonly #env: NodeJS.ProcessEnv;

  readonly tighten: RunningSessions["tighten"];
  readonly #looking: NodeJS.Timeout;

  constructor(journal: LeaseJournal, clock: Clock, env: NodeJS.ProcessEnv) {
    this.#journal = journal;
    this.tighten = sessionTightener(journal);
    this.#clock = clock;
    this.#env = env;
    // Whoever holds a session may be stopped when its time is up.
    this.#looking = setInterval(() => this.#sweep(), sweepEveryMs).unref();
  }

  list(): readonly Lease[] {
    this.#sweep();
    return this.#journal.list();
  }

  program(lease: Lease): SessionProgram | null {
    return programOf(lease);
  }

  own(): readonly Lease[] {
    return this.#journal
      .list()
      .filter(({ id, state }) => this.#held.has(id) && state === "active");
  }

  history(): Promise<readonly PastSession[]> {
    return this.#journal.past();
  }

  get bestDelivery(): Lease["delivery"] {
    const root = runFolderPath(this.#env, this.#journal.home);
    return canDeliverByDescriptor(root) ? "fd" : "file";
  }

  async start(
    facts: SessionFacts,
    document: Secret,
    loginKeyName: string | null,
    gateway: GatewayTerms | null,
  ): Promise<Result<Lease>> {
    const root = runFolder(this.#env, this.#journal.home);
    if (!root.ok) return root;
    const given = await this.#whatItGets(facts, document, gateway);
    if (!given.ok) return given;
    const started = SessionHolder.start(this.#journal, this.#clock, {
      facts,
      ...given.value,
      runFolder: root.value,
      watched: null,
      loginKey: loginKeyName && outsideLoginKey(loginKeyName, this.#env),
      // Whoever ends it: its time, a person who was asked about a call, or another program.
      onEnd: (lease) => this.#closeUnused(lease),
    });
    if (!started.ok) return started;
    const holder = started.value;
    this.#held.set(facts.id, holder);
    void this.#adoptShell(holder);
    return success(holder.lease);
  }

  /** The credential, or the way to a gateway in this process, which has it. */
  async #whatItGets(
    facts: SessionFacts,
    document: Secret,
    gateway: GatewayTerms | null,
  ): Promise<Result<Pick<HolderInput, "document" | "gateway">>> {
    const bytes = new TextEncoder().encode(document.reveal());
    if (gateway === null) return success({ document: bytes });
    // HTTP/2 and what reads requests are nobody's to wait for who has no gateway.
    const { keepYoungSpaceSmall } =
      await import("../system/processes/give-back-memory.ts");
    const { startSessionGateway } =
      await import("./gateway/start-session-gateway.ts");
    const owner = () =>
      this.#held.get(facts.id)?.lease.watched.pid ?? process.pid;
    keepYoungSpaceSmall();
    return startSessionGateway({
      facts,
      home: this.#journal.home,
      document: bytes,
      rules: gateway.rules,
      environment: this.#env,
      askPerson: (call, signal) => gateway.askPerson(call, owner(), signal),
      waysToElevate: {
        ask: (more, program, signal) =>
          gateway.askForElevation(more, { program, owner: owner() }, signal),
        lend: gateway.lendElevation,
      },
    });
  }

  async calls(id: string, after: number): Promise<SessionCalls | null> {
    const lease = this.#journal.read(id);
    return lease ? callsOf(lease, after) : null;
  }

  async end(id: string): Promise<Result<void>> {
    const lease = this.#find(id);
    if (!lease.ok) return lease;
    const holder = this.#held.get(id);
    if (!holder) return endSession(this.#journal, lease.value);
    holder.end("asked");
    this.#closeUnused(lease.value);
    return success(undefined);
  }

  async extend(id: string, expiresAt: Date): Promise<Result<void>> {
    const lease = this.#find(id);
    if (!lease.ok) return lease;
    const end = expiresAt.toISOString();
    const request = { verb: "extend", expiresAt: end } as const;
    return answered(await askHolder(lease.value, request));
  }

  async repoint(id: string, next: Repointing): Promise<Result<void>> {
    const lease = this.#find(id);
    if (!lease.ok) return lease;
    return answered(await repointSession(lease.value, next));
  }

  repointFollowing(next: NextOf): Promise<FollowedSessions> {
    return repointFollowing(this.#journal, next);
  }

  async openTerminal(
    id: string,
    terminal: string,
    custom: string,
    first: readonly string[],
  ): Promise<Result<void>> {
    const lease = this.#find(id);
    if (!lease.ok) return lease;
    if (lease.value.state === "ended") return failure(sessionOver());
    const command = tried(() =>
      writeSessionShell(lease.value, this.#env["SHELL"] ?? "/bin/sh", first),
    );
    if (!command.ok) return command;
    return (await openInTerminal(terminal, custom, command.value))
      ? success(undefined)
      : failure(noTerminal());
  }

  command(id: string, shell: string | null): Result<string> {
    const lease = this.#find(id);
    if (!lease.ok) return lease;
    const name = shell ?? this.#env["SHELL"] ?? "sh";
    return tried(() => sessionCommand(lease.value, shellSyntax(name) ?? "sh"));
  }

  terminals(): Promise<readonly string[]> {
    return installedTerminals();
  }

  endOwn(): void {
    for (const holder of this.#held.values()) {
      holder.end("asked");
      this.#closeUnused(holder.lease);
    }
  }

  close(): void {
    clearInterval(this.#looking);
    this.endOwn();
    for (const holder of this.#held.values()) holder.leave();
    this.#held.clear();
  }

  #find(id: string): Result<Lease> {
    const lease = this.#journal.read(id);
    return lease ? success(lease) : failure(sessionOver());
  }

  /** The first shell that takes the session is the one that it ends with. */
  async #adoptShell(holder: SessionHolder): Promise<void> {
    const shell = await awaitSessionShell(holder.lease);
    if (shell === "gone") holder.close();
    else if (shell) void holder.adopt(shell);
  }

  #sweep(): void {
    sweep(this.#journal, runFolderPaths(this.#env, this.#journal.home));
  }

  /** When no shell took the session, there is nothing that has to fail closed: all of it goes. */
  #closeUnused({ id, watched }: Lease): void {
    if (watched.pid !== process.pid) return;
    this.#held.get(id)?.close();
    this.#held.delete(id);
  }
}

/** What is written into a session's folder; the folder may be gone. */
function tried<T>(write: () => T): Result<T> {
  try {
    return success(write());
  } catch (error) {
    return failure(fileError(error, "write", "the session's folder"));
  }
}

function answered(isDone: boolean): Result<void> {
  return isDone ? success(undefined) : failure(deaf());
}

function deaf() {
  return vaultError(
    "session-failed",
    "The program that holds the session does not answer.",
    "End it, and start another one.",
  );
}

function noTerminal() {
  return vaultError(
    "unsupported",
    "No terminal could be opened.",
    "Choose one in the settings, or copy the command into a terminal of yours.",
  );
}
