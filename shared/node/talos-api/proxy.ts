import { BlockList, isIP } from "node:net";
import type { DialAddress } from "../../core/talosconfig/dial-address.ts";
import { blocked, through, type Way } from "./way.ts";

export type ProxyScheme = "http" | "https" | "socks5";

/** A proxy on the way; user and password are for it alone. */
export interface Proxy {
  readonly scheme: ProxyScheme;
  readonly address: DialAddress;
  readonly login: { readonly user: string; readonly password: string } | null;
}

const schemes: Readonly<Record<string, ProxyScheme>> = {
  "http:": "http",
  "https:": "https",
  "socks5:": "socks5",
};
const defaultPorts = { http: 80, https: 443, socks5: 1080 } as const;

/**
 * The proxy that Talos' client would take (client/dialer/proxy.go:121-181): the context's `proxy-url`, where the word
 * `direct` means none at all; without one what the environment says. Null: none. What is not understood blocks the
 * way, because going past a proxy that was asked for would be worse.
 */
export function chooseProxy(
  proxyUrl: string | undefined,
  to: DialAddress,
  environment: NodeJS.ProcessEnv,
): Way<Proxy | null> {
  if (proxyUrl === "direct") return through(null);
  if (proxyUrl !== undefined && proxyUrl !== "") return readProxy(proxyUrl);
  const named = environment["HTTPS_PROXY"] ?? environment["https_proxy"] ?? "";
  const spared = environment["NO_PROXY"] ?? environment["no_proxy"] ?? "";
  if (named === "" || isSpared(to, spared)) return through(null);
  return readProxy(named.includes("://") ? named : `http://${named}`);
}

/** As it may be shown: without user and password. */
export function proxyLabel({ scheme, address }: Proxy): string {
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  return `${scheme}://${host}:${String(address.port)}`;
}

function readProxy(text: string): Way<Proxy> {
  // Never in the words: a proxy's address may hold a password.
  const url = parseUrl(text);
  const scheme = schemes[url?.protocol ?? ""];
  const login = url && readLogin(url);
  if (!url || !scheme || url.hostname === "" || login === undefined)
    return blocked(
      "proxy",
      "proxy-url",
      "The proxy is not socks5://, http:// or https:// with a host and a port.",
    );
  const port = url.port === "" ? defaultPorts[scheme] : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return through({ scheme, address: { host, port }, login });
}

/** Null: there is none; undefined: it cannot be decoded. */
function readLogin({ username, password }: URL): Proxy["login"] | undefined {
  if (username === "") return null;
  try {
    return {
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
    };
  } catch {
    return undefined;
  }
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** NO_PROXY as Go reads it (golang.org/x/net/http/httpproxy): loopback never goes through a proxy. */
function isSpared({ host, port }: DialAddress, spared: string): boolean {
  const name = host.toLowerCase().replace(/%.*$/, "");
  if (name === "localhost" || isLoopback(name)) return true;
  return spared
    .split(",")
    .map((rule) => rule.trim().toLowerCase())
    .filter((rule) => rule !== "")
    .some((rule) => isMatch(rule, name, port));
}

function isMatch(rule: string, host: string, port: number): boolean {
  if (rule === "*") return true;
  if (isIP(rule) > 0) return rule === host;
  const [, network, bits] = /^([0-9a-f.:]+)\/(\d+)$/.exec(rule) ?? [];
  if (network !== undefined)
    return isIP(host) > 0 && contains(network, Number(bits), host);
  const [name = "", wanted = String(port)] = rule.split(":");
  if (wanted !== String(port)) return false;
  if (name.startsWith("*.")) return host.endsWith(name.slice(1));
  if (name.startsWith(".")) return host.endsWith(name);
  return host === name || host.endsWith(`.${name}`);
}

function contains(network: string, bits: number, host: string): boolean {
  try {
    const list = new BlockList();
    list.addSubnet(network, bits, isIP(network) === 6 ? "ipv6" : "ipv4");
    return list.check(host, isIP(host) === 6 ? "ipv6" : "ipv4");
  } catch {
    return false;
  }
}

function isLoopback(host: string): boolean {
  return host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
