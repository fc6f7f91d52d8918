import * as v from "valibot";
import { constantTimeEqual, hmacSha256Hex } from "../pki/authenticate.ts";
import { failure, success, type Result } from "../result.ts";
import { Secret } from "../secret.ts";
import { contextFromJson } from "./context-json.ts";
import type {
  ContextMetadata,
  StoredContext,
  VaultDocument,
} from "./document.ts";
import { migrate, type Migrations } from "./migrate.ts";
import { documentSchema, metadataSchema, type DocumentJson } from "./schema.ts";
import { damaged } from "./vault-problems.ts";
import { documentKey, macSuffix } from "./write-document.ts";

const macLength = 64;

/** The content of the vault, believed only after its HMAC was checked, whatever format it has. */
export function readDocument(
  text: string,
  identity: Secret,
  migrations?: Migrations,
): Result<VaultDocument> {
  if (!isAuthentic(text, identity))
    return failure(damaged("its content is not authentic"));
  const migrated = migrate(JSON.parse(text) as unknown, migrations);
  if (!migrated.ok) return migrated;
  const parsed = v.safeParse(documentSchema, migrated.value);
  const document = parsed.success ? fromJson(parsed.output) : null;
  return document
    ? success(document)
    : failure(damaged("its content has an unknown shape"));
}

function isAuthentic(text: string, identity: Secret): boolean {
  const suffixLength = macSuffix("").length + macLength;
  const start = text.length - suffixLength;
  const mac = text
    .slice(text.length - suffixLength)
    .replace(/^"mac":"|"\}\}\n$/g, "");
  if (start < 0 || text.slice(start) !== macSuffix(mac)) return false;
  const bytes = new TextEncoder().encode(text.slice(0, start) + macSuffix(""));
  return constantTimeEqual(hmacSha256Hex(documentKey(identity), bytes), mac);
}

function fromJson(json: DocumentJson): VaultDocument | null {
  const facts = json["x-talos-vault"];
  const metadataOf = new Map(Object.entries(facts.metadata));
  const contexts = new Map<string, StoredContext>();
  for (const [name, value] of Object.entries(json.contexts)) {
    const config = contextFromJson(value);
    const metadata = metadataFromJson(metadataOf.get(name));
    if (config === null || metadata === null) return null;
    contexts.set(name, { config, metadata });
  }
  if (metadataOf.size !== contexts.size) return null;
  return {
    vaultId: facts.vaultId,
    generation: facts.generation,
    writtenAt: new Date(facts.writtenAt),
    recoveryRecipient: facts.recoveryRecipient,
    current: json.context,
    previous: facts.previous,
    contexts,
    ...authoritiesFromJson(facts.authorities ?? []),
    ...clustersFromJson(facts.clusters ?? []),
  };
}

function authoritiesFromJson(
  list: NonNullable<DocumentJson["x-talos-vault"]["authorities"]>,
): Pick<VaultDocument, "authorities"> {
  if (list.length === 0) return {};
  const authorities = list.map(
    ({ fingerprint, crt, key, sealed = false, addedAt }) => {
      const one = { crt, key: new Secret(key), sealed };
      return [fingerprint, { ...one, addedAt: new Date(addedAt) }] as const;
    },
  );
  return { authorities: new Map(authorities) };
}

function clustersFromJson(
  list: NonNullable<DocumentJson["x-talos-vault"]["clusters"]>,
): Pick<VaultDocument, "clusters"> {
  if (list.length === 0) return {};
  const clusters = list.map(({ name, endpoint, secrets, createdAt }) => {
    const one = { endpoint, secrets: new Secret(secrets) };
    return [name, { ...one, createdAt: new Date(createdAt) }] as const;
  });
  return { clusters: new Map(clusters) };
}

function metadataFromJson(value: unknown): ContextMetadata | null {
  const parsed = v.safeParse(metadataSchema, value);
  if (!parsed.success) return null;
  const { importedAt, labels, production, color, note, certificate, unknown } =
    parsed.output;
  const { favorite, session } = parsed.output;
  return {
    importedAt: new Date(importedAt),
    labels: Object.fromEntries(labels),
    production,
    ...(favorite ? { favorite } : {}),
    ...(color ? { color } : {}),
    ...(note === undefined ? {} : { note }),
    ...sessionFromJson(session),
    ...(certificate
      ? {
          certificate: {
            ...certificate,
            notBefore: new Date(certificate.notBefore),
            notAfter: new Date(certificate.notAfter),
          },
        }
      : {}),
    ...(unknown ? { unknown: Object.fromEntries(unknown) } : {}),
  };
}

/** The schema leaves absent keys undefined; ours are absent. */
function sessionFromJson(
  session: v.InferOutput<typeof metadataSchema>["session"],
): Pick<ContextMetadata, "session"> {
  if (!session) return {};
  const { roles, ttlSeconds } = session;
  return {
    session: { ...(roles && { roles }), ...(ttlSeconds && { ttlSeconds }) },
  };
}
