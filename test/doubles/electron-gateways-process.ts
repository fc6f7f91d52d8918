// The main process of an Electron that does nothing but hold gateways, for tests of what its TLS and HTTP/2 do.
import { Secret } from "../../shared/core/secret.ts";
import type { HeldAnswer } from "../../shared/node/gateway/held-calls.ts";
import {
  startGateway,
  type Gateway,
} from "../../shared/node/gateway/gateway-server.ts";
import { systemClock } from "../../shared/node/system/system-clock.ts";
import type { FromMain, ToMain } from "./gateway-messages.ts";

const gateways = new Map<number, Gateway>();
const asked = new Map<number, (answer: HeldAnswer) => void>();
let questions = 0;

function say(message: FromMain): void {
  process.send?.(message);
}

process.on("message", (message: ToMain) => {
  switch (message.kind) {
    case "start":
      void start(message);
      break;
    case "news": {
      const news = gateways.get(message.gateway)?.news();
      if (news) say({ kind: "reply", to: message.id, value: news });
      break;
    }
    case "close":
      gateways.get(message.gateway)?.close();
      say({ kind: "reply", to: message.id, value: null });
      break;
    case "answer":
      asked.get(message.question)?.(message.answer);
      break;
  }
});

async function start({
  id,
  options,
  key,
  notAfter,
  hasPerson,
}: Extract<ToMain, { kind: "start" }>): Promise<void> {
  const gateway = await startGateway({
    ...options,
    config: { ...options.config, key: new Secret(key) },
    notAfter: new Date(notAfter),
    clock: systemClock,
    onEnd: () => say({ kind: "ended", gateway: id }),
    ...(hasPerson
      ? {
          askPerson: ({ onMore, ...call }, signal) => {
            const question = (questions += 1);
            say({ kind: "ask", gateway: id, question, call });
            onMore((waiting) => say({ kind: "more", question, waiting }));
            signal.addEventListener("abort", () =>
              say({ kind: "given-up", question }),
            );
            return new Promise((resolve) => asked.set(question, resolve));
          },
        }
      : {}),
  });
  gateways.set(id, gateway);
  const { endpoint, config } = gateway;
  const { key: own, ...rest } = config;
  const value = { endpoint, config: rest, key: own?.reveal() ?? "" };
  say({ kind: "reply", to: id, value });
}

say({ kind: "ready", electron: process.versions["electron"] ?? null });
