import type { TalosContext } from "../../shared/core/talosconfig/types.ts";
import type { GatewayOptions } from "../../shared/node/gateway/gateway-server.ts";
import type {
  HeldAnswer,
  HeldQuestion,
} from "../../shared/node/gateway/held-calls.ts";

type Config = Omit<TalosContext, "key">;

/** To an Electron that holds gateways; `id` names the reply, and of `start` the gateway. */
export type ToMain =
  | {
      readonly kind: "start";
      readonly id: number;
      readonly options: Omit<
        GatewayOptions,
        | "config"
        | "notAfter"
        | "askPerson"
        | "onEnd"
        | "lookForClient"
        | "clock"
        | "tell"
      > & { readonly config: Config };
      readonly key: string;
      readonly notAfter: string;
      readonly hasPerson: boolean;
    }
  | {
      readonly kind: "news" | "close";
      readonly id: number;
      readonly gateway: number;
    }
  | {
      readonly kind: "answer";
      readonly question: number;
      readonly answer: HeldAnswer;
    };

export type FromMain =
  | { readonly kind: "ready"; readonly electron: string | null }
  | { readonly kind: "reply"; readonly to: number; readonly value: unknown }
  | {
      readonly kind: "ask";
      readonly gateway: number;
      readonly question: number;
      readonly call: Omit<HeldQuestion, "onMore">;
    }
  | {
      readonly kind: "more";
      readonly question: number;
      readonly waiting: number;
    }
  | { readonly kind: "given-up"; readonly question: number }
  | { readonly kind: "ended"; readonly gateway: number };

/** What is said of a gateway that has started. */
export interface StartedGateway {
  readonly endpoint: string;
  readonly config: Config;
  readonly key: string;
}
