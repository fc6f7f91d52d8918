import {
  startGateway,
  type Gateway,
  type GatewayOptions,
} from "../../shared/node/gateway/gateway-server.ts";
import type { LogNews } from "../../shared/node/gateway/call-log.ts";
import { systemClock } from "../../shared/node/system/system-clock.ts";

/** A gateway, wherever it runs. */
export interface TestedGateway extends Pick<
  Gateway,
  "endpoint" | "config" | "close"
> {
  news(): Promise<LogNews>;
}

type Start = (options: GatewayOptions) => Promise<TestedGateway>;

const here: Start = async (options) => {
  const { endpoint, config, news, close } = await startGateway(options);
  return { endpoint, config, close, news: async () => news() };
};

let start = here;
let blanks = " ";

/**
 * Where the gateways of these tests run from now on: in another runtime, or in this process again. A Node before 24 takes a
 * header whose value ends with a blank away, and cannot be told otherwise.
 */
export function runGatewaysIn(other: Start | null, keepsBlanks = true): void {
  start = other ?? here;
  blanks = keepsBlanks ? " " : "";
}

/** What a value of a header may end with there. */
export function outerBlank(): string {
  return blanks;
}

type Asked = Pick<GatewayOptions, "config"> & Partial<GatewayOptions>;

const withUsual = (options: Asked): GatewayOptions => ({
  name: "prod",
  roles: ["os:admin"],
  notAfter: new Date(Date.now() + 3_600_000),
  guards: [],
  environment: {},
  clock: systemClock,
  ...options,
});

/** A gateway with an administrator's session of `prod`, for an hour. */
export function startTestedGateway(options: Asked): Promise<TestedGateway> {
  return start(withUsual(options));
}

/** One in this process whatever carries the others, with all that its owner can do with it. */
export function startGatewayHere(options: Asked): Promise<Gateway> {
  return startGateway(withUsual(options));
}
