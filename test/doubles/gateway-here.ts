import type { ServerHttp2Stream } from "node:http2";
import { afterEach } from "vitest";
import type {
  Gateway,
  GatewayOptions,
} from "../../shared/node/gateway/gateway-server.ts";
import { guard } from "./gateway-session.ts";
import {
  answerFine,
  clientOf,
  startRawNode,
  type RawNode,
} from "./raw-node.ts";
import {
  startGatewayHere,
  startTestedGateway,
  type TestedGateway,
} from "./tested-gateway.ts";

/** What a test leaves behind goes after it, the last first. */
export const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) cleanUp();
});

export async function nodeWith(
  answer: (stream: ServerHttp2Stream) => void = answerFine,
): Promise<RawNode> {
  const node = await startRawNode(answer);
  cleanUps.push(() => node.stop());
  return node;
}

export async function gatewayTo(
  node: Pick<RawNode, "config">,
  options: Partial<GatewayOptions> = {},
): Promise<TestedGateway> {
  const { config } = node;
  const gateway = await startTestedGateway({ config, ...options });
  cleanUps.push(() => gateway.close());
  return gateway;
}

/** With all that its owner can do with it. */
export async function gatewayHere(
  { config }: Pick<RawNode, "config">,
  options: Partial<GatewayOptions> = {},
): Promise<Gateway> {
  const gateway = await startGatewayHere({ config, ...options });
  cleanUps.push(() => gateway.close());
  return gateway;
}

export function client(
  gateway: Pick<TestedGateway, "config">,
  options: Parameters<typeof clientOf>[1] = {},
) {
  const made = clientOf(gateway.config, options);
  cleanUps.push(() => made.destroy());
  return made;
}

export const reboot = "/machine.MachineService/Reboot";
export const agent = guard({ allow: ["reads"], hold: ["writes"] });

/** A node that never answers. */
export const waiting = (stream: ServerHttp2Stream) => void stream.resume();

export const portOf = ({ endpoint }: TestedGateway) =>
  Number(endpoint.replace(/^.*:/, ""));

export const plain = (base64 = "") => Buffer.from(base64, "base64").toString();
