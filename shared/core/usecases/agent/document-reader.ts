import type { VaultReader } from "../../ports/vault-reader.ts";
import { success } from "../../result.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { findContext } from "../contexts/resolve-context-name.ts";
import type { IssuingPorts } from "../issuing/issuing-ports.ts";
import type { PingVaultPorts } from "../health/ping-vault.ts";
import { issueSessionCredential } from "../sessions/credential-for-session.ts";

export type ReaderPorts = IssuingPorts & PingVaultPorts;

/** Reads an open vault. */
export function documentReader(
  document: VaultDocument,
  ports: ReaderPorts,
): VaultReader {
  const { clock } = ports;
  return {
    // To show one context certificates are read; who lists them, or gives one away, does not wait for that to load.
    list: async () => {
      const { describeContexts } =
        await import("../contexts/describe-contexts.ts");
      return success(await describeContexts(document));
    },
    show: async (wanted) => {
      const found = findContext(document, wanted);
      if (!found.ok) return found;
      const { describeInFull } =
        await import("../contexts/describe-in-full.ts");
      const { name, context } = found.value;
      return success(describeInFull(name, context, document, clock.now()));
    },
    inspect: async (wanted) => {
      const found = findContext(document, wanted);
      if (!found.ok) return found;
      const { inspectNamed } = await import("../imports/inspect-file.ts");
      const { name, context } = found.value;
      return success(inspectNamed(name, context.config, clock.now()));
    },
    ping: async (request, watch) => {
      const { pingVault } = await import("../health/ping-vault.ts");
      return pingVault(ports, document, request, watch);
    },
    issueSessionCredential: (wanted, request) =>
      issueSessionCredential(ports, document, wanted, request),
    decideEachSession: async (names, request) => {
      const { decideEachSession } =
        await import("../sessions/decide-each-session.ts");
      return decideEachSession(document, names, request, clock.now());
    },
  };
}
