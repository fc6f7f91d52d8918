import type { Clock } from "../ports/clock.ts";
import type { LentContext, VaultReader } from "../ports/vault-reader.ts";
import { success } from "../result.ts";
import type { VaultDocument } from "../vault/document.ts";
import { describeContexts, describeInFull } from "./describe-contexts.ts";
import { findContext, type FoundContext } from "./find-context.ts";

/** Reads an open vault. */
export function documentReader(
  document: VaultDocument,
  clock: Clock,
): VaultReader {
  return {
    list: async () => success(describeContexts(document)),
    show: async (wanted) => {
      const found = findContext(document, wanted);
      if (!found.ok) return found;
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
