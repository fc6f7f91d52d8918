import type { Result } from "../result.ts";

export interface StoredSecret {
  /** Null: nothing is there. */
  readonly bytes: Uint8Array | null;
  /** The store's own number of this state; empty: it counts none. */
  readonly version: string;
}

/** One place in a secret store of others. */
export interface SecretStore {
  /** The server, an URL; empty: a file. */
  readonly server: string;
  /** Of that server, without slashes around it; empty: the one that has no name, or none is known of. */
  readonly namespace: string;
  /** Errors: `store-login`, `store-diverged` for what was deleted and can be recovered, `store-failed`, `file-altered`. */
  read(): Promise<Result<StoredSecret>>;
  /** Whether what is known here stands in the way of writing these bytes, before anybody writes down that they leave. Errors: `usage`, `unsupported`, those of the file. */
  readyToWrite(bytes: Uint8Array): Promise<Result<void>>;
  /** Puts bytes in the place of what was read last, and gives their version. Errors: those of `read`; `store-diverged` where the store saw another change in between. */
  write(bytes: Uint8Array): Promise<Result<string>>;
  /** Whether the store itself compares before it writes; known once it was read. */
  comparesItself(): boolean;
}
