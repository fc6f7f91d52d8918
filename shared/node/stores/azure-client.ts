import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from "@azure/core-rest-pipeline";
import {
  AzureCliCredential,
  AzureDeveloperCliCredential,
  ChainedTokenCredential,
  EnvironmentCredential,
  WorkloadIdentityCredential,
} from "@azure/identity";
import { SecretClient } from "@azure/keyvault-secrets";
import { vaultError } from "../../core/errors.ts";
import { limits } from "../../core/limits.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { azureHost, type AzureAddress } from "../../core/stores/address.ts";
import { askStore, flat, isRefused, type StoreWay } from "./store-http.ts";
import { NoAnswer, type UnansweredAt } from "./unreached-store.ts";

/** A key vault of Azure with a person's own login, as Azure's programs find it. */
export interface AzureClient {
  readonly server: URL;
  readonly sdk: SecretClient;
  /** What went wrong last on the way to it, or to who lends the login; null: nothing did. */
  readonly unanswered: () => UnansweredAt | null;
  /** Servers (origins) that did not refuse everything: whoever writes empties it, and sees then who may have taken something, over all tries of the SDK. */
  readonly reached: Set<string>;
}

const seconds = 1000;

/**
 * Nothing is contacted yet. The login is that of the environment, a workload or a command line: no metadata service is looked for, no
 * browser is opened. Errors: `store-login` for variables that make none.
 */
export function azureClient(
  address: AzureAddress,
  env: NodeJS.ProcessEnv,
  way: StoreWay = {},
): Result<AzureClient> {
  const server = new URL(`https://${azureHost(address)}`);
  const httpClient = new StoreClient(way);
  const options = {
    httpClient,
    redirectOptions: { maxRetries: 0 },
    retryOptions: { maxRetries: 2 },
  };
  const processTimeoutInMs = limits.storeTime.most * seconds;
  try {
    const login = new ChainedTokenCredential(
      new EnvironmentCredential(options),
      // It cannot even be made elsewhere.
      ...(env["AZURE_FEDERATED_TOKEN_FILE"]
        ? [new WorkloadIdentityCredential(options)]
        : []),
      new AzureCliCredential({ processTimeoutInMs }),
      new AzureDeveloperCliCredential({ processTimeoutInMs }),
    );
    const sdk = new SecretClient(server.origin, login, options);
    return success({
      server,
      sdk,
      unanswered: () => httpClient.unanswered,
      reached: httpClient.reached,
    });
  } catch {
    return failure(
      vaultError(
        "store-login",
        "The variables AZURE_… are not those of a login.",
        "Unset them and run az login, or look at AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_AUTHORITY_HOST.",
      ),
    );
  }
}

/** The way of the SDKs to a server, with our own bounds and our own judgement of the server. */
class StoreClient implements HttpClient {
  unanswered: UnansweredAt | null = null;
  readonly reached = new Set<string>();
  readonly #way: StoreWay;

  constructor(way: StoreWay) {
    this.#way = way;
  }

  async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
    const url = new URL(request.url);
    const { method } = request;
    const headers = request.headers.toJSON({ preserveCase: true });
    const body = (request.body ?? undefined) as string | undefined;
    const answer = await askStore({ url, method, headers, body }, this.#way);
    if (!isRefused(answer)) this.reached.add(url.origin);
    if (answer.kind !== "answer") {
      this.unanswered = { server: url.origin, why: answer };
      throw new NoAnswer(this.unanswered);
    }
    return {
      request,
      status: answer.status,
      headers: createHttpHeaders(flat(answer.headers)),
      bodyAsText: answer.body.toString("utf8"),
    };
  }
}
