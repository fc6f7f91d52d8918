import {
  denied,
  grpcCodes,
  ourWord,
  unavailable,
  type OwnEnd,
} from "./grpc-codes.ts";
import type { CallRefusal } from "../../core/gateway/guard/decide-call.ts";
import {
  refusalText,
  requestWords,
} from "../../core/gateway/guard/refusal-text.ts";
import type { HeldAnswer } from "./held-calls.ts";

export const timeIsOver = denied(
  "The time for which a person allowed this is over. It can be requested again.",
);

export const untold = unavailable(
  "The call could not be written into the audit log, so it was not made.",
);

/** Of one that was made while it was written down. */
export const untoldLook = unavailable(
  "The call could not be written into the audit log, so the node's answer was kept back.",
);

export const nobodyToAsk = denied(
  "A person has to agree to this call, and there is nobody who can be asked.",
);

/** How a call ends that the rules refuse, with the command that asks a person, where one can be asked. */
export function refusedByGuard(
  because: CallRefusal,
  method: string,
  whose: Parameters<typeof refusalText>[1],
): OwnEnd {
  const words = requestWords(because, method, whose);
  const run = words && ` Run: talos-vault request ${words} --reason TEXT`;
  return denied(`${refusalText(because, whose)}${run ?? ""}`);
}

/** How a held call ends that no person let pass. */
export function refusedByPerson(
  answer: Exclude<HeldAnswer, "once" | "ten-minutes"> | "too-many",
  isAgents: boolean,
): OwnEnd {
  switch (answer) {
    case "too-many":
      return {
        code: grpcCodes.resourceExhausted,
        message: `${ourWord}Too many calls wait for a person.`,
      };
    case "end-session":
      return denied("A person refused it and ended the session.");
    case "denied":
      return denied(
        `Nobody agreed to this call.${isAgents ? " Tell the person you work for what it is for, and make it again when they say so." : ""}`,
      );
  }
}
