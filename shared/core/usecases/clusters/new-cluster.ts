import { readAuthority } from "../../authorities/read-authority.ts";
import { newSecretsBundle } from "../../authorities/secrets-bundle.ts";
import { vaultError, withActions } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import { adminRole } from "../../roles/role.ts";
import { judgeEndpoint } from "../../talosconfig/endpoints.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { issueContext, type IssuedContext } from "../issuing/issue-context.ts";
import { storeAuthority } from "../authorities/store-authority.ts";
import type { IssuingPorts } from "../issuing/issuing-ports.ts";
import { newStoredContext } from "../contexts/new-stored-context.ts";
import { recordIssued } from "../issuing/record-issued.ts";
import { refuseName } from "../contexts/rename-context.ts";

export interface NewClusterRequest {
  readonly name: string;
  /** Of the Kubernetes API: `https://host:6443`. */
  readonly endpoint: string;
  /** Of the Talos API; none: the host of the other. */
  readonly endpoints: readonly string[];
  /** How long the first administrator's certificate lives. */
  readonly ttlSeconds: number;
}

export interface NewCluster {
  /** The vault with it: its secrets, its authority, its first administrator. */
  readonly change: (document: VaultDocument) => Result<VaultDocument>;
  readonly admin: IssuedContext;
}

/**
 * Makes a cluster's secrets and its first administrator. Nothing is in the vault yet: apply `change`. Errors:
 * `context-conflict` for a name that is taken, `context-invalid` for an endpoint that is none.
 */
export async function newCluster(
  ports: IssuingPorts,
  document: VaultDocument,
  request: NewClusterRequest,
): Promise<Result<NewCluster>> {
  const refusal = judge(document, request);
  if (refusal) return refusal;
  const now = ports.clock.now();
  const { yaml } = newSecretsBundle({
    bytes: (length) => ports.random.bytes(length),
    now,
  });
  const secrets = new TextEncoder().encode(yaml.reveal());
  const authority = readAuthority(secrets, now);
  if (!authority.ok) return authority;
  const { name, endpoint, ttlSeconds } = request;
  const endpoints =
    request.endpoints.length > 0 ? request.endpoints : [hostOf(endpoint) ?? ""];
  const admin = issueContext(ports)({
    authority: authority.value,
    base: { endpoints, nodes: [] },
    roles: [adminRole],
    ttlSeconds,
    acceptsCustomRoles: false,
    isForced: false,
  });
  if (!admin.ok) return admin;
  const facts = {
    context: name,
    purpose: "cluster",
    recipient: name,
    via: "authority",
  } as const;
  const recorded = await recordIssued(ports, admin.value, facts);
  if (!recorded.ok) return recorded;
  const context = newStoredContext(
    admin.value.config,
    undefined,
    undefined,
    now,
  );
  const cluster = { endpoint, secrets: yaml, createdAt: now };
  const change = (before: VaultDocument): Result<VaultDocument> => {
    const again = judge(before, request);
    if (again) return again;
    return success({
      ...storeAuthority(before, authority.value, now),
      contexts: new Map(before.contexts).set(name, context),
      clusters: new Map(before.clusters).set(name, cluster),
    });
  };
  return success({ change, admin: admin.value });
}

function judge(
  document: VaultDocument,
  { name, endpoint, endpoints }: NewClusterRequest,
): Result<never> | null {
  const refusal = refuseName(document, name);
  if (refusal) return refusal;
  if (document.clusters?.has(name)) return failure(taken(name));
  if (hostOf(endpoint) === null) return failure(noUrl(endpoint));
  for (const one of endpoints) {
    const judged = judgeEndpoint(one);
    if (judged.kind === "broken")
      return failure(
        vaultError(
          "context-invalid",
          `endpoint "${one}": ${judged.reason}`,
          judged.next,
        ),
      );
  }
  return null;
}

/** The host of an https URL that can be dialled, an IPv6 address without its brackets; null for anything else. */
function hostOf(url: string): string | null {
  if (judgeEndpoint(url).kind === "broken") return null;
  const [, v6, name] =
    /^https:\/\/(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::\d{1,5})?\/?$/.exec(
      url,
    ) ?? [];
  return v6 ?? name ?? null;
}

function taken(name: string) {
  return withActions(
    vaultError(
      "context-conflict",
      `The vault has the secrets of a cluster "${name}" already.`,
      "Choose another name.",
    ),
    ["clusters"],
  );
}

function noUrl(endpoint: string) {
  return vaultError(
    "context-invalid",
    `"${endpoint}" is no URL of a Kubernetes API.`,
    "Write it as the nodes will reach it: https://10.0.0.2:6443",
  );
}
