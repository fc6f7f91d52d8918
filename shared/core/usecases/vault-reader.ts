import type { Clock } from "../ports/clock.ts";
import type { LentContext, VaultReader } from "../ports/vault-reader.ts";
import { success } from "../result.ts";
import type { VaultDocument } from "../vault/document.ts";
import { findContext, type FoundContext } from "./find-context.ts";

/** Reads an open vault. */
export function documentReader(
  document: VaultDocument,
  clock: Clock,
): VaultReader {
  return {
    // Describing reads certificates; who lends one context does not wait for that to load.
    list: async () => {
      const { describeContexts } = await import("./describe-contexts.ts");
      return success(describeContexts(document));
    },
    show: async (wanted) => {
      const found = findContext(document, wanted);
      if (!found.ok) return found;
      const { describeInFull } = await import("./describe-contexts.ts");
      const { name, context } = found.value;
      return success(
        describeInFull(name, context, document.current, clock.now()),
      );
    },
    lend: async (wanted) => {
      const found = findContext(document, wanted);
      return found.ok ? success(lent(found.value)) : found;
    },
  };
}

function lent({
  name,
  context: { config, metadata },
}: FoundContext): LentContext {
  return {
    name,
    config,
    roles: metadata.certificate?.roles ?? [],
    notAfter: metadata.certificate?.notAfter ?? null,
    production: metadata.production,
  };
}
