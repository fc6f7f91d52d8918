// The page of the window in a browser, as a verb: served, opened, locked when nobody uses it.
// Keep: It listens on loopback alone, and ends with its terminal (docs/decisions/0011).
import { existsSync } from "node:fs";
import { builtFile } from "../../own-programs.ts";
import type { Command } from "commander";
import manifest from "../../../package.json" with { type: "json" };
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { createHost, type Host } from "../../../shared/host/host.ts";
import { hasOwnTerminal } from "../../../shared/node/consent/own-terminal.ts";
import { windowConsent } from "../../../shared/node/consent/window-consent.ts";
import { auditReader } from "../../../shared/node/audit/audit-reader.ts";
import { LogFollower } from "../../../shared/node/audit/log-follower.ts";
import { ledgerFile } from "../../../shared/node/ledger/ledger-file.ts";
import { LeaseJournal } from "../../../shared/node/sessions/leases/lease-journal.ts";
import { diskFiles } from "../../../shared/node/files/disk-files.ts";
import { ownSources } from "../../../shared/node/sessions/source-files.ts";
import { diskVaultWatch } from "../../../shared/node/vault/disk-vault-watch.ts";
import { MachineSessions } from "../../../shared/node/sessions/machine-sessions.ts";
import { pageFiles } from "../../../shared/node/files/page-files.ts";
import { parserThread } from "../../../shared/node/parsing/parser-thread.ts";
import { sshKeyThread } from "../../../shared/node/parsing/ssh-key-thread.ts";
import { settingsFile } from "../../../shared/node/vault/settings-file.ts";
import { talosApi } from "../../../shared/node/talos-api/talos-api.ts";
import { vaultNotes } from "../../../shared/node/vault/vault-notes.ts";
import { vaultRecords } from "../../../shared/node/vault/vault-records.ts";
import { openPage } from "../../web-ui/open-page.ts";
import { serveBrowser, type BrowserHost } from "../../web-ui/server.ts";
import { terminalPrompts } from "../../web-ui/terminal-prompts.ts";
import { storesOf } from "../../ports/stores/command-stores.ts";
import { finish, type Cli } from "../../cli.ts";
import { reportBug } from "../../report-bug.ts";
import { locations } from "../imports/talosconfig-locations.ts";

const idleCheckMs = 15_000;
const keepConnectionMs = 60_000;

export function configureUi(command: Command, cli: Cli): void {
  command
    .option("--no-open", "print the address and open no browser")
    .addHelpText(
      "after",
      `
The window in a browser, for machines without a desktop app. It is served on loopback, to the one
page that has the one-time address, and ends with this command. Passphrases and recovery keys are
asked for and shown here in the terminal, never in the page.`,
    )
    .action((options: { open: boolean }) => finish(cli, ui(cli, options.open)));
}

async function ui(cli: Cli, isOpening: boolean): Promise<Result<void>> {
  const { terminal, ports } = cli;
  const folder = builtFile("renderer");
  if (!existsSync(folder)) return failure(notBuilt());
  const root = ports.runFolder();
  if (!root.ok) return root;
  const host = await makeHost(cli);
  const browser = await serveBrowser(host, pageFiles(folder));
  terminal.say("Talos Vault is served to one browser window, at:");
  terminal.out(browser.address);
  terminal.say("It ends with Ctrl-C, and so do its sessions.");
  await host.start();
  // Listening comes before there is a file to be forgotten.
  const ended = endOfTerminal();
  const forget = isOpening
    ? openPage(browser.address, root.value)
    : () => undefined;
  const stopIdle = lockWhenIdle(host, browser);
  await ended;
  stopIdle();
  forget();
  browser.close();
  host.close();
  return success(undefined);
}

async function makeHost(cli: Cli): Promise<Host> {
  const { terminal, ports } = cli;
  const vault = await ports.vault();
  const { clock, home } = ports;
  const reading = new LogFollower(home);
  const journal = new LeaseJournal(home, reading);
  return createHost({
    vault,
    ledger: ledgerFile(home, reading),
    auditLog: auditReader(home),
    records: vaultRecords(home),
    notes: vaultNotes(home),
    talos: talosApi({ environment: process.env, keepMs: keepConnectionMs }),
    health: ports.health,
    person: terminalPrompts(terminal, ports.passphraseFd),
    // Whoever starts it where nobody sits can press what is in the page as well.
    consent: windowConsent(home, hasOwnTerminal(terminal.isInteractive)),
    files: diskFiles,
    sources: ownSources,
    stores: storesOf(cli),
    parser: parserThread(builtFile("parser", "parser.cjs")),
    examiner: await ports.examiner(),
    sshKeys: sshKeyThread(builtFile("parser", "parser.cjs")),
    sessions: new MachineSessions(journal, clock, process.env),
    settings: settingsFile(home),
    watch: diskVaultWatch(home, journal),
    desktop: {
      kind: "browser",
      writeClipboard: null,
      readClipboard: null,
      clearClipboard: null,
      hasFileDialogs: false,
      notify: () => undefined,
      withdrawNotices: () => undefined,
    },
    locations,
    showFolder: null,
    version: manifest.version,
    platform: process.platform,
    report: (error) => {
      reportBug(terminal, error);
      process.exitCode = 0;
    },
  });
}

/** A browser says nothing of the machine's idle time: what counts is the last thing done in the page. */
function lockWhenIdle(host: Host, browser: BrowserHost): () => void {
  const checkIdle = () => host.idle((Date.now() - browser.lastUse()) / 1000);
  const timer = setInterval(() => void checkIdle(), idleCheckMs);
  return () => clearInterval(timer);
}

/** Resolves when the person, or the end of the terminal, says so. */
function endOfTerminal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(signal, () => resolve());
  });
}

function notBuilt() {
  return vaultError(
    "file-missing",
    "The page of the window is not built.",
    "Build it: npm run build",
  );
}
