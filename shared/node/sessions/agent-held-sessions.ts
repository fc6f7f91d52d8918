// The sessions that the agent of `unlock` holds for command lines which wait.
// Keep: The connection is the session's life: when it closes, whatever closed it, the credential is gone at once.
import type { Clock } from "../../core/ports/clock.ts";
import {
  readHoldWord,
  type HoldWord,
} from "../../core/agent/agent-session-messages.ts";
import {
  spokenNews,
  type HoldNews,
} from "../../core/agent/agent-session-news.ts";
import { limits } from "../../core/limits.ts";
import { success, type Result } from "../../core/result.ts";
import type { EndReason } from "../../core/sessions/end-reason.ts";
import type { Lease } from "../../core/sessions/lease.ts";
import type { Asker } from "../agent/control-socket.ts";
import {
  processIdentity,
  type ProcessIdentity,
  waitForDeath,
} from "../system/processes/process-identity.ts";
import { startedIn } from "./commands/end-session-programs.ts";
import type { LeaseJournal } from "./leases/lease-journal.ts";
import { clustersIn } from "./session-folder.ts";
import { SessionHolder } from "./session-holder.ts";
import type { GivenSession, HolderInput } from "./holder-input.ts";

/** Most commands are over before anybody could ask which process a session belongs to. */
const writeDownAfterMs = 25;

export interface HeldInput extends Pick<
  HolderInput,
  "facts" | "document" | "runFolder"
> {
  /** The command line that waits. */
  readonly caller: ProcessIdentity;
}

/** What is left when a session is gone: names of clusters that were made in it. */
type Gone = readonly string[];

export class HeldSessions {
  readonly #journal: LeaseJournal;
  readonly #clock: Clock;
  readonly #held = new Set<HeldSession>();
  #isLeaving = false;

  constructor(journal: LeaseJournal, clock: Clock) {
    this.#journal = journal;
    this.#clock = clock;
  }

  /** Each is a connection, and others want to ask as well. Who leaves begins nothing that nobody would end or take over. */
  get takesNone(): boolean {
    return this.#isLeaving || this.#held.size >= limits.heldSessions.most;
  }

  /**
   * Makes a session and holds it for the one who asked: `tell` is told its lease first. Resolves when it is gone from here.
   * Errors: those of the disk.
   */
  async hold(
    input: HeldInput,
    asker: Pick<Asker, "tell" | "signal" | "onWord">,
    tell: (lease: Lease) => void,
  ): Promise<Result<Gone>> {
    const say = (news: HoldNews): void => asker.tell(spokenNews(news));
    const started = SessionHolder.start(this.#journal, this.#clock, {
      ...input,
      watched: input.caller,
      loginKey: null,
      onEnd: (_, reason) => say({ to: "ended", reason }),
    });
    if (!started.ok) return started;
    const held = new HeldSession(started.value, say);
    this.#held.add(held);
    asker.onWord((word) => held.hear(readHoldWord(word)));
    // It may be gone already, and then nobody is told any more.
    if (asker.signal.aborted) held.abandon();
    asker.signal.addEventListener("abort", () => held.abandon());
    tell(started.value.lease);
    const gone = await held.gone;
    this.#held.delete(held);
    return success(gone);
  }

  /** Ends all of them; what runs in them is told so, and fails closed. */
  endAll(reason: EndReason): void {
    this.#isLeaving = true;
    for (const held of this.#held) held.holder.end(reason);
  }

  /** Has other processes hold them, which `take` starts, one for each. What cannot be held on is ended. */
  async handOver(
    take: (given: GivenSession) => Promise<boolean>,
  ): Promise<void> {
    this.#isLeaving = true;
    await Promise.all([...this.#held].map((held) => held.handOver(take)));
  }

  /** This process ends now: what still runs in a session finds the empty talosconfig from here on. */
  leave(reason: EndReason): void {
    for (const { holder } of this.#held) holder.leave(reason);
  }
}

class HeldSession {
  readonly holder: SessionHolder;
  readonly gone: Promise<Gone>;
  readonly #say: (news: HoldNews) => void;
  #resolve: (gone: Gone) => void = () => undefined;
  #command: ProcessIdentity | null = null;
  #writing: NodeJS.Timeout | null = null;
  #isOver = false;

  constructor(holder: SessionHolder, say: (news: HoldNews) => void) {
    this.holder = holder;
    this.#say = say;
    this.gone = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Throws at what no command line of this release says. */
  hear(word: HoldWord | null): void {
    if (word === null) throw new Error("not a word");
    if (word.verb === "over") return this.#close();
    this.#command = processIdentity(word.process);
    this.#writing = setTimeout(() => this.#writeDown(), writeDownAfterMs);
  }

  /** Nobody waits any more. What was started in the session fails closed, and is ended with it. */
  abandon(): void {
    if (this.#isOver) return;
    this.holder.end("left");
    // Whoever waited may have been killed before it could say what it had started.
    this.#command ??= startedIn(this.holder.lease);
    if (!this.#command) return this.#close();
    this.#writeDown();
    void waitForDeath(this.#command).then(() => this.#close());
  }

  async handOver(
    take: (given: GivenSession) => Promise<boolean>,
  ): Promise<void> {
    if (this.#isOver) return;
    this.#writeDown();
    if (!(await this.holder.handOver(take))) return;
    this.#isOver = true;
    this.#say({ to: "moved" });
    this.#resolve([]);
  }

  /** Which process has the session's variables, so that it keeps an empty talosconfig if we are killed. */
  #writeDown(): void {
    if (this.#writing) clearTimeout(this.#writing);
    this.#writing = null;
    if (this.#command && !this.#isOver) this.holder.belongTo(this.#command);
  }

  #close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#writing) clearTimeout(this.#writing);
    const clusters = clustersIn(this.holder.lease.folder);
    this.holder.remove();
    this.#resolve(clusters);
    // Nobody waits for what is only written down.
    setImmediate(() => this.holder.close());
  }
}
