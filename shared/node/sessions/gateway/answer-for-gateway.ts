import type { HolderRequest } from "../../../core/agent/holder-messages.ts";
import { vaultError } from "../../../core/errors.ts";
import { spokenReply } from "../../../core/agent/spoken-reply.ts";
import { protocol } from "../../../core/agent/protocol.ts";
import type { Reply } from "../../agent/control-socket.ts";
import type { HeldGateway } from "../holder-input.ts";

export type GatewayRequest = Extract<
  HolderRequest,
  { verb: "calls" | "request" | "rights" | "tighten" }
>;

function nobodyToAsk() {
  return vaultError(
    "unsupported",
    "This session cannot be given more.",
    "Another one has to be started outside of it.",
  );
}

/** What a session answers of its gateway, while it lives; one without a gateway has nothing to say. */
export async function answerForGateway(
  gateway: HeldGateway | undefined,
  asked: GatewayRequest,
  signal: AbortSignal,
): Promise<Reply> {
  if (!gateway) return { protocol, ok: false };
  switch (asked.verb) {
    case "calls":
      return { protocol, ok: true, ...gateway.news(asked.after) };
    case "rights":
      return { protocol, ok: true, ...gateway.rights() };
    case "tighten": {
      const told = gateway.tighten(asked.rules);
      return { protocol, ok: told !== "refused", isNew: told === "new" };
    }
    case "request":
      return gateway.request
        ? spokenReply(await gateway.request(asked, signal))
        : spokenReply({ ok: false, error: nobodyToAsk(), isFinal: true });
  }
}
