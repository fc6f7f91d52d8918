import type { SessionView } from "../../../shared/core/sessions/session-view.ts";

const credentialWords: Readonly<Record<SessionView["credential"], string>> = {
  derived: "made for this session",
  stored: "the context's own key",
};
const deliveryWords: Readonly<Record<SessionView["delivery"], string>> = {
  fd: "in memory only",
  file: "in a private file",
  gateway: "behind a gateway",
};

/** What a session has, and where. */
export function credentialText({
  credential,
  delivery,
}: Pick<SessionView, "credential" | "delivery">): string {
  return `${credentialWords[credential]} · ${deliveryWords[delivery]}`;
}
