import type { AgentReply } from "./messages.ts";
import { protocol } from "./protocol.ts";

/** An answer as it goes through the socket. A session says it too, which loads no schemas for that. */
export function spokenReply(reply: AgentReply): Record<string, unknown> {
  return { protocol, ...reply };
}
