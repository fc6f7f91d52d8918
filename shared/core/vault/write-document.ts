import { deriveKey, hmacSha256Hex } from "../pki/authenticate.ts";
import type { Secret } from "../secret.ts";
import { contextToJson } from "./context-json.ts";
import type {
  ContextMetadata,
  SessionDefaults,
  VaultDocument,
} from "./document.ts";
import type { MetadataJson } from "./schema.ts";

export const formatNumber = 1;

/** Key of the document's HMAC, from the vault's identity. */
export function documentKey(identity: Secret): Uint8Array {
  return deriveKey(identity.reveal(), "talos-vault/1 document");
}

/** The MAC is the last thing in the document, so that it can be checked before anything is parsed. */
export const macSuffix = (mac: string) => `"mac":"${mac}"}}\n`;

/**
 * The content of the vault: JSON that is also a talosconfig (JSON is YAML, and Talos ignores the key it does
 * not know), with an HMAC over its UTF-8 bytes in which `mac` is empty.
 */
export function writeDocument(
  document: VaultDocument,
  identity: Secret,
): string {
  const unsigned = body(document);
  const bytes = new TextEncoder().encode(unsigned + macSuffix(""));
  return unsigned + macSuffix(hmacSha256Hex(documentKey(identity), bytes));
}

/** Everything up to `mac`. */
function body(document: VaultDocument): string {
  const contexts = [...document.contexts].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const configs = contexts.map(([name, { config }]) =>
    entry(name, contextToJson(config)),
  );
  const metadata = contexts.map(([name, one]) =>
    entry(name, metadataToJson(one.metadata)),
  );
  const facts = {
    format: formatNumber,
    vaultId: document.vaultId,
    generation: document.generation,
    writtenAt: document.writtenAt.toISOString(),
    recoveryRecipient: document.recoveryRecipient,
    previous: document.previous,
    ...authoritiesToJson(document),
    ...clustersToJson(document),
  };
  return (
    `{${entry("context", document.current)},\n"contexts":{${configs.join(",\n")}},\n` +
    `"x-talos-vault":${json(facts).slice(0, -1)},\n"metadata":{${metadata.join(",\n")}},\n`
  );
}

/** Left out when there are none, as by versions that knew none. */
function authoritiesToJson({ authorities }: VaultDocument): object {
  if (!authorities?.size) return {};
  const list = [...authorities].map(([fingerprint, one]) => ({
    fingerprint,
    crt: one.crt,
    key: one.key.reveal(),
    ...(one.sealed ? { sealed: true } : {}),
    addedAt: one.addedAt.toISOString(),
  }));
  return { authorities: list };
}

function clustersToJson({ clusters }: VaultDocument): object {
  if (!clusters?.size) return {};
  const list = [...clusters].map(([name, one]) => ({
    name,
    endpoint: one.endpoint,
    secrets: one.secrets.reveal(),
    createdAt: one.createdAt.toISOString(),
  }));
  return { clusters: list };
}

function entry(key: string, value: unknown): string {
  return `${json(key)}:${json(value)}`;
}

/** JSON without the characters that YAML refuses raw or takes for the end of a line. */
function json(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function metadataToJson(metadata: ContextMetadata): MetadataJson {
  const { importedAt, labels, production, color, note, certificate, unknown } =
    metadata;
  const { favorite, session } = metadata;
  return {
    importedAt: importedAt.toISOString(),
    labels: Object.entries(labels),
    production,
    ...(favorite ? { favorite } : {}),
    ...(color ? { color } : {}),
    ...(note === undefined ? {} : { note }),
    ...(session ? { session: sessionToJson(session) } : {}),
    ...(certificate
      ? {
          certificate: {
            roles: [...certificate.roles],
            notBefore: certificate.notBefore.toISOString(),
            notAfter: certificate.notAfter.toISOString(),
            fingerprint: certificate.fingerprint,
          },
        }
      : {}),
    ...(unknown ? { unknown: Object.entries(unknown) } : {}),
  };
}

function sessionToJson({
  roles,
  ttlSeconds,
}: SessionDefaults): NonNullable<MetadataJson["session"]> {
  return {
    ...(roles ? { roles: [...roles] } : {}),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
  };
}
