import type { VaultOnlooker } from "../../../shared/core/ports/vault-onlooker.ts";
import type { LeaseFiles } from "../../../shared/node/sessions/leases/lease-files.ts";
import { problemText } from "../../output/action-commands.ts";

/** Says once what there is to know of the vault, whoever passes it on. `say` gets one line. */
export function commandOnlooker(
  leases: LeaseFiles,
  say: (text: string) => void,
): VaultOnlooker {
  const said = new Set<string>();
  let tighten: VaultOnlooker["tighten"] | null = null;
  return {
    tell: (warnings) => {
      for (const text of warnings.map(problemText)) {
        if (!said.has(text)) say(text);
        said.add(text);
      }
    },
    tighten: async (...asked) => {
      // Few commands run beside a session with a gateway: what asks one is loaded for those.
      if (!leases.list().some(({ delivery }) => delivery === "gateway"))
        return [];
      const { sessionTightener } =
        await import("../../../shared/node/sessions/leases/tighten-sessions.ts");
      tighten ??= sessionTightener(leases);
      return tighten(...asked);
    },
  };
}
