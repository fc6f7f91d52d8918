import type { AwsClient } from "../../shared/node/stores/aws-client.ts";
import type { AzureClient } from "../../shared/node/stores/azure-client.ts";
import type { SecretStore } from "../../shared/core/ports/secret-store.ts";
import { success, type Result } from "../../shared/core/result.ts";
import type {
  AwsAddress,
  AzureAddress,
} from "../../shared/core/stores/address.ts";

/** What would let the SDKs tell more than is asked, or talk to whom they cannot verify; they read these when they are loaded. */
const notForThem = [
  "AZURE_LOG_LEVEL",
  "DEBUG",
  "NODE_TLS_REJECT_UNAUTHORIZED",
  "TYPESPEC_RUNTIME_LOG_LEVEL",
];

/** It says on stderr when later ones of it will want a newer Node; ours stays the one that it is. */
const forThem = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };

// One client for all places that it is good for: a login may ask a person, and takes a command line seconds.
const aws = new Map<string, Promise<Result<AwsClient>>>();
const azure = new Map<string, Result<AzureClient>>();

/** Opens a place in a cloud, whose SDK is loaded for it alone. Nothing is contacted yet. Errors: those of the login. */
export async function openCloudStore(
  address: AwsAddress | AzureAddress,
  env: NodeJS.ProcessEnv,
): Promise<Result<SecretStore>> {
  // oxlint-disable-next-line typescript/no-dynamic-delete -- a variable of the environment
  for (const name of notForThem) delete env[name];
  Object.assign(env, forThem);
  return address.kind === "aws-sm"
    ? openAws(address, env)
    : openAzure(address, env);
}

async function openAws(
  address: AwsAddress,
  env: NodeJS.ProcessEnv,
): Promise<Result<SecretStore>> {
  const { awsClient } = await import("../../shared/node/stores/aws-client.ts");
  const { AwsStore } = await import("../../shared/node/stores/aws-store.ts");
  const key = `${address.profile}@${address.region}`;
  const opening = aws.get(key) ?? awsClient(address, env);
  aws.set(key, opening);
  const client = await opening;
  return client.ok ? success(new AwsStore(client.value, address)) : client;
}

async function openAzure(
  address: AzureAddress,
  env: NodeJS.ProcessEnv,
): Promise<Result<SecretStore>> {
  const { azureClient } =
    await import("../../shared/node/stores/azure-client.ts");
  const { AzureStore } =
    await import("../../shared/node/stores/azure-store.ts");
  const client = azure.get(address.vault) ?? azureClient(address, env);
  azure.set(address.vault, client);
  return client.ok ? success(new AzureStore(client.value, address)) : client;
}
