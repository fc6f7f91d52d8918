import type { Server } from "node:net";
import { join } from "node:path";
import type { Clock } from "../../core/ports/clock.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { maxSessionSeconds } from "../../core/sessions/duration.ts";
import type { Lease, SessionFacts } from "../../core/sessions/lease.ts";
import { emptyTalosconfig } from "../../core/talosconfig/emit.ts";
import { removeSocket, serveSocket, type Reply } from "../control-socket.ts";
import { configName, type Delivery } from "./delivery.ts";
import { deliverByDescriptor } from "./descriptor-delivery.ts";
import { fileError } from "../file-error.ts";
import { deliverByFile } from "./file-delivery.ts";
import type { LeaseJournal } from "./lease-journal.ts";
import { failClosed } from "./sweep.ts";
import {
  isAlive,
  processIdentity,
  type ProcessIdentity,
} from "../process-identity.ts";
import {
  controlName,
  makeSessionFolder,
  removeSessionFolder,
} from "./session-folder.ts";

export type EndReason = "expired" | "asked" | "failed";

export interface HolderInput {
  readonly facts: SessionFacts;
  readonly document: Uint8Array;
  readonly runRoot: string;
  /** The process whose death ends the session; null: this one. */
  readonly watched: ProcessIdentity | null;
  /** Told once, when the session ends while its command or shell may still run. */
  readonly onEnd: (lease: Lease, reason: EndReason) => void;
}

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
  readonly #input: HolderInput;
  #endsAtMonotonic: number;
  #lease: Lease;
  #delivery: Delivery | null = null;
  #server: Server | null = null;
  #timer: NodeJS.Timeout | null = null;
  #listening: NodeJS.Timeout | null = null;
  #isClosed = false;

  private constructor(
    journal: LeaseJournal,
    clock: Clock,
    input: HolderInput,
    lease: Lease,
  ) {
    this.#journal = journal;
    this.#clock = clock;
    this.#input = input;
    this.#lease = lease;
    const lifeMs = Date.parse(lease.expiresAt) - Date.parse(lease.startedAt);
    this.#endsAtMonotonic = clock.monotonicMs() + lifeMs;
  }

  /** Errors: those of the disk; then nothing is left behind. */
  static start(
    journal: LeaseJournal,
    clock: Clock,
    input: HolderInput,
  ): Result<SessionHolder> {
    const self = processIdentity(process.pid);
    if (self === null) throw new Error("this process cannot be identified");
    const folder = join(input.runRoot, input.facts.id);
    const lease: Lease = {
      format: 1,
      ...input.facts,
      folder,
      path: join(folder, configName),
      holder: { ...self },
      watched: { ...(input.watched ?? self) },
      state: "active",
    };
    const recorded = journal.record(lease);
    if (!recorded.ok) return recorded;
    const holder = new SessionHolder(journal, clock, input, lease);
    try {
      makeSessionFolder(folder);
      const deliver =
        lease.delivery === "fd" ? deliverByDescriptor : deliverByFile;
      holder.#delivery = deliver(folder, input.document);
    } catch (error) {
      holder.close();
      return failure(fileError(error, "write", folder));
    }
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
    try {
      this.#delivery?.replace(empty);
    } catch {
      // No room even for 25 bytes: taking the document away fails closed as well.
      this.#delivery?.remove();
      this.#delivery = null;
    }
    this.#journal.record(this.#lease);
    this.#input.onEnd(this.#lease, reason);
  }

  /**
   * This process ends before the shell does: what the shell finds in its session fails closed without us, and the
   * next sweep removes it with the lease once the shell is gone.
   */
  leave(): void {
    this.end("asked");
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stop();
    failClosed(this.#lease.folder);
  }

  /** The command or shell has ended: everything of the session goes, the lease last. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stop();
    try {
      this.#delivery?.remove();
    } finally {
      if (removeSessionFolder(this.#lease.folder))
        this.#journal.finish(this.#lease, this.#clock.now());
    }
  }

  #stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#listening) clearTimeout(this.#listening);
    this.#server?.close();
    removeSocket(join(this.#lease.folder, controlName));
  }

  /** Most commands are over before anybody could ask for their end. */
  #listenSoon(): void {
    this.#listening = setTimeout(() => {
      // Without its socket a session can be ended from outside, and by its time.
      this.#serve().catch(() => undefined);
    }, listenAfterMs);
    this.#listening.unref();
  }

  async #serve(): Promise<void> {
    const path = join(this.#lease.folder, controlName);
    this.#server = await serveSocket(path, (request) => this.#answer(request));
    this.#server.unref();
  }

  #answer(request: Reply): Reply {
    switch (request["verb"]) {
      case "end":
        this.end("asked");
        return { ok: true };
      case "repoint":
        return { ok: this.#repoint(request) };
      case "extend":
        return { ok: this.#extend(request["expiresAt"]) };
      default:
        return { ok: false };
    }
  }

  #repoint({ context, roles, credential, document }: Reply): boolean {
    const isSound = typeof context === "string" && typeof document === "string";
    if (credential !== "stored" && credential !== "derived") return false;
    if (!isSound || !Array.isArray(roles) || this.#lease.state === "ended")
      return false;
    this.#delivery?.replace(new TextEncoder().encode(document));
    this.#lease = {
      ...this.#lease,
      context,
      roles: roles.map(String),
      credential,
    };
    this.#journal.record(this.#lease);
    return true;
  }

  /** Another end, later or earlier than the present one. */
  #extend(expiresAt: unknown): boolean {
    const end = typeof expiresAt === "string" ? Date.parse(expiresAt) : NaN;
    const now = this.#clock.now().getTime();
    const lastEnd = now + maxSessionSeconds * 1000;
    if (this.#lease.state === "ended" || !(end > now && end <= lastEnd))
      return false;
    this.#endsAtMonotonic = this.#clock.monotonicMs() + end - now;
    const iso = new Date(end).toISOString();
    this.#lease = { ...this.#lease, expiresAt: iso };
    this.#journal.record(this.#lease);
    return true;
  }

  /** From now on the session belongs to this process: when it is gone, the session is closed. */
  adopt(watched: ProcessIdentity): void {
    this.#lease = { ...this.#lease, watched: { ...watched } };
    this.#journal.record(this.#lease);
    void waitForDeath(watched).then(() => this.close());
  }

  /** Both clocks count: one stands still during suspend, the other can be set back. */
  #tick(): void {
    const left = Math.min(
      this.#endsAtMonotonic - this.#clock.monotonicMs(),
      Date.parse(this.#lease.expiresAt) - this.#clock.now().getTime(),
    );
    if (left <= 0) return this.end("expired");
    this.#timer = setTimeout(() => this.#tick(), Math.min(left, longestTickMs));
    this.#timer.unref();
  }
}

/** Resolves when the process is gone; does not keep this one alive by itself. */
export function waitForDeath(identity: ProcessIdentity): Promise<void> {
  const pauseMs = 500;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (isAlive(identity)) return;
      clearInterval(timer);
      resolve();
    }, pauseMs);
  });
}
