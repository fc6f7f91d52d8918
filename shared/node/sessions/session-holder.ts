// Sessions on this machine: lease, private folder, delivery, watching, end; the sweep after killed holders.
// Keep: The lease is on disk before a key is anywhere, and is the last to go (docs/sessions.md).
import type { Server } from "node:net";
import { join } from "node:path";
import {
  readHolderRequest,
  type HolderRequest,
} from "../../core/agent/holder-messages.ts";
import { protocol } from "../../core/agent/protocol.ts";
import type { Clock } from "../../core/ports/clock.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { folderOwner } from "../../core/sessions/folder-owner.ts";
import { sessionOver, type EndReason } from "../../core/sessions/end-reason.ts";
import { mayEndAt, type Lease } from "../../core/sessions/lease.ts";
import { emptyTalosconfig } from "../../core/talosconfig/yaml/emit.ts";
import { removeSocket } from "../agent/agent-place.ts";
import type { Asker, Reply } from "../agent/control-socket.ts";
import { answerForGateway } from "./gateway/answer-for-gateway.ts";
import type { Delivery } from "./delivery/delivery.ts";
import { fileError } from "../files/file-error.ts";
import { deliver, firstLease, recordFirst } from "./session-start.ts";
import type {
  GivenSession,
  HeldInput,
  HolderInput,
  TakeOverInput,
} from "./holder-input.ts";
import type { LeaseJournal } from "./leases/lease-journal.ts";
import { endConnected } from "./commands/end-session-programs.ts";
import type { ExpiryWatch } from "./expiry-watch.ts";
import {
  failClosed,
  finishWhenRemoved,
  wasEndedFromOutside,
} from "./leases/sweep.ts";
import {
  ownIdentity,
  waitForDeath,
  type ProcessIdentity,
} from "../system/processes/process-identity.ts";
import {
  controlName,
  linkLoginKey,
  makeSessionFolder,
  removeSessionFolder,
  trySayOwner,
  sayState,
} from "./session-folder.ts";

const longestTickMs = 1000;
const listenAfterMs = 25;
const empty = new TextEncoder().encode(emptyTalosconfig);

/**
 * Holds one session in this process: the lease first, then the folder, then the document; the other way
 * round at the end. The document becomes the empty talosconfig when the time is up or somebody asks.
 */
export class SessionHolder {
  readonly #journal: LeaseJournal;
  readonly #clock: Clock;
  readonly #onEnd: HolderInput["onEnd"];
  readonly #gateway: HolderInput["gateway"];
  #document: Uint8Array;
  #endsAtMonotonic: number;
  #lease: Lease;
  #delivery: Delivery | null = null;
  #server: Server | null = null;
  #timer: NodeJS.Timeout | null = null;
  #listening: NodeJS.Timeout | null = null;
  #expiryWatch: ExpiryWatch | null = null;
  #isClosed = false;
  /** Its lease is to go, with whatever is left of its folder. */
  #isOursToFinish = false;

  private constructor(
    journal: LeaseJournal,
    clock: Clock,
    { document, onEnd, leftMs, gateway }: HeldInput,
    lease: Lease,
  ) {
    this.#journal = journal;
    this.#clock = clock;
    this.#document = document;
    this.#onEnd = onEnd;
    this.#gateway = gateway;
    this.#lease = lease;
    this.#endsAtMonotonic = clock.monotonicMs() + leftMs;
    void gateway?.ended.then(() => this.end("asked"));
    gateway?.watchGiven(() => sayState(this.#lease, gateway));
    gateway?.watchRules(() =>
      this.#become({ ...this.#lease, gateway: gateway.lease() }),
    );
  }

  /** Errors: those of the disk; then nothing is left behind. */
  static start(
    journal: LeaseJournal,
    clock: Clock,
    input: HolderInput,
  ): Result<SessionHolder> {
    const lease = firstLease(input);
    const { folder, startedAt, expiresAt } = lease;
    const recorded = recordFirst(journal, lease, input);
    if (!recorded.ok) return recorded;
    const leftMs = Date.parse(expiresAt) - Date.parse(startedAt);
    const whole = { ...input, leftMs };
    const holder = new SessionHolder(journal, clock, whole, lease);
    try {
      makeSessionFolder(folder, holder.#owner());
      if (input.loginKey) linkLoginKey(folder, input.loginKey);
      sayState(lease, input.gateway);
      holder.#delivery = deliver(lease, input.document);
    } catch (error) {
      holder.close();
      return failure(fileError(error, "write", folder));
    }
    holder.#listenSoon();
    holder.#tick();
    return success(holder);
  }

  /**
   * Holds on in this process what another one of ours holds, which waits for it and then lets go. Errors: those of the
   * disk, and `session-missing` when it has ended meanwhile; then nothing was done.
   */
  static takeOver(
    journal: LeaseJournal,
    clock: Clock,
    given: Lease,
    input: TakeOverInput,
  ): Result<SessionHolder> {
    if (journal.read(given.id)?.state !== "active")
      return failure(sessionOver());
    const lease: Lease = { ...given, holder: { ...ownIdentity() } };
    const holder = new SessionHolder(journal, clock, input, lease);
    const recorded = journal.record(lease);
    if (!recorded.ok) return recorded;
    // An end from outside may have been written over just now; one that comes later is seen by the lease.
    if (wasEndedFromOutside(journal, lease)) {
      journal.record({ ...lease, state: "ended" });
      return failure(sessionOver());
    }
    try {
      holder.#delivery = deliver(lease, input.document);
    } catch (error) {
      return failure(fileError(error, "write", lease.folder));
    }
    trySayOwner(lease.folder, holder.#owner());
    holder.#listenSoon();
    holder.#tick();
    return success(holder);
  }

  get lease(): Lease {
    return this.#lease;
  }

  /** Ends the session now; its folder stays until `close`, so that what still runs in it fails closed. */
  end(reason: EndReason): void {
    if (this.#isClosed || this.#lease.state === "ended") return;
    this.#lease = { ...this.#lease, state: "ended" };
    if (this.#timer) clearTimeout(this.#timer);
    this.#gateway?.close();
    try {
      this.#delivery?.replace(empty);
    } catch {
      // No room even for 25 bytes: taking the document away fails closed as well.
      this.#delivery?.remove();
      this.#delivery = null;
    }
    this.#become(this.#lease);
    this.#onEnd(this.#lease, reason);
    endConnected(this.#lease);
  }

  /**
   * This process ends before the shell does: what the shell finds in its session fails closed without us, and the
   * next sweep removes it with the lease once the shell is gone.
   */
  leave(reason: EndReason = "asked"): void {
    this.end(reason);
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stop();
    failClosed(this.#lease.folder);
  }

  /**
   * Another process takes the session over, which `take` starts; the session ends where it does not. True when it is held
   * on.
   */
  async handOver(
    take: (given: GivenSession) => Promise<boolean>,
  ): Promise<boolean> {
    if (this.#isClosed || this.#lease.state === "ended") return false;
    // Its socket is the other one's now, and so is each look at the clock.
    this.#stop();
    const isTaken = await take({
      lease: this.#lease,
      document: this.#document,
      leftMs: this.#leftMs(),
    });
    // Nobody listened meanwhile: whoever wanted its end did it from outside, and that is why nobody could take it.
    if (!isTaken) this.end(this.#wasEnded() ? "asked" : "left");
    if (!isTaken || this.#isClosed) return isTaken;
    this.#isClosed = true;
    this.#delivery?.letGo();
    return true;
  }

  /** The command or shell has ended: everything of the session goes, the lease last. */
  close(): void {
    this.remove();
    if (!this.#isOursToFinish) return;
    this.#isOursToFinish = false;
    finishWhenRemoved(this.#journal, this.#lease, this.#clock);
  }

  /** `close`, but for the lease. */
  remove(): void {
    if (this.#isClosed) return;
    // Whoever ended it before we listened ended the command too, and nobody was told why.
    if (this.#lease.kind === "exec" && this.#wasEnded()) this.end("asked");
    this.#isClosed = true;
    this.#stop();
    // What a shell left behind in the background is connected still; a command's are waited for by whoever wants that.
    if (this.#lease.kind !== "exec") endConnected(this.#lease);
    try {
      this.#delivery?.remove();
    } finally {
      removeSessionFolder(this.#lease.folder);
      this.#isOursToFinish = true;
    }
  }

  #stop(): void {
    this.#gateway?.close();
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#listening) clearTimeout(this.#listening);
    this.#listening = null;
    this.#expiryWatch?.dismiss();
    this.#server?.close();
    removeSocket(join(this.#lease.folder, controlName));
  }

  /** Most commands are over before anybody could ask for their end. */
  #listenSoon(): void {
    // Without its socket a session can be ended from outside, and by its time.
    this.#listening = setTimeout(
      () => void this.#listen().catch(() => undefined),
      listenAfterMs,
    );
    this.#listening.unref();
  }

  /** What it takes is loaded now: a short command waits for none of it. */
  async #listen(): Promise<void> {
    // First the watch: whoever sees the socket may take it that the session ends by its time.
    if (this.#lease.credential === "stored") await this.#watchFromOutside();
    const { serveSession } = await import("./serve-session.ts");
    if (this.#isClosed || this.#listening === null) return;
    const { folder } = this.#lease;
    this.#server = await serveSession(folder, this.#answer.bind(this));
  }

  /** Only we end a session by its time, and whoever stops us must not keep a key that stays valid. */
  async #watchFromOutside(): Promise<void> {
    const { watchExpiry } = await import("./expiry-watch.ts");
    if (this.#isClosed || this.#lease.state === "ended") return;
    this.#expiryWatch ??= watchExpiry(this.#lease.folder);
  }

  #owner() {
    return folderOwner(this.#lease, this.#journal.home);
  }

  /** Who speaks another protocol than ours is told so, and nothing is done. */
  #answer(asked: Reply, { signal }: Asker): Reply | Promise<Reply> {
    const request = readHolderRequest(asked);
    // After a stop the request may be read before the timer looks.
    if (this.#leftMs() <= 0) this.end("expired");
    // Nothing that is asked brings back what was ended without us.
    else if (this.#wasEnded()) this.end("asked");
    if (request === null) return { protocol, ok: false };
    switch (request.verb) {
      case "end":
        this.end("asked");
        return { protocol, ok: true };
      case "repoint":
        return { protocol, ok: this.#repoint(request) };
      case "extend":
        return { protocol, ok: this.#extend(request.expiresAt) };
      case "calls":
      case "rights":
      case "request":
      case "tighten":
        return answerForGateway(this.#gateway, request, signal);
    }
  }

  #repoint(request: Extract<HolderRequest, { verb: "repoint" }>): boolean {
    // A gateway leads to the cluster that it was started for.
    if (this.#lease.state === "ended" || this.#gateway) return false;
    const { context, roles, credential, document } = request;
    const lease = { ...this.#lease, context, roles: [...roles], credential };
    if (!this.#journal.tell("session.repoint", lease).ok) return false;
    this.#document = new TextEncoder().encode(document);
    this.#delivery?.replace(this.#document);
    this.#become(lease);
    if (credential === "stored") void this.#watchFromOutside();
    return true;
  }

  /** What is changed of it is on disk, and in what the shell shows. */
  #become(lease: Lease): void {
    this.#lease = lease;
    this.#journal.record(lease);
    sayState(lease, this.#gateway);
  }

  /** Another end, later or earlier than the present one. */
  #extend(expiresAt: string): boolean {
    const end = Date.parse(expiresAt);
    const now = this.#clock.now().getTime();
    if (!mayEndAt(this.#lease, end, now)) return false;
    const lease = { ...this.#lease, expiresAt: new Date(end).toISOString() };
    if (!this.#journal.tell("session.extend", lease).ok) return false;
    this.#endsAtMonotonic = this.#clock.monotonicMs() + end - now;
    this.#become(lease);
    return true;
  }

  /** From now on the session belongs to this process: when it is gone, the session is closed, and this resolves. */
  async adopt(watched: ProcessIdentity): Promise<void> {
    this.belongTo(watched);
    await waitForDeath(watched);
    this.close();
  }

  /**
   * Says which shell or command has the session's variables: if we are killed, it keeps an empty talosconfig. A session
   * that somebody ended since it began stays ended.
   */
  belongTo(watched: ProcessIdentity): void {
    if (this.#wasEnded()) this.end("asked");
    this.#lease = { ...this.#lease, watched: { ...watched } };
    // After a crash of the machine there is no such process; where the key is in a file, no lease is put at stake for that.
    this.#journal.record(this.#lease, this.#lease.delivery !== "fd");
    trySayOwner(this.#lease.folder, this.#owner());
  }

  /** Both clocks count: one stands still during suspend, the other can be set back. */
  #leftMs(): number {
    return Math.min(
      this.#endsAtMonotonic - this.#clock.monotonicMs(),
      Date.parse(this.#lease.expiresAt) - this.#clock.now().getTime(),
    );
  }

  #wasEnded(): boolean {
    return wasEndedFromOutside(this.#journal, this.#lease);
  }

  #tick(): void {
    const left = this.#leftMs();
    if (left <= 0) return this.end("expired");
    // While this process was stopped somebody else may have ended the session.
    if (this.#wasEnded()) return this.end("asked");
    this.#timer = setTimeout(() => this.#tick(), Math.min(left, longestTickMs));
    this.#timer.unref();
  }
}
