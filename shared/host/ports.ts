import type {
  AskingProcess,
  ConsentQuestion,
} from "../core/consent/question.ts";
import type { AuditReader } from "../core/ports/audit-reader.ts";
import type { Classifier } from "../core/ports/classifier.ts";
import type { Desktop } from "../core/ports/desktop.ts";
import type { Examiner } from "../core/ports/examiner.ts";
import type { Files, LargeFiles } from "../core/ports/files.ts";
import type { HealthStore } from "../core/ports/health-store.ts";
import type { AuditedLedger } from "../core/ports/audit.ts";
import type { Person, Questions } from "../core/ports/person.ts";
import type { UserPrompts } from "../core/ports/user-prompts.ts";
import type {
  AskingProgram,
  Connection,
  RunningSessions,
} from "../core/ports/running-sessions.ts";
import type { StoreAccess } from "../core/ports/store-access.ts";
import type { SshKeyOpener } from "../core/ports/ssh-key-opener.ts";
import type { SourceFiles } from "../core/ports/source-files.ts";
import type { SettingsStore } from "../core/ports/settings-store.ts";
import type { TalosApi } from "../core/ports/talos-api.ts";
import type { VaultNotes } from "../core/ports/vault-notes.ts";
import type { VaultRecords } from "../core/ports/vault-records.ts";
import type { VaultWatch } from "../core/ports/vault-watch.ts";
import type { TalosconfigLocation } from "../core/talosconfig/locations.ts";
import type { VaultPorts } from "../core/usecases/vault/ports.ts";

/** How a window asks a person, and shows what others ask. */
export interface WindowConsent {
  readonly person: Person;
  readonly questions: Questions;
  readonly asking: () => AskingProcess;
  /** The program that made a call through a gateway of this process; else the process that its session belongs to. */
  readonly askingClient: (
    connection: Connection | null,
    owner: number,
    session: string,
  ) => AskingProcess;
  /** The program that asks such a session for more, in the same way. */
  readonly askingProgram: (
    from: AskingProgram,
    session: string,
  ) => AskingProcess;
  /** A person sits at the window, as far as can be known: what is typed in it, they typed. */
  readonly isPersons: boolean;
  /** Whether an answer in the window counts: not where who asks has started it. */
  readonly mayAnswer: (question: ConsentQuestion) => boolean;
}

/** What the windows' side of the app needs from the machine; the desktop and the browser host each give theirs. */
export interface HostPorts {
  readonly vault: Omit<
    VaultPorts,
    "passphrase" | "preferPassphrase" | "ledger" | "onlooker"
  >;
  readonly ledger: AuditedLedger;
  readonly auditLog: AuditReader;
  readonly records: VaultRecords;
  readonly notes: VaultNotes;
  readonly talos: TalosApi;
  readonly health: HealthStore;
  readonly person: UserPrompts;
  readonly consent: WindowConsent;
  readonly files: Files & LargeFiles;
  readonly sources: SourceFiles;
  readonly stores: StoreAccess;
  readonly parser: Classifier;
  readonly examiner: Examiner;
  readonly sshKeys: SshKeyOpener;
  readonly sessions: RunningSessions;
  readonly settings: SettingsStore;
  readonly watch: VaultWatch;
  readonly desktop: Desktop;
  /** Where talosctl would look. */
  readonly locations: () => readonly TalosconfigLocation[];
  /** Shows the vault's folder; null where there is no desktop to show it. */
  readonly showFolder: (() => Promise<void>) | null;
  readonly version: string;
  /** As Node names it. */
  readonly platform: string;
  /** A bug of ours, for whoever reads the program's stderr. */
  readonly report: (error: unknown) => void;
}
