import { summarizeCertificate } from "../../shared/core/certificates/summary.ts";
import { Secret } from "../../shared/core/secret.ts";
import type { TalosContext } from "../../shared/core/talosconfig/types.ts";
import type {
  ContextMetadata,
  StoredContext,
  VaultDocument,
} from "../../shared/core/vault/document.ts";

const moment = new Date("2026-11-24T12:00:00Z");

/** A context as the vault has it after an import. */
export function storedOf(
  config: TalosContext,
  metadata: Partial<ContextMetadata> = {},
): StoredContext {
  const certificate = summarizeCertificate(config);
  return {
    config,
    metadata: {
      importedAt: moment,
      labels: {},
      production: false,
      ...(certificate ? { certificate } : {}),
      ...metadata,
    },
  };
}

/** An open vault with these contexts, the first of them current. */
export function documentOf(
  contexts: Readonly<Record<string, TalosContext>>,
): VaultDocument {
  const named = Object.entries(contexts);
  return documentOfStored(
    Object.fromEntries(named.map(([name, config]) => [name, storedOf(config)])),
  );
}

/** The same with contexts that are in a vault already. */
export function documentOfStored(
  contexts: Readonly<Record<string, StoredContext>>,
): VaultDocument {
  const [current = ""] = Object.keys(contexts);
  return {
    vaultId: "9f7a1bb6-9b69-4d2c-8d27-1d3a2d3a4b5c",
    generation: 1,
    writtenAt: moment,
    recoveryRecipient: "age1",
    current,
    previous: "",
    contexts: new Map(Object.entries(contexts)),
  };
}

/** A context with a key of that name and no certificate: enough for the vault's own life. */
export function plainContext(name: string): StoredContext {
  return {
    config: {
      endpoints: ["10.0.0.1"],
      nodes: [],
      key: new Secret(`key of ${name}`),
    },
    metadata: { importedAt: new Date(0), labels: {}, production: false },
  };
}
