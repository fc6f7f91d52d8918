import type { Secret } from "../secret.ts";

/**
 * What a keychain says when asked for an item.
 *
 * `missing` means that the keychain is open and works (proved with a canary) and has no such item; a bare
 * null from the library proves nothing, because a locked collection answers null as well.
 */
export type KeychainItem =
  | { readonly kind: "found"; readonly value: Secret }
  | { readonly kind: "missing" }
  | { readonly kind: "locked"; readonly reason: string }
  | {
      readonly kind: "unavailable";
      readonly problem: KeychainProblem;
      readonly reason: string;
    };

/** Why there is no keychain to ask: each has its own way out. */
export type KeychainProblem =
  | "no-session-bus"
  | "no-service"
  | "no-collection"
  | "no-library"
  | "restarted"
  | "other";

/** The outcome of a write or a removal: done, or one of the two states in which it cannot be done. */
export type KeychainChange =
  | { readonly kind: "done" }
  | Extract<KeychainItem, { kind: "locked" } | { kind: "unavailable" }>;

/** The OS keychain, for one service name. Account = vault id. */
export interface Keychain {
  read(account: string): Promise<KeychainItem>;
  write(account: string, value: Secret): Promise<KeychainChange>;
  /** Removing what is not there is done. */
  remove(account: string): Promise<KeychainChange>;
}
