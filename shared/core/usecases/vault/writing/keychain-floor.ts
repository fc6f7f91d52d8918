import { warning, type Warning } from "../../../warning.ts";
import { vaultError } from "../../../errors.ts";
import { failure, success, type Result } from "../../../result.ts";
import type { Secret } from "../../../secret.ts";
import type { VaultDocument } from "../../../vault/document.ts";
import {
  writeToken,
  type KeychainToken,
} from "../../../vault/sealed/keychain-item-format.ts";
import type { Commit } from "./commit-plan.ts";
import { noKey } from "../opening/keychain-errors.ts";
import type { VaultPorts } from "../ports.ts";
import { tokenIn } from "../opening/keychain-token.ts";

/**
 * The keychain's item in one write of the vault, or of the small changes beside it: the vault's identity, the floor (the
 * generation that this machine has written or built upon) and that write's mark. It is written here alone, after the file,
 * and never lower than it was; a vault whose owner wants no keychain never gets one.
 */
export class FloorKeeper {
  readonly #ports: VaultPorts;
  readonly #wanted: Commit;
  readonly #before: KeychainToken | null;
  readonly #follows: boolean;
  isThere = false;

  private constructor(
    ports: VaultPorts,
    wanted: Commit,
    before: KeychainToken | null,
  ) {
    const { present, document, keychain } = wanted;
    const store = present?.document.store ?? document.store;
    const isRefused = keychain === undefined && store?.isWithoutKeychain;
    this.#ports = ports;
    this.#wanted = wanted;
    this.#before = before;
    this.#follows =
      keychain === "enrol" ||
      (keychain === undefined && before !== null && !isRefused);
  }

  static async of(ports: VaultPorts, wanted: Commit): Promise<FloorKeeper> {
    const { present, document, keychain } = wanted;
    if (present?.keys.token)
      return new FloorKeeper(ports, wanted, present.keys.token);
    if (keychain !== "enrol") return new FloorKeeper(ports, wanted, null);
    const item = await ports.keychain.read(document.vaultId);
    const before = tokenIn(item);
    return new FloorKeeper(ports, wanted, before);
  }

  /** The generation that the next one has to be above. */
  get floor(): number {
    return this.#before?.floor ?? 0;
  }

  /** Identities of before that may have sealed earlier generations. */
  get formers(): readonly Secret[] {
    const { identity, present } = this.#wanted;
    const own = this.#before ?? { identity, next: undefined };
    return [present?.identity, own.identity, own.next].filter(
      (one): one is Secret =>
        one !== undefined && one.reveal() !== identity.reveal(),
    );
  }

  /**
   * The item learns an identity that it does not have, before the vault needs it. Gives what a person must be told.
   * Errors: `keychain-*`, where nothing else would open the vault or the item would go on to open what was replaced.
   */
  async prepare(hasPassphrase: boolean): Promise<Result<readonly Warning[]>> {
    if (!this.#follows) return success([]);
    if (this.#knows(this.#wanted.identity)) {
      this.isThere = true;
      return success([]);
    }
    const stored = await this.#write(this.#withBoth());
    this.isThere = stored.ok;
    if (stored.ok) return success([]);
    return this.#before === null && hasPassphrase
      ? success([
          warning(
            "not-in-keychain",
            `Not in the keychain: ${stored.error.message}`,
          ),
        ])
      : stored;
  }

  /** The item while the vault is written: it opens the one before and the one that comes. */
  #withBoth(): KeychainToken {
    const { identity, present } = this.#wanted;
    const before = this.#before;
    const old = present?.identity ?? before?.identity ?? identity;
    const isReplaced = old.reveal() !== identity.reveal();
    return {
      floor: this.floor,
      mark: before?.mark ?? null,
      identity: old,
      ...(isReplaced ? { next: identity } : {}),
    };
  }

  #knows(identity: Secret): boolean {
    const before = this.#before;
    return before?.identity.reveal() === identity.reveal() && !before.next;
  }

  /** The vault is written: the floor is raised. One that could not be raised is lower than it might be, and harms nothing. */
  async drop({ vaultId, generation, store }: VaultDocument): Promise<void> {
    if (!this.isThere) return;
    const token = {
      floor: Math.max(generation, this.floor),
      mark: store?.mark ?? null,
      identity: this.#wanted.identity,
    };
    await this.#ports.keychain.write(vaultId, writeToken(token));
  }

  /** Writes and reads back: another item of the same name, in another collection, would be read instead. */
  async #write(token: KeychainToken): Promise<Result<void>> {
    const { vaultId } = this.#wanted.document;
    const { keychain } = this.#ports;
    const value = writeToken(token);
    const stored = await keychain.write(vaultId, value);
    if (stored.kind !== "done") return failure(noKey(stored));
    const back = await keychain.read(vaultId);
    if (back.kind === "found" && back.value.reveal() === value.reveal())
      return success(undefined);
    return failure(
      vaultError(
        "keychain-unavailable",
        "The keychain gives back another item than the one that was written.",
        `Another item of the account ${vaultId} is in the way, perhaps in another collection of the keyring. Remove it there and try again.`,
      ),
    );
  }
}
