/** What went wrong. `code` is one of the codes of `shared/core/errors.ts` and stays; `message` and `next` are for people. */
export class TalosVaultError extends Error {
  override readonly name = "TalosVaultError";
  readonly code: string;
  /** What a person can do; empty: nothing but to read the message. */
  readonly next: string;

  constructor(code: string, message: string, next: string) {
    super(message);
    this.code = code;
    this.next = next;
  }
}
