import type { Keychain } from "../../shared/core/ports/keychain.ts";

/** What stands behind the Secret Service: says which question came to it, and is locked. */
export class BehindKeychain implements Keychain {
  readonly asked: string[] = [];
  read = (account: string) => this.#said(`read ${account}`);
  write = (account: string) => this.#said(`write ${account}`);
  remove = (account: string) => this.#said(`remove ${account}`);

  async #said(question: string) {
    this.asked.push(question);
    return { kind: "locked", reason: "behind" } as const;
  }
}

/** The value of an account's item, or the word for why there is none. */
export async function valueOf(
  keychain: Keychain,
  account: string,
): Promise<string> {
  const item = await keychain.read(account);
  return item.kind === "found" ? item.value.reveal() : item.kind;
}
