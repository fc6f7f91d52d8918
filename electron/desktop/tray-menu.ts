import type { ContextRow } from "../../shared/contract/contexts.ts";
import { countOf } from "../../shared/core/counted-noun.ts";
import { fewNames, markedName } from "../../shared/core/few-names.ts";
import { untilText } from "../../shared/core/moment-text.ts";
import type { TerminalProgram } from "../../shared/core/sessions/dashboard-command.ts";
import type { SessionView } from "../../shared/core/sessions/session-view.ts";

/** What a click in the tray does. */
export type TrayDeed =
  | { readonly do: "use"; readonly context: string }
  | {
      readonly do: "terminal";
      readonly context: string;
      readonly runs: TerminalProgram;
    }
  | { readonly do: "end"; readonly id: string }
  | {
      readonly do: "join";
      readonly id: string;
      readonly runs: TerminalProgram;
    }
  | {
      readonly do: "end-all" | "lock" | "unlock" | "more" | "show" | "quit";
    };

/** A line of the tray's menu as data; a label is not safe for a menu yet. */
export type TrayItem =
  | "separator"
  | {
      readonly label: string;
      /** Null: it is read, or opens what is beneath. */
      readonly deed: TrayDeed | null;
      /** One of several, and the chosen one or not. */
      readonly isChosen?: boolean;
      readonly items?: readonly TrayItem[];
    };

export interface TrayFacts {
  readonly isUnlocked: boolean;
  /** Those that may be shown, and those that sessions run from, in the order of the list. */
  readonly contexts: readonly ContextRow[];
  /** How many there are in all. */
  readonly total: number;
  readonly sessions: readonly SessionView[];
  readonly now: Date;
}

const programs: readonly (readonly [TerminalProgram, string])[] = [
  ["shell", "Open a terminal"],
  ["dashboard", "Open the dashboard"],
];
const lastUsed = 5;
const minuteMs = 60_000;

/** The menu of the tray. While the vault is locked it names no context. */
export function trayMenu(facts: TrayFacts): readonly TrayItem[] {
  const { isUnlocked } = facts;
  return [
    ...(isUnlocked ? contextItems(facts) : lockedItems),
    ...sessionItems(facts),
    "separator",
    { label: "Show Talos Vault", deed: { do: "show" } },
    ...(isUnlocked ? [{ label: "Lock", deed: { do: "lock" } } as const] : []),
    { label: "Quit", deed: { do: "quit" } },
  ];
}

/** What the tray says under the pointer. */
export function trayTip({
  isUnlocked,
  contexts,
}: Pick<TrayFacts, "isUnlocked" | "contexts">): string {
  const current = isUnlocked ? contexts.find((row) => row.current) : undefined;
  return current ? `Talos Vault: ${markedName(current)}` : "Talos Vault";
}

const lockedItems: readonly TrayItem[] = [
  { label: "Unlock…", deed: { do: "unlock" } },
];

function contextItems({ contexts, total }: TrayFacts): readonly TrayItem[] {
  if (contexts.length === 0) return [{ label: "No contexts yet", deed: null }];
  const first = currentAndLastUsed(contexts);
  return [
    ...first.map((row) => ({
      label: contextLabel(row),
      deed: { do: "use", context: row.name } as const,
      isChosen: row.current,
    })),
    ...(total > first.length
      ? [{ label: "More…", deed: { do: "more" } } as const]
      : []),
    "separator",
    ...programs.map(([runs, label]) => ({
      label,
      deed: null,
      items: first.map((row) => ({
        label: contextLabel(row),
        deed: { do: "terminal", context: row.name, runs } as const,
      })),
    })),
  ];
}

/** The current one, and then the five that were used last; who was never used comes in the order of the list. */
export function currentAndLastUsed(
  contexts: readonly ContextRow[],
): readonly ContextRow[] {
  const others = contexts
    .filter((row) => !row.current)
    .toSorted((a, b) => usedAt(b) - usedAt(a))
    .slice(0, lastUsed);
  return [...contexts.filter((row) => row.current), ...others];
}

function usedAt({ lastUsedAt }: ContextRow): number {
  return lastUsedAt ? Date.parse(lastUsedAt) : 0;
}

function contextLabel(row: ContextRow): string {
  const { looksLike } = row;
  return looksLike.length > 0
    ? `${markedName(row)} (looks like ${fewNames(looksLike)})`
    : markedName(row);
}

function sessionItems({
  isUnlocked,
  contexts,
  sessions,
  now,
}: TrayFacts): readonly TrayItem[] {
  const production = new Set(
    contexts.filter((row) => row.production).map(({ name }) => name),
  );
  const running = sessions.filter(({ state }) => state === "active");
  if (running.length === 0) return [];
  if (!isUnlocked)
    return [
      "separator",
      {
        label: countOf(running.length, "session is running", "sessions are running"), // prettier-ignore
        deed: null,
      },
      { label: "End all sessions", deed: { do: "end-all" } },
    ];
  return [
    "separator",
    ...running.map(({ id, context, roles, expiresAt }) => ({
      label: [
        markedName({ name: context, production: production.has(context) }),
        roles.join(", "),
        leftText(new Date(expiresAt), now),
      ]
        .filter((part) => part !== "")
        .join(" · "),
      deed: null,
      items: [
        ...programs.map(([runs, label]) => ({
          label,
          deed: { do: "join", id, runs } as const,
        })),
        { label: "End", deed: { do: "end", id } as const },
      ],
    })),
  ];
}

/** `45 min left`; of more than a day, till when. */
function leftText(end: Date, now: Date): string {
  const minutes = Math.ceil((end.getTime() - now.getTime()) / minuteMs);
  if (minutes <= 0) return "ends now";
  if (minutes < 60) return `${String(minutes)} min left`;
  if (minutes >= 24 * 60) return untilText(end, now);
  const rest = minutes % 60;
  const hours = `${String(Math.floor(minutes / 60))} h`;
  return `${hours}${rest === 0 ? "" : ` ${String(rest)} min`} left`;
}
