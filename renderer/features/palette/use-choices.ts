import { useMemo } from "react";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { go } from "../../routes.ts";
import { useContextActions } from "../contexts/actions/index.ts";
import { useSwitch } from "../use-switch.ts";
import type { VaultView } from "../vault-view.ts";
import { actedOn, type Act } from "./acted-on.ts";

export interface Choice {
  readonly name: string;
  /** The name in lower case. */
  readonly search: string;
  readonly what: string;
  /** The context that it is about, and what stands before its name. */
  readonly context?: string;
  readonly verb?: string;
  /** Other names that may be taken for it. */
  readonly looksLike?: readonly string[];
  readonly choose: () => void;
}

const pages = [
  "contexts",
  "sessions",
  "expiry",
  "roles",
  "authorities",
  "ledger",
  "findings",
  "import",
  "settings",
] as const;

const actNames: Readonly<Record<Act, string>> = {
  check: "Check",
  renew: "Renew",
  terminal: "Terminal",
};

/** Every context to switch to, what can be done with one, the pages, and commands. */
export function useChoices(
  { contexts }: VaultView,
  wanted: string,
): readonly Choice[] {
  const fixed = useFixedChoices(contexts);
  const call = useCall();
  const { run } = useAction();
  const { open, terminal } = useContextActions();
  return useMemo(() => {
    const begin: Readonly<Record<Act, (name: string) => void>> = {
      check: (name) => {
        go({ page: "contexts", name });
        void run(call("health.check", { names: [name], wantsNodes: false }));
      },
      renew: (name) => open("renew", name),
      terminal,
    };
    const acts = actedOn(contexts, wanted).map(({ act, name }): Choice => ({
      name: `${actNames[act]} ${name}`,
      verb: `${actNames[act]} `,
      context: name,
      search: `${act} ${name.toLowerCase()}`,
      what: "command",
      choose: () => begin[act](name),
    }));
    return [...fixed, ...acts];
  }, [fixed, contexts, wanted, call, run, open, terminal]);
}

function useFixedChoices(contexts: readonly ContextRow[]): readonly Choice[] {
  const call = useCall();
  const { run } = useAction();
  const switchTo = useSwitch();
  return useMemo(() => {
    const switches = contexts.map(({ name, current, looksLike }): Choice => ({
      name,
      search: name.toLowerCase(),
      what: current ? "current" : "switch",
      context: name,
      looksLike,
      choose: () => switchTo(name),
    }));
    const commands: readonly Choice[] = [
      ...pages.map((page): Choice => ({
        name: page[0]?.toUpperCase() + page.slice(1),
        search: page,
        what: "page",
        choose: () => go(page === "contexts" ? { page, name: null } : { page }),
      })),
      {
        name: "Lock",
        search: "lock",
        what: "command",
        choose: () => void run(call("vault.lock", {})),
      },
      {
        name: "End all sessions",
        search: "end all sessions",
        what: "command",
        choose: () => void run(call("sessions.end-all", {})),
      },
    ];
    return [...switches, ...commands];
  }, [contexts, call, run, switchTo]);
}
