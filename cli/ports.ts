import { join } from "node:path";
import { vaultError } from "../shared/core/errors.ts";
import type { PassphrasePrompt } from "../shared/core/ports/passphrase-prompt.ts";
import type { VaultReader } from "../shared/core/ports/vault-reader.ts";
import { failure, type Result } from "../shared/core/result.ts";
import type { VaultPorts } from "../shared/core/usecases/vault-ports.ts";
import { agentSocketPath, connectAgent } from "../shared/node/agent-socket.ts";
import { diskFiles } from "../shared/node/disk-files.ts";
import { diskVaultFolder } from "../shared/node/disk-vault-folder.ts";
import { keytarKeychain } from "../shared/node/keytar-keychain.ts";
import { LeaseJournal } from "../shared/node/lease-journal.ts";
import { nodeRandom } from "../shared/node/node-random.ts";
import { runRoot, runRootPath, runRootPaths } from "../shared/node/run-root.ts";
import { sweep } from "../shared/node/sweep.ts";
import { systemClock } from "../shared/node/system-clock.ts";
import { vaultLocation } from "../shared/node/vault-location.ts";
import { askOldPassphrase } from "./passphrases.ts";
import type { Terminal } from "./terminal.ts";

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
  readonly random = nodeRandom;
  readonly files = diskFiles;
  /** Absolute path of the vault's folder. */
  readonly home = vaultLocation(process.env, process.platform);
  readonly journal = new LeaseJournal(this.home);
  readonly #terminal: Terminal;
  readonly #readPassphraseFd: () => number | undefined;
  #vault: VaultPorts | null = null;
  #isSilent = false;

  constructor(terminal: Terminal, readPassphraseFd: () => number | undefined) {
    this.#terminal = terminal;
    this.#readPassphraseFd = readPassphraseFd;
  }

  get passphraseFd(): number | undefined {
    return this.#readPassphraseFd();
  }

  /** From now on nothing is asked: what needs an answer fails. */
  silence(): void {
    this.#isSilent = true;
  }

  vault(): VaultPorts {
    this.#vault ??= {
      folder: diskVaultFolder(this.home),
      keychain: keytarKeychain(process.env["TALOS_VAULT_KEYCHAIN_SERVICE"]),
      passphrase: this.#isSilent
        ? silence
        : { ask: () => askOldPassphrase(this.#terminal, this.passphraseFd) },
      preferPassphrase: this.passphraseFd !== undefined,
      clock: this.clock,
      random: this.random,
    };
    return this.#vault;
  }

  /** The agent that `unlock` started; null when there is none. A passphrase given on purpose goes past it. */
  async agent(): Promise<VaultReader | null> {
    return this.passphraseFd === undefined
      ? connectAgent(this.agentSocket())
      : null;
  }

  agentSocket(): string {
    return agentSocketPath(runRootPath(process.env), this.home);
  }

  /** The private folder of sessions, made when it is not there. */
  runRoot(): Result<string> {
    return runRoot(process.env);
  }

  /** Cleans up after sessions whose holder is gone. */
  sweep(): void {
    sweep(this.journal, runRootPaths(process.env));
  }

  /** A program of ours that is built beside this one. */
  program(name: "holder" | "agent"): string {
    return join(import.meta.dirname, `${name}.mjs`);
  }
}
