import type { Result } from "../result.ts";

export interface StoredSecret {
  /** Null: nothing is there. */
  readonly bytes: Uint8Array | null;
  /** The store's own number of this state; empty: it counts none. */
  readonly version: string;
}

/** Whose keys open what is written. */
export interface Readers {
  /** Age recipients (`age1…`). */
  readonly recipients: readonly string[];
  /** The file whose rules name them; null: whoever asks named them, or the file that is there. */
  readonly rules: string | null;
  /** They are those of the file that is there. */
  readonly isKept: boolean;
  /** Whom SOPS itself would encrypt it to in their stead; absent: the same. */
  readonly passedOver?: readonly string[];
}

/** One place in a secret store of others. */
export interface SecretStore {
  /** The server, an URL; empty: a file. */
  readonly server: string;
  /**
   * Whose part of that server it is: a namespace of Vault without slashes around it, an account of AWS; empty: the one that has no
   * name, or the server has no parts. Null: it is known once something was read or written there.
   */
  readonly namespace: string | null;
  /** The bytes that it takes; infinite: it says so itself. */
  readonly most: number;
  /** Errors: `store-login`, `store-diverged` for what was deleted and can be recovered, `store-failed`, `file-altered`. */
  read(): Promise<Result<StoredSecret>>;
  /** Whether what is known here stands in the way of writing these bytes, before anybody writes down that they leave; gives who can read them then, null where the store alone knows. Errors: `usage`, `unsupported`, those of the file. */
  readyToWrite(bytes: Uint8Array): Promise<Result<Readers | null>>;
  /** Puts bytes in the place of what was read last, and gives their version. Errors: those of `read`; `store-diverged` where the store saw another change in between. One is `notArrived` only where surely nothing went there: it was not sent, or was refused. */
  write(bytes: Uint8Array): Promise<Result<string>>;
  /** Why a change of somebody else in the instant of writing would be missed, as a sentence, known once it was read; null: it would not. */
  mayMiss(): string | null;
}
