import { countOf } from "../../core/counted-noun.ts";
import type { VaultOnlooker } from "../../core/ports/vault-onlooker.ts";
import type { Warning } from "../../core/warning.ts";
import type { HostEvent } from "../../contract/events.ts";
import type { Events } from "../events.ts";

type Notice = Extract<HostEvent, { kind: "notice" }>;

/** Shows what there is to know about a write of the vault, whichever button or schedule wrote it. */
export function tellWarnings(events: Events): VaultOnlooker["tell"] {
  return (warnings) => {
    for (const one of warnings) events.tell(noticeOf(one));
  };
}

function noticeOf(one: Warning): Notice {
  const { message, next, severity, about = {} } = one;
  const { context, sessions = [] } = about;
  const contexts = context === undefined ? {} : { contexts: [context] };
  const tone = severity === "info" ? "info" : "warning";
  const notice = { kind: "notice", tone, ...contexts } as const;
  const running = countOf(sessions.length, "running session");
  if (one.code === "session-guarded")
    return { ...notice, title: "What runs is guarded too", text: `${running}, from the next call on and never by less than before. Calls that run go on.` }; // prettier-ignore
  if (one.code === "session-not-guarded")
    return { ...notice, title: "What runs does not answer", text: `${running}, with the rules of before. End what is not to go on.` }; // prettier-ignore
  const text = [message, next].filter(Boolean).join(" ");
  return { ...notice, title: "The vault was written", text };
}
