import { useMemo } from "react";
import { numberedPages } from "../../../shared/contract/shortcuts.ts";
import type { ListedContext } from "../../../shared/contract/contexts.ts";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { go } from "../../routes.ts";
import { useContextActions } from "../contexts/actions/index.ts";
import { wordsOf } from "../contexts/row-text.ts";
import { useHelp } from "../help/index.ts";
import { timeText } from "../times/date-text.ts";
import { useCurrentRow, useEdit, useRowStore } from "../rows/index.ts";
import { useSwitchContext } from "../use-switch-context.ts";
import type { VaultView } from "../vault-view.ts";
import { contextCommands, type Act } from "./context-commands.ts";
import { inOrderOfUse } from "./order-of-use.ts";
import type { Searched } from "./match-words.ts";

export interface Choice {
  readonly name: string;
  readonly search: Searched;
  readonly what: string;
  /** The context that it is about, and what stands before its name. */
  readonly context?: string;
  readonly verb?: string;
  /** Other names that may be taken for it. */
  readonly looksLike?: readonly string[];
  readonly choose: () => void;
}

const pages = [...numberedPages, "import", "settings"] as const;

const themes = [
  ["system", "As the system"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;

const actNames: Readonly<Record<Exclude<Act, "mark">, string>> = {
  terminal: "Terminal with",
  dashboard: "Dashboard of",
  start: "Start a session with",
  check: "Check",
  renew: "Renew",
  issue: "Issue a credential for",
};

function nameOf(act: Act, { production }: ListedContext): string {
  if (act !== "mark") return actNames[act];
  return production ? "Unmark as production:" : "Mark as production:";
}

const helpTopics = [
  ["help", "Help"],
  ["guide", "Guide"],
  ["shortcuts", "Keyboard shortcuts"],
] as const;

/** Every context to switch to, what can be done with one, sessions to end, the pages, and commands. */
export function useChoices(view: VaultView, wanted: string): readonly Choice[] {
  const fixed = useFixedChoices(view);
  const begin = useActs();
  const current = useCurrentRow()?.name ?? null;
  return useMemo(() => {
    const acts = contextCommands(view.contexts, wanted, current).map(
      ({ act, row }): Choice => {
        const { name, rest } = wordsOf(row);
        const words = nameOf(act, row);
        return {
          name: `${words} ${row.name}`,
          verb: `${words} `,
          context: row.name,
          // By its own word before the contexts that have the letters somewhere.
          search: { name: `${act} ${name}`, rest: `${words.toLowerCase()} ${rest}` }, // prettier-ignore
          what: "command",
          choose: () => begin[act](row),
        };
      },
    );
    return [...fixed, ...acts];
  }, [fixed, view.contexts, wanted, current, begin]);
}

function useActs(): Readonly<Record<Act, (row: ListedContext) => void>> {
  const call = useCall();
  const { run } = useAction();
  const { open, terminal } = useContextActions();
  const edit = useEdit();
  return useMemo(
    () => ({
      terminal: ({ name }) => terminal(name),
      dashboard: ({ name }) => terminal(name, "dashboard"),
      start: ({ name }) => open("session", name),
      check: ({ name }) => {
        go({ page: "contexts", name });
        void run(call("health.check", { names: [name], wantsNodes: false }));
      },
      renew: ({ name }) => open("renew", name),
      issue: ({ name }) => open("issue", name),
      mark: ({ name, production }) => edit(name, { production: !production }),
    }),
    [call, run, open, terminal, edit],
  );
}

function useFixedChoices({ contexts, sessions }: VaultView): readonly Choice[] {
  const call = useCall();
  const { run } = useAction();
  const switchTo = useSwitchContext();
  const { order } = useRowStore();
  const current = useCurrentRow()?.name ?? null;
  const help = useHelp();
  return useMemo(() => {
    const command = (name: string, choose: () => void): Choice => ({
      name,
      search: { name: name.toLowerCase(), rest: "" },
      what: "command",
      choose,
    });
    const switches = inOrderOfUse(order.byName(contexts), current).map(
      (row): Choice => ({
        name: row.name,
        search: wordsOf(row),
        what: row.name === current ? "current" : "switch",
        context: row.name,
        looksLike: row.looksLike,
        choose: () => switchTo(row.name),
      }),
    );
    const ends = sessions
      .filter(({ state }) => state === "active")
      .map(({ id, context, expiresAt }): Choice => ({
        ...command(
          `End the session with ${context} ${id}`,
          () => void run(call("sessions.end", { id })),
        ),
        verb: "End the session with ",
        context,
        what: `until ${timeText(expiresAt)}`,
      }));
    return [
      ...switches,
      ...pages.map((page): Choice => ({
        ...command(page[0]?.toUpperCase() + page.slice(1), () =>
          go(page === "contexts" ? { page, name: null } : { page }),
        ),
        what: "page",
      })),
      ...ends,
      command("Lock", () => void run(call("vault.lock", {}))),
      command("End all sessions", () => void run(call("sessions.end-all", {}))),
      ...themes.map(([theme, text]) =>
        command(
          `Theme: ${text}`,
          () => void run(call("settings.change", { change: { theme } })),
        ),
      ),
      ...helpTopics.map(([topic, text]) => command(text, () => help(topic))),
    ];
  }, [contexts, current, sessions, call, run, switchTo, order, help]);
}
