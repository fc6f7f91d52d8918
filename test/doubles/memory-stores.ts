import {
  notArrived,
  vaultError,
  type VaultError,
} from "../../shared/core/errors.ts";
import type { AgeKeys } from "../../shared/core/ports/age-keys.ts";
import type {
  StoreAccess,
  SopsPorts,
} from "../../shared/core/ports/store-access.ts";
import type { SecretStore } from "../../shared/core/ports/secret-store.ts";
import { failure, success } from "../../shared/core/result.ts";
import { Secret } from "../../shared/core/secret.ts";
import { addressText } from "../../shared/core/stores/address.ts";

/** A server of secrets in memory, which counts versions and compares before it writes, as Vault's second engine does. */
export class MemoryStores {
  /** The versions of each address, oldest first. */
  readonly kept = new Map<string, readonly string[]>();
  /** What was asked of it. */
  readonly asked: string[] = [];
  /** The server that the environment names; null: none. */
  named: string | null = "https://store.example:8200";
  /** Until when it answers nothing. */
  stall: Promise<void> | null = null;
  /** Why it answers nothing. */
  trouble: VaultError | null = null;

  /** What opens files of SOPS here; empty: nothing. */
  ageKey = "";

  readonly port: StoreAccess = {
    whole: (address) => address,
    vaultServer: async () => this.named,
    ways: () => ({
      server: async (address, known) =>
        success(
          this.#place(
            addressText(address),
            this.named ?? known?.server ?? "nowhere",
          ),
        ),
      sops: async () => ({ ...noFiles, keys: ageKeys(this.ageKey) }),
    }),
  };

  put(address: string, text: string): void {
    this.kept.set(address, [...(this.kept.get(address) ?? []), text]);
  }

  #place(address: string, server: string): SecretStore {
    let seen = 0;
    return {
      server,
      namespace: "",
      most: Infinity,
      mayMiss: () => null,
      readyToWrite: async () => success(null),
      read: async () => {
        this.asked.push(`read ${address}`);
        await this.stall;
        if (this.trouble) return failure(this.trouble);
        const versions = this.kept.get(address) ?? [];
        seen = versions.length;
        const text = versions.at(-1);
        return success({
          bytes: text === undefined ? null : new TextEncoder().encode(text),
          version: seen === 0 ? "" : String(seen),
        });
      },
      write: async (bytes) => {
        this.asked.push(`write ${address}`);
        if ((this.kept.get(address) ?? []).length !== seen)
          return failure(notArrived(changedMeanwhile()));
        this.put(address, new TextDecoder().decode(bytes));
        return success(String(seen + 1));
      },
    };
  }
}

function ageKeys(key: string): AgeKeys {
  const identities = key === "" ? [] : [new Secret(key)];
  return {
    atHand: async () => success({ identities, broken: [] }),
    moreFor: async () => success({ identities: [], broken: [] }),
  };
}

/** There are no files here. */
const noFiles = {} as Omit<SopsPorts, "keys">;

function changedMeanwhile() {
  return vaultError("store-diverged", "It was changed meanwhile.", "Look.");
}
