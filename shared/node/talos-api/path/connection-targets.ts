import { isIP } from "node:net";
import type { DialAddress } from "../../../core/talosconfig/dial-address.ts";
import { chooseProxy, isProxyNamed, type Proxy } from "./proxy.ts";
import { addressesOf } from "./resolve.ts";
import { through, type StageResult } from "./stage-result.ts";

/** One thing to connect to, by itself or through a proxy. */
export interface Hop {
  readonly to: DialAddress;
  readonly proxy: Proxy | null;
}

export interface Journey {
  readonly to: DialAddress;
  /** Of the context; a single one is resolved before a proxy is asked. */
  readonly endpoints: number;
  readonly proxyUrl: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/**
 * What to connect to, in turn, as Talos' own client does (client/connection.go getTarget): of several endpoints it gives
 * names to the proxy and to NO_PROXY; a single one it resolves first, so that both see addresses. Where no proxy is on
 * the way that makes no difference.
 */
export async function hopsTo(
  journey: Journey,
  onProxy: (proxy: Proxy) => void,
): Promise<StageResult<readonly Hop[]>> {
  const { to, endpoints, proxyUrl, environment, signal } = journey;
  const named = chooseProxy(proxyUrl, to, environment);
  if (!named.ok) return named;
  if (named.value) onProxy(named.value);
  const isByName = endpoints !== 1 || isIP(to.host) > 0;
  // NO_PROXY may spare the name and not its addresses.
  if (isByName || !isProxyNamed(proxyUrl, environment))
    return through([{ to, proxy: named.value }]);
  const addresses = await addressesOf(to.host, signal);
  if (!addresses.ok) return addresses;
  const hops: Hop[] = [];
  for (const host of addresses.value) {
    const one = { host, port: to.port };
    const proxy = chooseProxy(proxyUrl, one, environment);
    if (!proxy.ok) return proxy;
    hops.push({ to: one, proxy: proxy.value });
  }
  return through(hops);
}
