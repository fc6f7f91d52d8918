// The vault of this machine as a program reads it: by the agent of `unlock`, else opened for each question.
// Keep: Nothing is asked on a terminal; a locked keychain shows no dialog unless that was said.
import { isAbsolute } from "node:path";
import {
  lazyHealthStore,
  lazyLedger,
} from "../cli/ports/lazy-ledger-and-health.ts";
import { refuseAgents } from "../cli/command-line/refuse-agents.ts";
import { vaultError } from "../shared/core/errors.ts";
import type { Keychain } from "../shared/core/ports/keychain.ts";
import type { PassphrasePrompt } from "../shared/core/ports/passphrase-prompt.ts";
import type { VaultOnlooker } from "../shared/core/ports/vault-onlooker.ts";
import type { VaultReader } from "../shared/core/ports/vault-reader.ts";
import { failure, success, type Result } from "../shared/core/result.ts";
import { Secret } from "../shared/core/secret.ts";
import { openedReader } from "../shared/core/usecases/agent/agent-vault.ts";
import { openVault } from "../shared/core/usecases/vault/open.ts";
import { agentSocketPath } from "../shared/node/agent/agent-place.ts";
import { agentReader } from "../shared/node/agent/agent-socket.ts";
import { LeaseJournal } from "../shared/node/sessions/leases/lease-journal.ts";
import {
  runFolderPath,
  runFolderPaths,
} from "../shared/node/sessions/run-folder.ts";
import { sessionTightener } from "../shared/node/sessions/leases/tighten-sessions.ts";
import { sweep } from "../shared/node/sessions/leases/sweep.ts";
import { systemClock } from "../shared/node/system/system-clock.ts";
import { systemRandom } from "../shared/node/system/system-random.ts";
import { networkOf } from "../shared/node/talos-api/network.ts";
import { talosApi } from "../shared/node/talos-api/talos-api.ts";
import { diskVaultFolder } from "../shared/node/vault/disk-vault-folder.ts";
import {
  osKeychain,
  serviceOfReleases,
} from "../shared/node/vault/os-keychain.ts";
import { secretServiceKeychain } from "../shared/node/vault/secret-service/secret-service-keychain.ts";
import {
  unusableEnvironment,
  vaultLocation,
} from "../shared/node/vault/vault-location.ts";
import type { Context, VaultOptions } from "./library-types.ts";
import { judge } from "./judge-arguments.ts";
import { thrown, valueOf } from "./thrown.ts";

export class MachineVault {
  readonly home: string;
  readonly clock = systemClock;
  readonly random = systemRandom;
  readonly ledger;
  readonly journal: LeaseJournal;
  readonly onlooker: VaultOnlooker;
  readonly network = networkOf(process.env);
  readonly #health;
  readonly #keychain: Keychain;
  readonly #passphrase: PassphrasePrompt;

  private constructor(
    home: string,
    { passphrase, mayAskKeychain }: VaultOptions,
  ) {
    this.home = home;
    this.ledger = lazyLedger(home);
    this.#health = lazyHealthStore(home);
    this.journal = new LeaseJournal(home);
    // A program that only opens a vault is told of no sessions.
    const tighten = sessionTightener(this.journal);
    this.onlooker = { tell: () => undefined, tighten };
    this.#keychain = keychainOf(mayAskKeychain ?? false);
    this.#passphrase = askOnce(passphrase);
  }

  /** That of `options`, without looking into it. Errors: `declined` in an agent's session, `usage` for a place that is none. */
  static at(options: VaultOptions): MachineVault {
    judge({ options });
    const unusable = unusableEnvironment(process.env, process.platform);
    if (unusable) throw thrown(unusable);
    const { home = vaultLocation(process.env, process.platform) } = options;
    if (!isAbsolute(home)) throw thrown(noPlace(home));
    const vault = new MachineVault(home, options);
    const refused = refuseAgents(vault.journal, "list");
    if (refused) throw thrown(refused);
    return vault;
  }

  async list(): Promise<readonly Context[]> {
    const views = valueOf(await (await this.reader()).list());
    return views.map((view) => ({
      name: view.name,
      current: view.current,
      endpoints: view.endpoints,
      nodes: view.nodes,
      cluster: view.cluster,
      roles: view.roles,
      notAfter: view.notAfter,
      labels: view.labels,
      production: view.production,
    }));
  }

  /** By the agent, where one keeps this vault open. */
  async reader(): Promise<VaultReader> {
    const root = runFolderPath(process.env, this.home);
    const socket = agentSocketPath(root, this.home);
    const agent = agentReader(
      socket,
      this.network,
      () => this.#open(),
      () => undefined,
    );
    return agent ?? valueOf(await this.#open());
  }

  /** Clears away what killed holders left. */
  sweep(): void {
    sweep(this.journal, runFolderPaths(process.env, this.home));
  }

  async #open(): Promise<Result<VaultReader>> {
    const { clock, random, ledger, onlooker } = this;
    const folder = diskVaultFolder(this.home, {});
    const opened = await openVault({
      folder,
      keychain: this.#keychain,
      passphrase: this.#passphrase,
      preferPassphrase: false,
      clock,
      random,
      ledger,
      onlooker,
    })();
    if (!opened.ok) return opened;
    const { environment } = this.network;
    const talos = talosApi({ environment, keepMs: 0 });
    const health = this.#health;
    const ports = { folder, clock, random, ledger, onlooker, talos, health };
    return success(openedReader(ports, opened.value));
  }
}

/** The Secret Service is asked without anybody being asked; what it leaves to a library that shows dialogs is locked instead. */
function keychainOf(mayAsk: boolean): Keychain {
  const service = process.env["TALOS_VAULT_KEYCHAIN_SERVICE"];
  if (mayAsk || process.platform !== "linux") return osKeychain(service);
  const locked = async () => ({ kind: "locked", reason: "" }) as const;
  return secretServiceKeychain(service ?? serviceOfReleases, {
    read: locked,
    write: locked,
    remove: locked,
  });
}

function askOnce(passphrase: VaultOptions["passphrase"]): PassphrasePrompt {
  let answer: Promise<string> | undefined;
  return {
    ask: async (refusal) => {
      if (refusal && answer) return failure(refusal);
      if (!passphrase) return failure(noPassphrase());
      answer ??= Promise.resolve(passphrase());
      judge({ passphrase: await answer });
      return success(new Secret(await answer));
    },
  };
}

function noPassphrase() {
  return vaultError(
    "passphrase-missing",
    "Only its passphrase opens this vault here.",
    "Give `passphrase`, or keep the vault open: talos-vault unlock.",
  );
}

function noPlace(home: string) {
  return vaultError(
    "usage",
    `"${home}" is no whole path of a folder.`,
    "Give the whole path.",
  );
}
