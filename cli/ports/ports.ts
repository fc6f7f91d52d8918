import { join } from "node:path";
import { builtFile } from "../own-programs.ts";
import { vaultError } from "../../shared/core/errors.ts";
import type { Examiner } from "../../shared/core/ports/examiner.ts";
import type { VaultOnlooker } from "../../shared/core/ports/vault-onlooker.ts";
import type { PassphrasePrompt } from "../../shared/core/ports/passphrase-prompt.ts";
import { failure, type Result } from "../../shared/core/result.ts";
import type { VaultPorts } from "../../shared/core/usecases/vault/ports.ts";
import { agentSocketPath } from "../../shared/node/agent/agent-place.ts";
import { isTaken } from "../../shared/node/files/own-file.ts";
import { LeaseFiles } from "../../shared/node/sessions/leases/lease-files.ts";
import type { LeaseJournal } from "../../shared/node/sessions/leases/lease-journal.ts";
import { systemRandom } from "../../shared/node/system/system-random.ts";
import {
  runFolder,
  runFolderPath,
  runFolderPaths,
} from "../../shared/node/sessions/run-folder.ts";
import {
  isAnyOver,
  removeStrays,
  sweep,
} from "../../shared/node/sessions/leases/sweep.ts";
import { systemClock } from "../../shared/node/system/system-clock.ts";
import { networkOf } from "../../shared/node/talos-api/network.ts";
import { talosApi } from "../../shared/node/talos-api/talos-api.ts";
import {
  unusableVariable,
  vaultLocation,
  settingsName,
} from "../../shared/node/vault/vault-location.ts";
import { lazyHealthStore, lazyLedger } from "./lazy-ledger-and-health.ts";
import type { Terminal } from "../terminal.ts";

/** Nobody to ask: for completion, which must not stop to talk. */
const silence: PassphrasePrompt = {
  ask: async () =>
    failure(
      vaultError(
        "passphrase-missing",
        "Nobody to ask.",
        "Run talos-vault unlock first.",
      ),
    ),
};

/** The adapters of this machine, joined once and made when first asked for. */
export class CliPorts {
  readonly clock = systemClock;
  readonly random = systemRandom;
  /** Absolute path of the vault's folder. */
  readonly home = this.#location();
  readonly leases = new LeaseFiles(this.home);
  readonly ledger = lazyLedger(this.home);
  readonly health = lazyHealthStore(this.home);
  /** How nodes are reached from here. */
  readonly network = networkOf(process.env);
  /** One question and out: no connection is kept. */
  readonly talos = talosApi({
    environment: this.network.environment,
    keepMs: 0,
  });
  readonly #terminal: Terminal;
  readonly #readPassphraseFd: () => number | undefined;
  #vault: VaultPorts | null = null;
  #isSilent = false;
  #onlooker: VaultOnlooker | null = null;

  constructor(terminal: Terminal, readPassphraseFd: () => number | undefined) {
    this.#terminal = terminal;
    this.#readPassphraseFd = readPassphraseFd;
  }

  /** Nowhere, when a variable is unusable: then no verb is run but the help. */
  #location(): string {
    return unusableVariable(process.env, process.platform)
      ? "/nonexistent"
      : vaultLocation(process.env, process.platform);
  }

  /** Whether a person has chosen anything: what reads settings is loaded for them alone. */
  get hasSettings(): boolean {
    return isTaken(join(this.home, settingsName));
  }

  get passphraseFd(): number | undefined {
    return this.#readPassphraseFd();
  }

  /** From now on nothing is asked: what needs an answer fails. */
  silence(): void {
    this.#isSilent = true;
  }

  /** Hears of every write of the vault by this command; one for all of it. */
  async onlooker(): Promise<VaultOnlooker> {
    const { commandOnlooker } = await import("./vault/command-onlooker.ts");
    this.#onlooker ??= commandOnlooker(this.leases, (text) => {
      if (!this.#isSilent) this.#terminal.say(text);
    });
    return this.#onlooker;
  }

  /** What opens and changes the vault; loaded only when it is needed. */
  async vault(): Promise<VaultPorts> {
    const { machineVaultPorts } = await import("./machine-vault-ports.ts");
    const { waitingKeychain } = await import("./waiting/waiting-keychain.ts");
    const onlooker = await this.onlooker();
    let answer: ReturnType<PassphrasePrompt["ask"]> | null = null;
    if (this.#vault) return this.#vault;
    const vault = machineVaultPorts({
      home: this.home,
      passphrase: this.#isSilent
        ? silence
        : {
            // Once for a verb that opens the vault and then changes it; a descriptor can be read only once.
            ask: (refusal) => {
              if (refusal) answer = null;
              answer ??= this.#askPassphrase(refusal);
              return answer;
            },
          },
      preferPassphrase: this.passphraseFd !== undefined,
      clock: this.clock,
      random: this.random,
      ledger: this.ledger,
      onlooker,
      onWait: (what) => this.#terminal.say(`Waiting for ${what} …`),
    });
    const keychain = waitingKeychain(vault.keychain, this.#terminal);
    this.#vault = { ...vault, keychain };
    return this.#vault;
  }

  async #askPassphrase(
    ...refusal: Parameters<PassphrasePrompt["ask"]>
  ): ReturnType<PassphrasePrompt["ask"]> {
    const { askOldPassphrase } = await import("../questions/passphrases.ts");
    return askOldPassphrase(this.#terminal, this.passphraseFd, ...refusal);
  }

  agentSocket(): string {
    return agentSocketPath(runFolderPath(process.env, this.home), this.home);
  }

  /** The private folder of sessions, made when it is not there. */
  runFolder(): Result<string> {
    return runFolder(process.env, this.home);
  }

  /** Cleans up after sessions whose holder is gone, and ends those whose time is up. */
  async sweep(): Promise<void> {
    const runFolders = runFolderPaths(process.env, this.home);
    const leases = this.leases.list();
    if (isAnyOver(leases)) sweep(await this.journal(), runFolders);
    else removeStrays(this.leases, leases, runFolders);
  }

  /** The leases with what tells the audit log of them, loaded only when a session begins or ends here. */
  async journal(): Promise<LeaseJournal> {
    const { LeaseJournal } =
      await import("../../shared/node/sessions/leases/lease-journal.ts");
    return new LeaseJournal(this.home);
  }

  /** Reads credentials of an import on all processors. */
  async examiner(): Promise<Examiner> {
    const { threadedExaminer } =
      await import("../../shared/node/parsing/threaded-examiner.ts");
    return threadedExaminer(builtFile("parser", "parser.cjs"), { helps: true });
  }
}
