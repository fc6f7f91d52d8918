import type { Warning } from "../warning.ts";
import type {
  ElevationAnswer,
  ElevationToAskAbout,
} from "../consent/elevation-to-ask-about.ts";
import type { ConsentVerdict } from "../consent/question.ts";
import type { SessionCalls } from "../gateway/calls/read-calls.ts";
import type { GuardRules } from "../gateway/guard/guard-rules.ts";
import type { Result } from "../result.ts";
import type { Secret } from "../secret.ts";
import type { VaultOnlooker } from "./vault-onlooker.ts";
import type { PastSession } from "../sessions/history.ts";
import type { Lease, SessionFacts } from "../sessions/lease.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import type {
  FollowedSessions,
  SessionProgram,
} from "../sessions/session-view.ts";

/** Another context for a running session. */
export interface Repointing {
  readonly context: string;
  readonly roles: readonly string[];
  readonly credential: Lease["credential"];
  readonly document: Secret;
  /** Sentences for the person: what the credential is not that was asked for. */
  readonly warnings: readonly Warning[];
}

/** What a following session gets next, or why it stays where it is. */
export type NextOf = (lease: Lease) => Promise<Result<Repointing>>;

/** The two ports of a connection on this machine; whoever made it has the remote one. */
export interface Connection {
  readonly localPort: number;
  readonly remotePort: number;
}

/** A call through a gateway that waits for a person. */
export interface WaitingCall {
  /** What it asks for, as a sentence without a full stop. */
  readonly text: string;
  /** Which call of the session it is. */
  readonly number: number;
  /** How many wait, this one included. */
  readonly waiting: number;
  /** Has a function told whenever more wait. */
  readonly onMore: (tell: (waiting: number) => void) => void;
  /** Of the program that made it; null: it is gone. */
  readonly connection: Connection | null;
}

/** What a session's gateway lets through, and whom it asks. */
export interface GatewayTerms {
  /** Of the context and of the session; all of them count. */
  readonly rules: readonly GuardRules[];
  /** `owner`: number of the process that the session belongs to by then. `signal`: nobody wants to know any more. */
  readonly askPerson: (
    call: WaitingCall,
    owner: number,
    signal: AbortSignal,
  ) => Promise<ConsentVerdict>;
  /** The same about more for the session, for a while. */
  readonly askForElevation: (
    more: ElevationToAskAbout,
    from: AskingProgram,
    signal: AbortSignal,
  ) => Promise<ElevationAnswer>;
  /** A credential of these roles for so many seconds, as the policy decides, once a person agreed. */
  readonly lendElevation: (
    roles: readonly string[],
    seconds: number,
    reason: string,
  ) => Promise<Result<TalosContext>>;
}

/** Which program asks a session for more, by the numbers of processes. */
export interface AskingProgram {
  readonly program: number;
  /** That the session belongs to by then, for what the system does not say of the other. */
  readonly owner: number;
}

/** Sessions of this machine: those that this process holds, and those of every other program of ours. */
export interface RunningSessions {
  /** Running sessions, and ended ones whose shell still lives. Cleans up after killed holders first. */
  list(): readonly Lease[];
  /** The shell or command that has the session; null: none has it yet, or the system does not say. */
  program(lease: Lease): SessionProgram | null;
  /** Running sessions that end with this process. */
  own(): readonly Lease[];
  /** Sessions that are over, newest first. */
  history(): Promise<readonly PastSession[]>;
  /** The best way that this machine has to hand a credential over. */
  readonly bestDelivery: Lease["delivery"];
  /**
   * Holds a session in this process until `end`, its time, or the end of this process. `gateway`: where that is its delivery.
   * Errors: those of the disk; `unsupported` for what logs in without a certificate, `session-failed` where nothing can listen.
   */
  start(
    facts: SessionFacts,
    document: Secret,
    loginKeyName: string | null,
    gateway: GatewayTerms | null,
  ): Promise<Result<Lease>>;
  /** Calls through a session's gateway with a greater number, and all that run. Null: it has none, or nobody answers yet. */
  calls(id: string, after: number): Promise<SessionCalls | null>;
  /** Errors: `session-missing`, `session-failed`. */
  end(id: string): Promise<Result<void>>;
  extend(id: string, expiresAt: Date): Promise<Result<void>>;
  repoint(id: string, next: Repointing): Promise<Result<void>>;
  /** Gives every session that follows the current context another one. */
  repointFollowing(next: NextOf): Promise<FollowedSessions>;
  /** Has sessions with a gateway go by the guards of their contexts, too. */
  readonly tighten: VaultOnlooker["tighten"];
  /**
   * Opens a terminal whose shell has the session. The first shell of a session that this process holds ends it; one that
   * another program holds goes on. `custom`: the person's own command, for the terminal `custom`. `first`: words of what runs
   * before the shell, and nothing where there are none. Errors: `session-missing`, `unsupported` where no terminal could be opened.
   */
  openTerminal(
    id: string,
    terminal: string,
    custom: string,
    first: readonly string[],
  ): Promise<Result<void>>;
  /** One line that makes the shell it is pasted into the session's own; no shell: that of the person. */
  command(id: string, shell: string | null): Result<string>;
  /** Terminals that are installed here, best first. */
  terminals(): Promise<readonly string[]>;
  /** Ends every session that this process holds; a shell that still has one finds an empty talosconfig. */
  endOwn(): void;
  /** The same, when this process ends: what is left for those shells needs nobody to hold it. */
  close(): void;
}
