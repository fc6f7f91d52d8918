import { notArrived, vaultError, type VaultError } from "../../core/errors.ts";
import { limits } from "../../core/limits.ts";
import type {
  SecretStore,
  StoredSecret,
} from "../../core/ports/secret-store.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { AzureAddress } from "../../core/stores/address.ts";
import type { AzureClient } from "./azure-client.ts";
import {
  changedMeanwhile,
  noValueThere,
  unansweredBehind,
  unansweredError,
  type UnansweredAdvice,
} from "./unreached-store.ts";

type Found = Awaited<ReturnType<AzureClient["sdk"]["getSecret"]>>;

/** Their SDK writes seconds in 32 bits: a later one comes to lie before 1970. */
const endOfTheirTime = 2 ** 31 * 1000;

const advice: UnansweredAdvice = {
  untrusted:
    "Where something on the way has a CA of its own, name that one's file in NODE_EXTRA_CA_CERTS.",
  unusable: "Check what is in the variables AZURE_….",
  "too-long": "Check the name of the vault.",
  unreachable: "Check the name of the vault, and the way to it.",
};

/** A secret of an Azure Key Vault. */
export class AzureStore implements SecretStore {
  readonly server: string;
  readonly namespace = "";
  readonly most = limits.azureSecret.most;
  readonly #client: AzureClient;
  readonly #place: AzureAddress;
  /** Null: nothing is there. */
  #seen: Found | null = null;

  constructor(client: AzureClient, place: AzureAddress) {
    this.server = client.server.origin;
    this.#client = client;
    this.#place = place;
  }

  mayMiss(): string {
    return "Azure Key Vault does not compare before it writes: who writes in the same instant is not noticed.";
  }

  async read(): Promise<Result<StoredSecret>> {
    const found = await this.#find();
    if (!found.ok) return found;
    this.#seen = found.value;
    if (this.#seen === null) {
      const deleted = await this.#isDeleted();
      if (!deleted.ok) return deleted;
      return deleted.value
        ? failure(this.#deleted())
        : success({ bytes: null, version: "" });
    }
    const value: unknown = this.#seen.value;
    if (typeof value !== "string")
      return failure(noValueThere(this.#place.name, this.server));
    const bytes = new TextEncoder().encode(value);
    return success({ bytes, version: versionOf(this.#seen) });
  }

  async readyToWrite(): Promise<Result<null>> {
    const { notBefore, expiresOn } = this.#seen?.properties ?? {};
    const isFar = [notBefore, expiresOn].some(
      (one) => one !== undefined && !(Number(one) < endOfTheirTime),
    );
    return Promise.resolve(isFar ? failure(this.#tooFar()) : success(null));
  }

  /** A question may have stood open since it was read: it is compared once more. What else the secret says stays. */
  async write(bytes: Uint8Array): Promise<Result<string>> {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const now = await this.#find();
    if (!now.ok) return failure(notArrived(now.error));
    if (versionOf(now.value) !== versionOf(this.#seen))
      return failure(
        notArrived(changedMeanwhile(this.#place.name, this.server)),
      );
    const { contentType, tags, notBefore, expiresOn } =
      this.#seen?.properties ?? {};
    const kept = Object.fromEntries(
      Object.entries({ contentType, tags, notBefore, expiresOn }).filter(
        ([, value]) => value !== undefined,
      ),
    );
    const { sdk, reached } = this.#client;
    reached.clear();
    try {
      this.#seen = await sdk.setSecret(this.#place.name, text, kept);
      return success(versionOf(this.#seen));
    } catch (error) {
      const refusal =
        statusOf(error) === 409 ? this.#deleted() : this.#refusal(error);
      return failure(reached.has(this.server) ? refusal : notArrived(refusal));
    }
  }

  async #find(): Promise<Result<Found | null>> {
    try {
      return success(await this.#client.sdk.getSecret(this.#place.name));
    } catch (error) {
      return statusOf(error) === 404
        ? success(null)
        : failure(this.#refusal(error));
    }
  }

  /** A login that may not ask this hears the answer from the write itself. */
  async #isDeleted(): Promise<Result<boolean>> {
    try {
      await this.#client.sdk.getDeletedSecret(this.#place.name);
      return success(true);
    } catch (error) {
      const status = statusOf(error);
      return status === 404 || status === 403
        ? success(false)
        : failure(this.#refusal(error));
    }
  }

  #refusal(error: unknown): VaultError {
    const { name } = this.#place;
    const about = isAboutLogin(error);
    const found = unansweredBehind(error, this.server, about, this.#client.unanswered()); // prettier-ignore
    if (found) return unansweredError(found.server, found.why, advice);
    if (/challenge resource/.test(error instanceof Error ? error.message : ""))
      return vaultError(
        "store-failed",
        `${this.server} asks for a login to another place, and was sent none.`,
        "Check the name of the vault, and who stands between it and you.",
      );
    const status = statusOf(error);
    if (status === 403)
      return vaultError(
        "store-login",
        `${this.server} refuses ${name}: the login may not do that, the secret is disabled, or the vault is closed to this network.`,
        "Log in with another one (az login), or look at its roles and at the vault's firewall.",
      );
    return status === 401 || about
      ? vaultError(
          "store-login",
          "Nobody is logged in to Azure, or the login has ended.",
          "Run az login (or azd auth login), or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.",
        )
      : vaultError(
          "store-failed",
          `${this.server} answers ${String(status ?? "nothing that is known")} about ${name}.`,
          "Check the address, and look whether Azure has trouble.",
        );
  }

  #deleted(): VaultError {
    const { vault, name } = this.#place;
    const [label = ""] = vault.split(".");
    return vaultError(
      "store-diverged",
      `${name} was deleted on ${this.server}, and can be recovered until Azure removes it.`,
      `Recover it (az keyvault secret recover --vault-name ${label} --name ${name}), or choose another place.`,
    );
  }

  #tooFar(): VaultError {
    return vaultError(
      "unsupported",
      `${this.#place.name} has a date after January 2038, which would not be written again as it is; nothing was written.`,
      "Give it an earlier one (az keyvault secret set-attributes), or choose another place.",
    );
  }
}

function versionOf(found: Found | null): string {
  return found?.properties.version ?? "";
}

function statusOf(error: unknown): number | undefined {
  return (error as { readonly statusCode?: number }).statusCode;
}

function isAboutLogin(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(AggregateAuthentication|Authentication|CredentialUnavailable|ClientAuth)/.test(
      error.name,
    )
  );
}
