import { joined } from "../bytes.ts";
import { deriveKey, hmacSha256Hex } from "../pki/authenticate.ts";
import type { Secret } from "../secret.ts";
import { contextToJson } from "./context-json.ts";
import type { VaultDocument } from "./document.ts";
import { formatNumber } from "./document-lines.ts";
import { metadataToJson } from "./metadata-json.ts";
import { storeToJson } from "./store-facts.ts";
import { linesOf } from "./stored-lines.ts";

const encoder = new TextEncoder();

/** Key of the document's HMAC, from the vault's identity. */
export function documentKey(identity: Secret): Uint8Array {
  return deriveKey(identity.reveal(), "talos-vault/1 document");
}

/** The MAC is the last thing in the document, so that it can be checked before anything is parsed. */
export const macSuffix = (mac: string) => `"mac":"${mac}"}}\n`;

/**
 * The content of the vault: JSON that is also a talosconfig (JSON is YAML, and Talos ignores the key it does
 * not know), with an HMAC over its UTF-8 bytes in which `mac` is empty. Its lines are those of document-lines.ts.
 */
export function writeDocument(
  document: VaultDocument,
  identity: Secret,
): Uint8Array {
  const unsigned = joined(body(document));
  const suffix = macSuffix(
    hmacSha256Hex(
      documentKey(identity),
      unsigned,
      encoder.encode(macSuffix("")),
    ),
  );
  return joined([unsigned, encoder.encode(suffix)]);
}

/** Everything up to `mac`. A context that was not touched since it was read is written as it was read. */
function body(document: VaultDocument): readonly Uint8Array[] {
  const contexts = [...document.contexts].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const parts: Uint8Array[] = [];
  const write = (text: string) => parts.push(encoder.encode(text));
  write(`{"context":${json(document.current)},\n"contexts":{`);
  contexts.forEach(([name, one], index) => {
    write(`${index === 0 ? "" : ",\n"}${json(name)}:`);
    parts.push(linesOf(one)?.config ?? bytesOf(contextToJson(one.config)));
  });
  write(
    `},\n"x-talos-vault":${json(factsToJson(document)).slice(0, -1)},\n"metadata":{`,
  );
  contexts.forEach(([name, one], index) => {
    write(`${index === 0 ? "" : ",\n"}${json(name)}:`);
    parts.push(linesOf(one)?.metadata ?? bytesOf(metadataToJson(one.metadata)));
  });
  write("},\n");
  return parts;
}

function factsToJson(document: VaultDocument): object {
  return {
    format: formatNumber,
    vaultId: document.vaultId,
    generation: document.generation,
    writtenAt: document.writtenAt.toISOString(),
    recoveryRecipient: document.recoveryRecipient,
    previous: document.previous,
    ...authoritiesToJson(document),
    ...clustersToJson(document),
    ...(document.store ? { store: storeToJson(document.store) } : {}),
  };
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

function bytesOf(value: unknown): Uint8Array {
  return encoder.encode(json(value));
}

/** JSON without the characters that YAML refuses raw or takes for the end of a line. */
function json(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
