import {
  GetSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { fromIni } from "@aws-sdk/credential-provider-ini";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { getEndpointFromInstructions } from "@smithy/core/endpoints";
import type {
  HttpHandler,
  HttpRequest,
  HttpResponse,
} from "@smithy/core/protocols";
import { vaultError, type VaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { AwsAddress } from "../../core/stores/address.ts";
import { shellWord } from "../../core/text/shell-words.ts";
import { askStore, flat, isRefused, type StoreWay } from "./store-http.ts";
import {
  isReadOnTheWay,
  NoAnswer,
  type UnansweredAt,
} from "./unreached-store.ts";

/** AWS Secrets Manager with a person's own login, as AWS' programs find it. */
export interface AwsClient {
  readonly server: URL;
  /** What somebody types to log in. */
  readonly logIn: string;
  readonly sdk: SecretsManagerClient;
  /** What went wrong last on the way to it, or to who lends the login; null: nothing did. */
  readonly unanswered: () => UnansweredAt | null;
  /** Servers (origins) that did not refuse everything: whoever writes empties it, and sees then who may have taken something, over all tries of the SDK. */
  readonly reached: Set<string>;
}

/** Milliseconds for each answer of a machine's own metadata service: it is beside us or nowhere. */
const metadataMs = 1000;

/**
 * Nothing is contacted yet. Errors: `store-failed` where nothing says in which region, or for a
 * server without TLS elsewhere than here.
 */
export async function awsClient(
  address: AwsAddress,
  env: NodeJS.ProcessEnv,
  way: StoreWay = {},
): Promise<Result<AwsClient>> {
  const where = chosen(address, env);
  const requestHandler = new StoreHandler(way);
  const login = {
    clientConfig: { requestHandler },
    logger: silent,
    timeout: metadataMs,
    maxRetries: 0,
    ...where,
  };
  const sdk = new SecretsManagerClient({
    requestHandler,
    logger: silent,
    // Who names a profile means no other login: the chain would go on to that of the machine.
    credentials:
      where.profile === undefined ? defaultProvider(login) : fromIni(login),
    ...where,
  });
  const server = await serverOf(sdk, where);
  if (!server.ok) return server;
  const { profile } = where;
  return success({
    server: server.value,
    logIn: `aws sso login${profile === undefined ? "" : ` --profile ${shellWord(profile)}`}`,
    sdk,
    unanswered: () => requestHandler.unanswered,
    reached: requestHandler.reached,
  });
}

interface Chosen {
  readonly profile?: string;
  readonly region?: string;
}

/** The address counts, then the environment. AWS' command line reads both variables, the SDK the first of each alone. */
function chosen(
  { profile, region }: AwsAddress,
  env: NodeJS.ProcessEnv,
): Chosen {
  const wanted = {
    profile: [profile, env["AWS_PROFILE"], env["AWS_DEFAULT_PROFILE"]],
    region: [region, env["AWS_REGION"], env["AWS_DEFAULT_REGION"]],
  };
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([name, values]) => {
      const value = values.find((one) => one);
      return value ? [[name, value]] : [];
    }),
  );
}

async function serverOf(
  sdk: SecretsManagerClient,
  { region }: Chosen,
): Promise<Result<URL>> {
  try {
    await sdk.config.region();
  } catch {
    return failure(noRegion(region));
  }
  const server = await endpointOf(sdk);
  if (server === null)
    return failure(
      vaultError(
        "store-failed",
        "AWS_ENDPOINT_URL, or endpoint_url of the profile, is no web address.",
        "Mend it, or take it out.",
      ),
    );
  return isReadOnTheWay(server)
    ? failure(
        vaultError(
          "store-failed",
          `${server.origin} is not asked: without TLS everybody on the way would read the secret.`,
          "Use its https address.",
        ),
      )
    : success(server);
}

/** Null where the person's own setting of it is no address. */
async function endpointOf(sdk: SecretsManagerClient): Promise<URL | null> {
  try {
    const { url } = await getEndpointFromInstructions(
      { SecretId: "" },
      GetSecretValueCommand,
      { ...sdk.config },
    );
    return new URL(url.origin);
  } catch {
    return null;
  }
}

function noRegion(named: string | undefined): VaultError {
  return vaultError(
    "store-failed",
    named === undefined
      ? "Nothing says in which region of AWS the secret is."
      : `"${named}" is no region of AWS.`,
    "Write aws-sm:PROFILE@REGION/NAME, or set AWS_REGION.",
  );
}

const nothing = () => undefined;
/** It would write to the console what it was told by the environment. */
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** The SDK's connection to a server, with our own bounds and our own verification of the server. */
class StoreHandler implements HttpHandler {
  readonly metadata = { handlerProtocol: "http/1.1" };
  unanswered: UnansweredAt | null = null;
  readonly reached = new Set<string>();
  readonly #way: StoreWay;

  constructor(way: StoreWay) {
    this.#way = way;
  }

  async handle(request: HttpRequest): Promise<{ response: HttpResponse }> {
    const url = urlOf(request);
    const { method, headers } = request;
    const body = request.body as string | Uint8Array | undefined;
    const answer = await askStore({ url, method, headers, body }, this.#way);
    if (!isRefused(answer)) this.reached.add(url.origin);
    if (answer.kind !== "answer") {
      this.unanswered = { server: url.origin, why: answer };
      throw new NoAnswer(this.unanswered);
    }
    const response = {
      statusCode: answer.status,
      headers: flat(answer.headers),
      body: new Uint8Array(answer.body),
    };
    return { response };
  }

  updateHttpClientConfig(): void {
    // Bounds are ours.
  }

  httpHandlerConfigs(): object {
    return {};
  }
}

function urlOf({ protocol, hostname, port, path, query }: HttpRequest): URL {
  const url = new URL(`${protocol}//${hostname}`);
  if (port !== undefined) url.port = String(port);
  url.pathname = path;
  for (const [name, value] of Object.entries(query))
    for (const one of [value ?? ""].flat()) url.searchParams.append(name, one);
  return url;
}
