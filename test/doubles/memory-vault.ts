import { ledgerLines } from "../../shared/core/ledger/entry.ts";
import type { Clock } from "../../shared/core/ports/clock.ts";
import type { Keychain } from "../../shared/core/ports/keychain.ts";
import type {
  EditsId,
  GenerationId,
  VaultFolder,
} from "../../shared/core/ports/vault-folder.ts";
import type { Notes, VaultNotes } from "../../shared/core/ports/vault-notes.ts";
import type { VaultOnlooker } from "../../shared/core/ports/vault-onlooker.ts";
import type { Warning } from "../../shared/core/warning.ts";
import type { VaultRecords } from "../../shared/core/ports/vault-records.ts";
import { vaultError } from "../../shared/core/errors.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import { Secret } from "../../shared/core/secret.ts";
import type { VaultPorts } from "../../shared/core/usecases/vault/ports.ts";
import { serialQueue } from "../../shared/node/system/serial-queue.ts";
import { MemoryLedger } from "./memory-ledger.ts";

/** The process was killed: what was written before stays, nothing is written after. */
export class Killed extends Error {}

/** A vault's folder and keychain in memory, which can die at any step that changes something. */
export class MemoryVault {
  readonly files = new Map<string, Uint8Array>();
  readonly items = new Map<string, string>();
  readonly ledger = new MemoryLedger();
  /** Names of files that a program which syncs folders made. */
  conflictCopies: readonly string[] = [];
  history = "";
  settings: string | null = null;
  noted: Notes = { plaintext: [], made: [], proven: null };
  readonly notes: VaultNotes = {
    read: async () => this.noted,
    change: async (change) => {
      this.noted = change(this.noted);
      return success(undefined);
    },
  };
  readonly records: VaultRecords = {
    read: async () => {
      const { history, settings, ledger } = this;
      return success({ audit: "", ledger: ledger.text, history, settings });
    },
    merge: async ({ ledger, history, settings }) => {
      this.ledger.text += missingLines(this.ledger.text, ledger);
      this.history += missingLines(this.history, history);
      this.settings ??= settings;
      return success(undefined);
    },
  };
  /** Steps that changed something so far. */
  steps = 0;
  /** The step at which the process is killed, before it is done. */
  killAt = Number.POSITIVE_INFINITY;
  keychainState: "works" | "locked" | "unavailable" = "works";
  /** Warnings that somebody was told, of writes and of what runs. */
  readonly told: Warning[] = [];
  tighten: VaultOnlooker["tighten"] = async () => [];
  passphrase: string | null = null;
  passphrasesAsked = 0;
  /** A file that is put in its place while the disk reports a failure, as where a folder cannot be synced. */
  failsAfterwards: string | null = null;
  /** From so many contexts on small changes are written beside the vault; absent: as for everybody. */
  editsFrom: number | undefined;
  /** Later than what OpenSSL makes while the test runs: its authorities begin when they are made. */
  #moment = Date.now() + 600_000;
  #random: number;
  readonly #written = new Map<string, Date>();
  readonly #lock = serialQueue();

  /** Another machine makes other random numbers. */
  constructor(random = 1) {
    this.#random = random;
  }

  /** So much later. */
  passDays(days: number): void {
    this.#moment += days * 86_400_000;
  }

  copy(): MemoryVault {
    const copy = new MemoryVault(this.#random);
    for (const [name, bytes] of this.files) copy.files.set(name, bytes);
    for (const [account, value] of this.items) copy.items.set(account, value);
    copy.ledger.takeOver(this.ledger);
    copy.passphrase = this.passphrase;
    copy.editsFrom = this.editsFrom;
    return copy;
  }

  ports(preferPassphrase = false): VaultPorts {
    return {
      folder: this.#folder(),
      keychain: this.#keychain(),
      passphrase: {
        ask: async (refusal) => {
          if (refusal) return failure(refusal);
          this.passphrasesAsked++;
          return success(new Secret(this.passphrase ?? ""));
        },
      },
      preferPassphrase,
      ...(this.editsFrom === undefined ? {} : { editsFrom: this.editsFrom }),
      clock: this.#clock(),
      ledger: this.ledger,
      onlooker: {
        tell: (warnings) => void this.told.push(...warnings),
        tighten: (...asked) => this.tighten(...asked),
      },
      random: {
        bytes: (length) => Uint8Array.from({ length }, () => this.#nextByte()),
      },
    };
  }

  /** A multiplicative congruential generator (Park and Miller): marks of writes must differ. */
  #nextByte(): number {
    this.#random = (this.#random * 48_271) % 2_147_483_647;
    return this.#random % 256;
  }

  #step(): void {
    this.steps++;
    if (this.steps >= this.killAt) throw new Killed();
  }

  #clock(): Clock {
    return {
      now: () => new Date((this.#moment += 1000)),
      monotonicMs: () => this.#moment,
    };
  }

  async #set(name: string, bytes: Uint8Array): Promise<Result<void>> {
    this.#step();
    this.files.set(name, Uint8Array.from(bytes));
    this.#written.set(name, new Date(this.#moment));
    return this.failsAfterwards === name
      ? failure(vaultError("file-failed", `Could not write ${name}.`, ""))
      : success(undefined);
  }

  async #delete(name: string): Promise<Result<void>> {
    if (!this.files.has(name)) return success(undefined);
    this.#step();
    this.files.delete(name);
    return success(undefined);
  }

  #folder(): VaultFolder {
    const read = async (name: string) => success(this.files.get(name) ?? null);
    const backup = ({ generation, mark }: GenerationId) =>
      `backups/${[String(generation), ...(mark === "" ? [] : [mark])].join("-")}`;
    const edits = ({ of, generation, mark }: EditsId) =>
      `${backup(of).replace("backups/", "backups-of-edits/")}/${String(generation)}-${mark}`;
    return {
      path: "/memory",
      read,
      reread: read,
      write: (name, bytes) => this.#set(name, bytes),
      remove: (name) => this.#delete(name),
      rename: async (from, to) => {
        this.#step();
        const bytes = this.files.get(from);
        if (!bytes) throw new Error(`${from} is not there to be renamed`);
        this.files.delete(from);
        this.files.set(to, bytes);
        return success(undefined);
      },
      locked: this.#lock,
      backups: {
        list: async () =>
          success(
            [...this.files.keys()]
              .filter((name) => name.startsWith("backups/"))
              .map((name) => {
                const [number, mark = ""] = name
                  .slice("backups/".length)
                  .split("-");
                return { generation: Number(number), mark };
              })
              .toSorted((a, b) => b.generation - a.generation),
          ),
        read: (id) => read(backup(id)),
        write: (id, bytes) => this.#set(backup(id), bytes),
        remove: (id) => this.#delete(backup(id)),
        edits: {
          list: async () =>
            success(
              [...this.files.keys()]
                .filter((name) => name.startsWith("backups-of-edits/"))
                .map((name) => {
                  const [, of = "", number, mark = ""] =
                    /\/(\d+-?[0-9a-f]*)\/(\d+)-(.+)$/.exec(name) ?? [];
                  const [generation, ofMark = ""] = of.split("-");
                  return {
                    of: { generation: Number(generation), mark: ofMark },
                    generation: Number(number),
                    mark,
                  };
                }),
            ),
          read: (id) => read(edits(id)),
          write: (id, bytes) => this.#set(edits(id), bytes),
          remove: (id) => this.#delete(edits(id)),
          writtenAt: async (id) => this.#written.get(edits(id)) ?? null,
        },
        conflictCopies: async () => this.conflictCopies,
      },
    };
  }

  #keychain(): Keychain {
    const trouble = () =>
      this.keychainState === "locked"
        ? ({ kind: "locked", reason: "test" } as const)
        : ({
            kind: "unavailable",
            problem: "no-session-bus",
            reason: "test",
          } as const);
    return {
      read: async (account) => {
        if (this.keychainState !== "works") return trouble();
        const value = this.items.get(account);
        return value === undefined
          ? { kind: "missing" }
          : { kind: "found", value: new Secret(value) };
      },
      write: async (account, value) => {
        if (this.keychainState !== "works") return trouble();
        this.#step();
        this.items.set(account, value.reveal());
        return { kind: "done" };
      },
      remove: async (account) => {
        if (this.keychainState !== "works") return trouble();
        this.#step();
        this.items.delete(account);
        return { kind: "done" };
      },
    };
  }
}

/** The lines of another text that ours has not. */
function missingLines(ours: string, theirs: string): string {
  const known = new Set(ledgerLines(ours));
  const missing = ledgerLines(theirs).filter((line) => !known.has(line));
  return [...new Set(missing)].map((line) => `${line}\n`).join("");
}
