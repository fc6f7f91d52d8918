/** What main tells a window without being asked. Nothing in it is secret. */
export type HostEvent =
  /** Locked, unlocked, made or gone: ask for the state again. */
  | { readonly kind: "state" }
  | { readonly kind: "vault" }
  | { readonly kind: "sessions" }
  | { readonly kind: "settings" }
  /** Something to show for a moment. */
  | {
      readonly kind: "notice";
      readonly tone: "info" | "warning";
      readonly title: string;
      readonly text: string;
    }
  /** The application's menu or the tray asks for a page. */
  | { readonly kind: "go"; readonly to: Destination };

export const destinations = [
  "contexts",
  "expiry",
  "roles",
  "authorities",
  "ledger",
  "findings",
  "sessions",
  "import",
  "settings",
  "palette",
] as const;
export type Destination = (typeof destinations)[number];
