import { app, clipboard, shell } from "electron";
import { homedir } from "node:os";
import { join } from "node:path";
import type { SettingsStore } from "../../shared/core/ports/settings-store.ts";
import { talosconfigLocations } from "../../shared/core/talosconfig/locations.ts";
import type { HostPorts } from "../../shared/host/ports.ts";
import { auditReader } from "../../shared/node/audit/audit-reader.ts";
import { LogFollower } from "../../shared/node/audit/log-follower.ts";
import { windowConsent } from "../../shared/node/consent/window-consent.ts";
import { diskFiles } from "../../shared/node/files/disk-files.ts";
import { ownSources } from "../../shared/node/sessions/source-files.ts";
import { diskVaultFolder } from "../../shared/node/vault/disk-vault-folder.ts";
import { diskVaultWatch } from "../../shared/node/vault/disk-vault-watch.ts";
import { healthFile } from "../../shared/node/health/health-file.ts";
import { osKeychain } from "../../shared/node/vault/os-keychain.ts";
import { ledgerFile } from "../../shared/node/ledger/ledger-file.ts";
import { threadedExaminer } from "../../shared/node/parsing/threaded-examiner.ts";
import { LeaseJournal } from "../../shared/node/sessions/leases/lease-journal.ts";
import { MachineSessions } from "../../shared/node/sessions/machine-sessions.ts";
import { parserThread } from "../../shared/node/parsing/parser-thread.ts";
import { sshKeyThread } from "../../shared/node/parsing/ssh-key-thread.ts";
import { settingsFile } from "../../shared/node/vault/settings-file.ts";
import { systemClock } from "../../shared/node/system/system-clock.ts";
import { storeAccess } from "../../shared/node/stores/store-access.ts";
import { systemRandom } from "../../shared/node/system/system-random.ts";
import { talosApi } from "../../shared/node/talos-api/talos-api.ts";
import { vaultNotes } from "../../shared/node/vault/vault-notes.ts";
import { vaultRecords } from "../../shared/node/vault/vault-records.ts";
import { usualFolder } from "../../shared/node/vault/usual-folder.ts";
import { vaultLocation } from "../../shared/node/vault/vault-location.ts";
import { desktopPrompts } from "./desktop-prompts.ts";
import type { NoticeSubject } from "../../shared/core/ports/desktop.ts";
import type { MainWindow, Page } from "./main-window.ts";
import { notify, withdrawNotices } from "./native-text.ts";
import { sayOnStderr } from "./stderr.ts";

/** How long a connection to a node is kept for the next question. */
const keepConnectionMs = 60_000;

/** Where a click on a message leads. */
const pages: Readonly<Record<NoticeSubject, Page | undefined>> = {
  certificates: "expiry",
  sessions: "sessions",
  vault: undefined,
  // The question is over whatever page is shown.
  approvals: undefined,
};

/** The adapters of this machine, joined once. */
export function hostPorts(window: MainWindow): {
  readonly ports: HostPorts;
  readonly settings: SettingsStore;
} {
  const home = vaultLocation(process.env, process.platform);
  const reading = new LogFollower(home);
  const journal = new LeaseJournal(home, reading);
  const settings = settingsFile(home);
  const usual = usualFolder(home, process.env, process.platform);
  const ports: HostPorts = {
    vault: {
      folder: diskVaultFolder(home),
      ...(usual ? { usualFolder: usual } : {}),
      keychain: osKeychain(process.env["TALOS_VAULT_KEYCHAIN_SERVICE"]),
      clock: systemClock,
      random: systemRandom,
    },
    ledger: ledgerFile(home, reading),
    auditLog: auditReader(home),
    records: vaultRecords(home),
    notes: vaultNotes(home),
    talos: talosApi({ environment: process.env, keepMs: keepConnectionMs }),
    health: healthFile(home),
    person: desktopPrompts(window),
    // A page of our own, in a program that a person sees.
    consent: windowConsent(home, true),
    files: diskFiles,
    sources: ownSources,
    stores: storeAccess(process.env, homedir(), systemClock),
    parser: parserThread(join(__dirname, "../parser/parser.cjs")),
    examiner: threadedExaminer(join(__dirname, "../parser/parser.cjs")),
    sshKeys: sshKeyThread(join(__dirname, "../parser/parser.cjs")),
    sessions: new MachineSessions(journal, systemClock, process.env),
    settings,
    watch: diskVaultWatch(home, journal),
    desktop: {
      kind: "electron",
      writeClipboard: (text) => void clipboard.writeText(text),
      // A promise from Electron 44 on.
      readClipboard: async () => clipboard.readText(),
      clearClipboard: () => clipboard.clear(),
      hasFileDialogs: true,
      notify: (title, body, subject) =>
        notify(title, body, () => window.show(pages[subject])),
      withdrawNotices,
    },
    locations: () =>
      talosconfigLocations({
        talosconfig: process.env["TALOSCONFIG"],
        talosHome: process.env["TALOS_HOME"],
        home: homedir(),
      }),
    showFolder: async () => void (await shell.openPath(home)),
    version: app.getVersion(),
    platform: process.platform,
    report: reportBug,
  };
  return { ports, settings };
}

/** Where it happened, without the message: a library's words may quote what it was given. */
function reportBug(error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  sayOnStderr([
    "talos-vault: internal error; please report these lines:",
    ...frames,
  ]);
}
