import type {
  ConsentAnswer,
  ConsentQuestion,
} from "../../shared/core/consent/question.ts";
import type { Person } from "../../shared/core/ports/person.ts";
import { MemoryStores } from "./memory-stores.ts";
import { MemorySessions } from "./memory-sessions.ts";
import { questionAbout, scriptedPerson } from "./scripted-person.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import { sha256Hex } from "../../shared/core/pki/primitives/hash-and-hmac.ts";
import { Secret } from "../../shared/core/secret.ts";
import { vaultError, type VaultError } from "../../shared/core/errors.ts";
import {
  readHealth,
  type StoredHealth,
} from "../../shared/core/diagnosis/stored-health.ts";
import { classifyFile } from "../../shared/core/imports/classify-file.ts";
import type { Examiner } from "../../shared/core/ports/examiner.ts";
import type { Classifier } from "../../shared/core/ports/classifier.ts";
import { examinerHere } from "./examiner-here.ts";
import type { TalosApi } from "../../shared/core/ports/talos-api.ts";
import type { SshKeyOpener } from "../../shared/core/ports/ssh-key-opener.ts";
import { readSshPrivateKey } from "../../shared/core/vault/sealed/age/ssh/ssh-private-key.ts";
import type { UserPrompts } from "../../shared/core/ports/user-prompts.ts";
import { isRemoval, type LedgerEntry } from "../../shared/core/ledger/entry.ts";
import {
  changeSettings,
  defaultSettings,
  type Settings,
} from "../../shared/core/settings/settings.ts";
import type { HostEvent } from "../../shared/contract/events.ts";
import { createHost, type Host } from "../../shared/host/host.ts";
import type { HostPorts } from "../../shared/host/ports.ts";
import { offlineTalosApi } from "./offline-talos-api.ts";
import { MemoryVault } from "./memory-vault.ts";

const home = "/home/you/.talos/config";

/** The whole app in one process: the real host and use cases over ports in memory. */
export class MemoryHost {
  readonly vault = new MemoryVault();
  readonly files = new Map<string, string>();
  /** Files that are no text. */
  readonly binaries = new Map<string, Uint8Array>();
  /** Files with more names than one. */
  readonly links = new Map<string, number>();
  /** Paths that were read. */
  readonly reads: string[] = [];
  readonly sessions = new MemorySessions();
  readonly stores = new MemoryStores();
  readonly leases = this.sessions.leases;
  readonly past = this.sessions.past;
  talos: TalosApi = offlineTalosApi;
  health: StoredHealth = readHealth("");
  readonly documents = this.sessions.documents;
  readonly notified: string[] = [];
  /** Who answers where consent is due: nobody. */
  consent: Person = scriptedPerson([]);
  /** What other programs ask a person. */
  questions: readonly ConsentQuestion[] = [];
  readonly answers: ConsentAnswer[] = [];
  seeQuestions: () => void = () => undefined;
  /** May a question be answered in this window? */
  mayAnswer = true;
  /** What terminals that were opened ran before their shell. */
  readonly terminals = this.sessions.terminals;
  readonly bugs: unknown[] = [];
  readonly events: HostEvent[] = [];
  settings: Settings = defaultSettings;
  settingsProblem: VaultError | null = null;
  told: ReadonlySet<string> = new Set();
  clipboard = "";
  passphrase: string | null = null;
  shownRecoveryKey = "";
  typedRecoveryKey = "";
  /** How often a person was asked for it. */
  recoveryKeyAsked = 0;
  /** Servers that a person was asked about. */
  readonly servers: string[] = [];
  isServerMeant = true;
  chosenFile: string | null = null;
  chosenFiles: readonly string[] = [];
  isDiskFull = false;
  /** What is written is in its place, and the disk does not say that it keeps it. */
  isUnconfirmed = false;
  /** As in Electron; else paths are typed. */
  hasDialogs = true;
  /** False: paths of files to read are typed, as in a browser. */
  hasOpenDialog = false;
  readonly host: Host;
  /** The watch of the folders has seen something. */
  seeOnDisk: (what: "vault" | "sessions" | "health" | "audit") => void = () =>
    undefined;
  /** Called after each thing that the host waits for, before it has the answer. */
  meanwhile: () => Promise<void> = async () => undefined;
  parser: Classifier = {
    classify: async (bytes) => success(classifyFile(bytes)),
  };
  examiner: Examiner = examinerHere;
  #monotonic = 0;
  now: Date | null = null;

  constructor() {
    this.host = createHost(this.#ports());
    this.host.listen((event) => this.events.push(event));
  }

  /** The ledger, newest first. */
  get issued(): readonly LedgerEntry[] {
    return this.vault.ledger.now().entries;
  }

  /** What was issued here, newest first: the ledger without what was removed or replaced. */
  get made(): readonly LedgerEntry[] {
    return this.issued.filter((entry) => !isRemoval(entry));
  }

  /** Monotonic milliseconds go by. */
  wait(ms: number): void {
    this.#monotonic += ms;
  }

  #ports(): HostPorts {
    const hasDialogs = () => this.hasDialogs;
    const { folder, keychain, random, clock } = this.vault.ports();
    return {
      vault: {
        folder: this.#slow(folder),
        keychain: this.#slow(keychain),
        random,
        clock: {
          now: () => this.now ?? clock.now(),
          monotonicMs: () => this.#monotonic,
        },
      },
      ledger: this.vault.ledger,
      auditLog: this.#slow(this.vault.ledger.reader),
      records: this.vault.records,
      notes: this.vault.notes,
      talos: {
        probe: async (...asked) => {
          const probe = await this.talos.probe(...asked);
          await this.meanwhile();
          return probe;
        },
        generate: async (...asked) => {
          const made = await this.talos.generate(...asked);
          await this.meanwhile();
          return made;
        },
        close: () => this.talos.close(),
      },
      health: {
        read: async () => this.health,
        update: async (now, change) => {
          // Others get their turn, as while a disk writes.
          await new Promise((resolve) => setImmediate(resolve));
          const writtenAt = now.toISOString();
          this.health = { writtenAt, health: change(this.health) };
          return success(undefined);
        },
      },
      person: this.#slow(this.#person()),
      consent: {
        person: {
          askPerson: (...asked) => this.consent.askPerson(...asked),
          takeAbandoned: () => [],
        },
        questions: {
          waiting: () => this.questions,
          answer: async (_, answer) => {
            this.answers.push(answer);
            return true;
          },
          watch: (onChange) => {
            this.seeQuestions = onChange;
            return () => undefined;
          },
          openWindow: () => () => undefined,
        },
        asking: () => questionAbout("session").process,
        askingClient: () => questionAbout("call").process,
        askingProgram: () => questionAbout("elevate").process,
        isPersons: true,
        mayAnswer: () => this.mayAnswer,
      },
      files: this.#slow(this.#files()),
      sources: this.#slow(this.#sources()),
      stores: this.stores.port,
      parser: { classify: (...asked) => this.parser.classify(...asked) },
      examiner: this.#slow({
        examine: (...asked) => this.examiner.examine(...asked),
      }),
      sshKeys: this.#slow<SshKeyOpener>({
        open: async (file, passphrase) => readSshPrivateKey(file, passphrase),
      }),
      sessions: this.sessions.keeper(),
      settings: {
        read: async () => this.settings,
        problem: async () => this.settingsProblem,
        change: async (changes) => {
          const text = JSON.stringify(this.settings);
          const changed = changeSettings(text, changes);
          if (!changed.ok) return changed;
          this.settings = changed.value.settings;
          return success(this.settings);
        },
        readShownNotices: async () => this.told,
        writeShownNotices: async (keys) => {
          this.told = keys;
          return success(undefined);
        },
      },
      watch: {
        start: (onChange) => {
          this.seeOnDisk = onChange;
          return () => undefined;
        },
      },
      desktop: {
        kind: "electron",
        writeClipboard: (text) => {
          this.clipboard = text;
        },
        readClipboard: async () => this.clipboard,
        clearClipboard: () => {
          this.clipboard = "";
        },
        get hasFileDialogs() {
          return hasDialogs();
        },
        notify: (title, body) => this.notified.push(`${title}: ${body}`),
        withdrawNotices: () => {
          this.notified.length = 0;
        },
      },
      locations: () => [{ path: home, origin: "talos-home", isWritable: true }],
      showFolder: async () => undefined,
      version: "0.0.0",
      platform: "linux",
      report: (error) => this.bugs.push(error),
    };
  }

  /** The same, with what happens `meanwhile`. */
  #slow<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        return (...args: readonly unknown[]) => {
          const given: unknown = Reflect.apply(member, target, args);
          if (!(given instanceof Promise)) return given;
          return given.then(async (answer: unknown) => {
            await this.meanwhile();
            return answer;
          });
        };
      },
    });
  }

  #person(): UserPrompts {
    const give = (text: string | null): Result<Secret> =>
      text === null
        ? failure(vaultError("cancelled", "The dialog was closed.", "Again."))
        : success(new Secret(text));
    return {
      askPassphrase: async (_, refusal) =>
        refusal ? failure(refusal) : give(this.passphrase),
      askRecoveryKey: async () => {
        this.recoveryKeyAsked += 1;
        return give(this.typedRecoveryKey);
      },
      showRecoveryKey: async (key) => {
        this.shownRecoveryKey = key.reveal();
        return success(undefined);
      },
      agreeToServer: async (server, moved) => {
        this.servers.push(moved ? `${moved.server} → ${server}` : server);
        return this.isServerMeant;
      },
      chooseFile: async (_, typed) =>
        this.hasOpenDialog ? this.chosenFile : (typed ?? null),
      chooseFiles: async () => this.chosenFiles,
      chooseTarget: async (_, __, typed) => {
        if (!this.hasDialogs)
          return typed ? { path: typed, isReplacing: false } : null;
        const path = this.chosenFile;
        return path === null ? null : { path, isReplacing: true };
      },
    };
  }

  #files(): HostPorts["files"] {
    return {
      writePieces: async (path, pieces, replace) =>
        this.#files().writePrivate(path, await wholeOf(pieces), replace),
      read: async (path) => {
        this.reads.push(path);
        const bytes = this.binaries.get(path);
        if (bytes) return success(bytes);
        const text = this.files.get(path);
        return text === undefined
          ? failure(
              vaultError("file-missing", `${path} is not there.`, "Check it."),
            )
          : success(new TextEncoder().encode(text));
      },
      exists: async (path) => this.files.has(path) || this.binaries.has(path),
      judgeTarget: async (path, replace) =>
        !replace && this.files.has(path)
          ? failure(vaultError("file-exists", `${path} is there.`, "Another."))
          : success(undefined),
      writePrivate: async (path, bytes, replace) => {
        if (this.isDiskFull)
          return failure(vaultError("disk-full", "It is full.", "Make room."));
        if (!replace && this.files.has(path))
          return failure(
            vaultError("file-exists", `${path} is there.`, "Another."),
          );
        this.files.set(path, new TextDecoder().decode(bytes));
        this.binaries.set(path, bytes);
        return this.isUnconfirmed
          ? failure({
              ...vaultError("file-failed", `${path} is written.`, "Look."),
              arrival: "possible",
            })
          : success(undefined);
      },
    };
  }

  #sources(): HostPorts["sources"] {
    const files = this.#files();
    const identity = (path: string) => ({
      device: "memory",
      inode: path,
      links: this.links.get(path) ?? 1,
    });
    return {
      readSource: async (path) => {
        const read = await files.read(path);
        return read.ok
          ? success({ bytes: read.value, identity: identity(path) })
          : read;
      },
      removeSource: async (path, { sha256 }) => {
        const text = this.files.get(path) ?? "";
        if (sha256Hex(text) !== sha256)
          return failure(vaultError("declined", `${path} stays.`, "Again."));
        this.files.delete(path);
        return success(null);
      },
    };
  }
}

async function wholeOf(
  content: AsyncIterable<Uint8Array>,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** A host whose vault is made, open, and holds the contexts of a talosconfig. */
export async function openHost(
  talosconfig: string,
  memory = new MemoryHost(),
): Promise<MemoryHost> {
  const { host } = memory;
  memory.files.set(home, talosconfig);
  must(await host.ask("vault.create", { keychain: true, passphrase: false }));
  const preview = must(
    await host.ask("imports.open", { kind: "path", path: home }),
  );
  const token = preview?.token ?? "";
  must(await host.ask("imports.apply", { token, choices: [], use: true }));
  return memory;
}

/** The value of a result that must be good. */
export function must<T>(
  result:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly error: { readonly message: string } },
): T {
  if (result.ok) return result.value;
  throw new Error(result.error.message);
}
