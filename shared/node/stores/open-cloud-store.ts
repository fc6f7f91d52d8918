import type { AwsClient } from "./aws-client.ts";
import type { AzureClient } from "./azure-client.ts";
import type { SecretStore } from "../../core/ports/secret-store.ts";
import { success, type Result } from "../../core/result.ts";
import type { AwsAddress, AzureAddress } from "../../core/stores/address.ts";

/** What would let the SDKs tell more than is asked, or talk to whom they cannot verify; they read these when they are loaded. */
const notForThem = [
  "AZURE_LOG_LEVEL",
  "DEBUG",
  "NODE_TLS_REJECT_UNAUTHORIZED",
  "TYPESPEC_RUNTIME_LOG_LEVEL",
];

/** It says on stderr when later ones of it will want a newer Node; ours stays the one that it is. */
const forThem = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };

/** Clients of clouds, one for all places that it is good for: a login may ask a person, and takes a command line seconds. */
export interface CloudClients {
  readonly aws: Map<string, Promise<Result<AwsClient>>>;
  readonly azure: Map<string, Result<AzureClient>>;
}

/** Opens a place in a cloud, whose SDK is loaded for it alone. Nothing is contacted yet. Errors: those of the login. */
export async function openCloudStore(
  address: AwsAddress | AzureAddress,
  env: NodeJS.ProcessEnv,
  clients: CloudClients,
): Promise<Result<SecretStore>> {
  // oxlint-disable-next-line typescript/no-dynamic-delete -- a variable of the environment
  for (const name of notForThem) delete env[name];
  Object.assign(env, forThem);
  return address.kind === "aws-sm"
    ? openAws(address, env, clients)
    : openAzure(address, env, clients);
}

async function openAws(
  address: AwsAddress,
  env: NodeJS.ProcessEnv,
  { aws }: CloudClients,
): Promise<Result<SecretStore>> {
  const { awsClient } = await import("./aws-client.ts");
  const { AwsStore } = await import("./aws-store.ts");
  const key = `${address.profile}@${address.region}`;
  const opening = aws.get(key) ?? awsClient(address, env);
  aws.set(key, opening);
  const client = await opening;
  return client.ok ? success(new AwsStore(client.value, address)) : client;
}

async function openAzure(
  address: AzureAddress,
  env: NodeJS.ProcessEnv,
  { azure }: CloudClients,
): Promise<Result<SecretStore>> {
  const { azureClient } = await import("./azure-client.ts");
  const { AzureStore } = await import("./azure-store.ts");
  const client = azure.get(address.vault) ?? azureClient(address, env);
  azure.set(address.vault, client);
  return client.ok ? success(new AzureStore(client.value, address)) : client;
}
