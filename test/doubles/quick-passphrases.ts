import type * as Scrypt from "../../shared/core/pki/primitives/scrypt.ts";

/**
 * Passphrases that cost next to nothing: one costs a second of processor by design, and tests try many. Their files say
 * that they cost as much as any. For `vi.mock("…/shared/core/pki/primitives/scrypt.ts", …)`.
 */
export function withQuickPassphrases(scrypt: typeof Scrypt): typeof Scrypt {
  return {
    scryptKey: (passphrase, salt) => scrypt.scryptKey(passphrase, salt, 1),
  };
}
