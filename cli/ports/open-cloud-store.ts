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

/** Opens a place in a cloud, whose SDK is loaded for it alone. Nothing is contacted yet. Errors: those of the login. */
export async function openCloudStore(
  address: AwsAddress | AzureAddress,
  env: NodeJS.ProcessEnv,
): Promise<Result<SecretStore>> {
  // oxlint-disable-next-line typescript/no-dynamic-delete -- a variable of the environment
  for (const name of notForThem) delete env[name];
  Object.assign(env, forThem);
  if (address.kind === "azure-kv") {
    const { azureClient } =
      await import("../../shared/node/stores/azure-client.ts");
    const { AzureStore } =
      await import("../../shared/node/stores/azure-store.ts");
    const client = azureClient(address, env);
    return client.ok ? success(new AzureStore(client.value, address)) : client;
  }
  const { awsClient } = await import("../../shared/node/stores/aws-client.ts");
  const { AwsStore } = await import("../../shared/node/stores/aws-store.ts");
  const client = await awsClient(address, env);
  return client.ok ? success(new AwsStore(client.value, address)) : client;
}
