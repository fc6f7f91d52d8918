import type { TerminalProgram } from "../core/sessions/dashboard-command.ts";
import type { Stage } from "../core/diagnosis/probe.ts";
import type { ContextRow } from "./contexts.ts";

/** What main tells a window without being asked. Nothing in it is secret. */
export type HostEvent =
  /** Locked, unlocked, made or gone: ask for the state again. */
  | { readonly kind: "state" }
  | { readonly kind: "vault" }
  /** These rows of the list are new, and nothing else of the vault changed. */
  | { readonly kind: "contexts"; readonly rows: readonly ContextRow[] }
  | { readonly kind: "sessions" }
  | { readonly kind: "settings" }
  /** Lines were added to the audit log. */
  | { readonly kind: "audit" }
  /** How much of the audit log is verified, from 0 to 1. */
  | { readonly kind: "verifying"; readonly share: number }
  /** What waits for a person is another: ask for it again. */
  | { readonly kind: "approvals" }
  /** A check began: ask which run. */
  | { readonly kind: "checks" }
  /** A check ended: ask for the health again, and which run still. */
  | { readonly kind: "health" }
  /** A check goes on; null: the endpoint itself, else the node behind it. */
  | {
      readonly kind: "checking";
      readonly context: string;
      readonly endpoint: string;
      readonly node: string | null;
      readonly stage: Stage;
    }
  /** How far a renewal is. */
  | {
      readonly kind: "renewing";
      readonly context: string;
      readonly step: "issue" | "test" | "store";
    }
  /** Something to show for a moment. */
  | {
      readonly kind: "notice";
      readonly tone: "info" | "warning";
      readonly title: string;
      readonly text: string;
      /** It is about these: a window shows their names before the text. */
      readonly contexts?: readonly string[];
    }
  /** The program behind a page does not answer any more, or answers again; said by the page's way to it. */
  | { readonly kind: "host-gone" }
  | { readonly kind: "host-back" }
  /** The application's menu or the tray asks for a page, or for help. */
  | { readonly kind: "go"; readonly to: Destination | HelpTopic }
  /** The tray asks for a terminal that needs a word first. */
  | {
      readonly kind: "terminal";
      readonly context: string;
      readonly runs: TerminalProgram;
    };

/** What the help has a dialog for. */
const helpTopics = ["help", "guide", "shortcuts"] as const;
export type HelpTopic = (typeof helpTopics)[number];

export function isHelpTopic(to: Destination | HelpTopic): to is HelpTopic {
  return helpTopics.some((topic) => topic === to);
}

const destinations = [
  "contexts",
  "expiry",
  "roles",
  "authorities",
  "activity",
  "findings",
  "sessions",
  "import",
  "settings",
  "palette",
] as const;
export type Destination = (typeof destinations)[number];
