import { randomUUID } from "node:crypto";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { notArrived, vaultError, type VaultError } from "../../core/errors.ts";
import { limits } from "../../core/limits.ts";
import type {
  SecretStore,
  StoredSecret,
} from "../../core/ports/secret-store.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { AwsAddress } from "../../core/stores/address.ts";
import { shellWord } from "../../core/text/shell-words.ts";
import type { AwsClient } from "./aws-client.ts";
import {
  changedMeanwhile,
  noValueThere,
  unansweredBehind,
  unansweredError,
  type UnansweredAdvice,
} from "./unreached-store.ts";

const current = "AWSCURRENT";
/** What a new version is called until the label of the current one is moved to it, and after that. */
const pushed = "talos-vault-push";

interface Seen {
  /** Null: the secret is there, and has never had a value. */
  readonly version: string | null;
  readonly isBinary: boolean;
}

const advice: UnansweredAdvice = {
  untrusted:
    "Where it has a CA of its own, name that one's file in NODE_EXTRA_CA_CERTS.",
  unusable: "Check the profile, and what is in the variables AWS_….",
  "too-long": "Check that AWS_ENDPOINT_URL is the address of a store.",
  unreachable:
    "Check the region, AWS_ENDPOINT_URL where you set it, and the way to it.",
};

/**
 * A secret of AWS Secrets Manager. A new value is put beside the current one, and takes its place only where the current one is still
 * the one that was read.
 */
export class AwsStore implements SecretStore {
  readonly server: string;
  readonly most = limits.awsSecret.most;
  readonly #client: AwsClient;
  readonly #place: AwsAddress;
  #account: string | null = null;
  /** Null: nothing is there. */
  #seen: Seen | null = null;

  constructor(client: AwsClient, place: AwsAddress) {
    this.server = client.server.origin;
    this.#client = client;
    this.#place = place;
  }

  get namespace(): string | null {
    return this.#account;
  }

  mayMiss(): null {
    return null;
  }

  async read(): Promise<Result<StoredSecret>> {
    this.#seen = null;
    try {
      const found = await this.#client.sdk.send(
        new GetSecretValueCommand({
          SecretId: this.#place.name,
          VersionStage: current,
        }),
      );
      this.#knowAccount(found.ARN);
      const bytes = valueIn(found);
      const version = textOf(found.VersionId);
      if (bytes === null || version === "")
        return failure(noValueThere(this.#place.name, this.server));
      this.#seen = { version, isBinary: found.SecretString === undefined };
      return success({ bytes, version });
    } catch (error) {
      if (nameOf(error) !== "ResourceNotFoundException")
        return failure(this.#refusal(error, "GetSecretValue"));
      // A secret that was made without a value is there, and says so in words alone.
      if (/staging label/.test(messageOf(error)))
        this.#seen = { version: null, isBinary: false };
      return success({ bytes: null, version: "" });
    }
  }

  async readyToWrite(): Promise<Result<null>> {
    return Promise.resolve(success(null));
  }

  async write(bytes: Uint8Array): Promise<Result<string>> {
    const { reached } = this.#client;
    reached.clear();
    const written = await this.#write(bytes);
    return written.ok || reached.has(this.server)
      ? written
      : failure(notArrived(written.error));
  }

  async #write(bytes: Uint8Array): Promise<Result<string>> {
    const seen = this.#seen;
    const value = seen?.isBinary
      ? { SecretBinary: bytes }
      : {
          SecretString: new TextDecoder("utf-8", { fatal: true }).decode(bytes),
        };
    // With it, what is sent a second time is done once.
    const ClientRequestToken = randomUUID();
    if (seen === null) return this.#create({ ...value, ClientRequestToken });
    const SecretId = this.#place.name;
    const put = await this.#change("PutSecretValue", async () =>
      this.#client.sdk.send(
        new PutSecretValueCommand({
          SecretId,
          ClientRequestToken,
          ...value,
          ...(seen.version === null ? {} : { VersionStages: [pushed] }),
        }),
      ),
    );
    if (!put.ok) return put;
    return seen.version === null
      ? success(ClientRequestToken)
      : this.#makeCurrent(ClientRequestToken, seen.version);
  }

  async #create(
    value: Omit<CreateSecretCommand["input"], "Name">,
  ): Promise<Result<string>> {
    const { name: Name } = this.#place;
    const made = await this.#change("CreateSecret", async () =>
      this.#client.sdk.send(new CreateSecretCommand({ Name, ...value })),
    );
    if (!made.ok) return made;
    this.#knowAccount(made.value.ARN);
    return success(textOf(made.value.VersionId));
  }

  /** AWS moves the label only away from the version that is named: whoever wrote in between keeps it. */
  async #makeCurrent(version: string, before: string): Promise<Result<string>> {
    const SecretId = this.#place.name;
    const moved = await this.#change("UpdateSecretVersionStage", async () =>
      this.#client.sdk.send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage: current,
          MoveToVersionId: version,
          RemoveFromVersionId: before,
        }),
      ),
    );
    if (moved.ok) return success(version);
    // Without a label it is one that AWS removes; where that fails, it is there, and not current.
    await this.#change("UpdateSecretVersionStage", async () =>
      this.#client.sdk.send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage: pushed,
          RemoveFromVersionId: version,
        }),
      ),
    );
    return moved;
  }

  async #change<T>(action: string, send: () => Promise<T>): Promise<Result<T>> {
    try {
      return success(await send());
    } catch (error) {
      const isTaken =
        nameOf(error) === "ResourceExistsException" ||
        (action === "UpdateSecretVersionStage" &&
          nameOf(error) === "InvalidParameterException");
      return failure(
        isTaken
          ? changedMeanwhile(this.#place.name, this.server)
          : this.#refusal(error, action),
      );
    }
  }

  #knowAccount(arn: unknown): void {
    const [, account = ""] =
      /^arn:[^:]*:[^:]*:[^:]*:(\d+):/.exec(textOf(arn)) ?? [];
    if (account !== "") this.#account = account;
  }

  #refusal(error: unknown, action: string): VaultError {
    const { server, logIn } = this.#client;
    const { name } = this.#place;
    const about = isAboutLogin(error);
    const found = unansweredBehind(error, this.server, about, this.#client.unanswered()); // prettier-ignore
    if (found) return unansweredError(found.server, found.why, advice);
    const code = nameOf(error);
    if (/delet/i.test(messageOf(error))) return this.#deleted();
    if (code === "AccessDeniedException")
      return vaultError(
        "store-login",
        `${server.origin} refuses ${name}: the login may not do secretsmanager:${action}, or may not use the key of the secret.`,
        `Log in with another one (${logIn}), or look at its policies.`,
        code,
      );
    return about
      ? vaultError(
          "store-login",
          "Nobody is logged in to AWS, or the login has ended.",
          `Run ${logIn}, or log in as AWS' own programs want it.`,
          code,
        )
      : vaultError(
          "store-failed",
          `${server.origin} answers ${String(statusOf(error) ?? "nothing that is known")} about ${name}.`,
          "Check the address, and look whether AWS has trouble.",
          code,
        );
  }

  #deleted(): VaultError {
    const { profile, region, name } = this.#place;
    const login =
      region === ""
        ? ""
        : ` --profile ${shellWord(profile)} --region ${shellWord(region)}`;
    return vaultError(
      "store-diverged",
      `${name} was deleted on ${this.server}, and can be recovered until AWS removes it.`,
      `Recover it (aws secretsmanager restore-secret --secret-id ${shellWord(name)}${login}), or choose another place.`,
    );
  }
}

/** The SDK gives what a server says, whatever its types promise. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function valueIn({
  SecretString: text,
  SecretBinary: binary,
}: {
  readonly SecretString?: unknown;
  readonly SecretBinary?: unknown;
}): Uint8Array | null {
  if (typeof text === "string") return new TextEncoder().encode(text);
  return text === undefined && binary instanceof Uint8Array ? binary : null;
}

/** A word, for it may come from the server. */
function nameOf(error: unknown): string {
  const name = error instanceof Error ? textOf(error.name) : "";
  return /^\w{1,80}$/.test(name) ? name : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? textOf(error.message) : "";
}

/** Of the store, or of who lends the login. */
function isAboutLogin(error: unknown): boolean {
  const status = statusOf(error);
  return (
    status === 401 ||
    status === 403 ||
    /Provider|Token|Signature|UnrecognizedClient/.test(nameOf(error))
  );
}

function statusOf(error: unknown): number | undefined {
  const { $metadata } = error as {
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  return $metadata?.httpStatusCode;
}
