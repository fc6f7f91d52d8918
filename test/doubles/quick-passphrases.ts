import type * as Age from "age-encryption";

/**
 * The library with passphrases that cost next to nothing: one costs a second of processor by design, and tests try many.
 * For `vi.mock("age-encryption", …)`.
 */
export function withQuickPassphrases(age: typeof Age): typeof Age {
  class QuickEncrypter extends age.Encrypter {
    override setPassphrase(passphrase: string): void {
      super.setPassphrase(passphrase);
      this.setScryptWorkFactor(1);
    }
  }
  return { ...age, Encrypter: QuickEncrypter };
}
