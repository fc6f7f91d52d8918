import type { Result } from "../result.ts";
import type { Secret } from "../secret.ts";
import type { StoreAddress } from "../stores/address.ts";
import type { AgeKeys } from "./age-keys.ts";
import type { Clock } from "./clock.ts";
import type { Files } from "./files.ts";
import type { SecretStore } from "./secret-store.ts";
import type { SharedFiles } from "./shared-files.ts";
import type { SopsProgram } from "./sops-program.ts";

/** What a file of SOPS is read and written with. */
export interface SopsPorts {
  readonly files: Pick<
    Files,
    "exists" | "judgeTarget" | "read" | "writePrivate"
  >;
  /** The bytes of a .sops.yaml; `file-unsafe` for one that somebody else may have written. */
  readonly readRules: (path: string) => Promise<Result<Uint8Array>>;
  /** Recipients that SOPS itself would take before all rules, since the environment names them; absent: none. */
  readonly namedForSops?: readonly string[];
  readonly shared: SharedFiles;
  readonly keys: AgeKeys;
  readonly clock: Clock;
  /** The person's own sops, for keys that are not read here. */
  readonly program: SopsProgram;
}

/** A place that a server has. */
export type ServerAddress = Exclude<StoreAddress, { readonly kind: "sops" }>;

/** Where a place of Vault was before, or where a person said that it is; counts where the environment names no server. */
export interface KnownServer {
  /** An origin. */
  readonly server: string;
  /** Without the slashes around it; absent: the one that has no name. */
  readonly namespace?: string | undefined;
}

/** A place that is looked for on another server than the one that it was on. */
export interface MovedPlace {
  readonly address: string;
  /** Where it was: an origin. */
  readonly server: string;
}

/** Ways to places in stores. A login is found once for all that is opened in the same way: it may ask a person each time. */
export interface StoreWays {
  /** Opens a place; nothing is contacted yet. Errors: those of the login; `store-failed` where nothing is asked at all. */
  server(
    address: ServerAddress,
    known?: KnownServer,
  ): Promise<Result<SecretStore>>;
  sops(): Promise<SopsPorts>;
}

/** Where a person comes in on the way to a place. */
export interface StorePerson {
  /** Of a file with a key of SSH. With any error that key opens nothing. */
  passphraseOf(path: string): Promise<Result<Secret>>;
  /** Keys that the vault keeps for these recipients of SOPS, once whoever has to agree did. */
  keptKeys(recipients: readonly string[]): Promise<Result<readonly Secret[]>>;
  /** Is told which program opens which file, and with what. */
  say(line: string): void;
}

/** How secret stores of others are reached, with the logins that a person has on this machine. */
export interface StoreAccess {
  /** A place as it is remembered: a file by its whole path. */
  whole(address: StoreAddress): StoreAddress;
  /** The server of Vault that the environment names, as an origin; null: none. */
  vaultServer(): Promise<string | null>;
  ways(person: StorePerson): StoreWays;
}
