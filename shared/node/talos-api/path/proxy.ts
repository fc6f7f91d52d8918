import type { DialAddress } from "../../../core/talosconfig/dial-address.ts";
import { isSpared } from "./no-proxy.ts";
import { blocked, through, type StageResult } from "./stage-result.ts";

export type ProxyScheme = "http" | "https" | "socks5";

/** A proxy on the path; user and password are for it alone. */
export interface Proxy {
  readonly scheme: ProxyScheme;
  readonly address: DialAddress;
  readonly login: { readonly user: string; readonly password: string } | null;
  /** What of the login must be shown nowhere, as it is spelled and as it is sent. */
  readonly secrets: readonly string[];
}

const schemes: Readonly<Record<string, ProxyScheme>> = {
  "http:": "http",
  "https:": "https",
  "socks5:": "socks5",
};

/**
 * The proxy that Talos' client would take (client/dialer/proxy.go:121-181): the context's `proxy-url`, where the word
 * `direct` means none at all; without one what the environment says. Null: none. What is not understood blocks the
 * way, because going past a proxy that was asked for would be worse.
 */
export function chooseProxy(
  proxyUrl: string | undefined,
  to: DialAddress,
  environment: NodeJS.ProcessEnv,
): StageResult<Proxy | null> {
  if (proxyUrl === "direct") return through(null);
  if (proxyUrl !== undefined && proxyUrl !== "") return readProxy(proxyUrl);
  // Go passes over an empty one.
  const [named = ""] = setOf(environment, "HTTPS_PROXY", "https_proxy");
  const [spared = ""] = setOf(environment, "NO_PROXY", "no_proxy");
  if (named === "" || isSpared(to, spared)) return through(null);
  return readProxy(named.includes("://") ? named : `http://${named}`);
}

/** Whether there may be a proxy on the path to anything. */
export function isProxyNamed(
  proxyUrl: string | undefined,
  environment: NodeJS.ProcessEnv,
): boolean {
  if (proxyUrl) return proxyUrl !== "direct";
  return setOf(environment, "HTTPS_PROXY", "https_proxy").length > 0;
}

/** As it may be shown: without user and password. */
export function proxyLabel({ scheme, address }: Proxy): string {
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  return `${scheme}://${host}:${String(address.port)}`;
}

function setOf(environment: NodeJS.ProcessEnv, ...names: readonly string[]) {
  return names.map((name) => environment[name]).filter(Boolean);
}

function readProxy(text: string): StageResult<Proxy> {
  // Never in the words: a proxy's address may hold a password.
  const url = parseUrl(text);
  const scheme = schemes[url?.protocol ?? ""];
  const login = url && readLogin(url);
  // A URL forgets the port that its scheme has by itself; Go dials no proxy without one.
  const port = Number(
    /^[^/]*\/\/[^/?#]*:(\d+)(?:[/?#]|$)/.exec(text)?.[1] ?? 0,
  );
  if (
    !url ||
    !scheme ||
    url.hostname === "" ||
    port === 0 ||
    login === undefined
  )
    return blocked(
      "proxy",
      "proxy-url",
      "The proxy is not socks5://, http:// or https:// with a host and a port.",
    );
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const secrets = secretsOf(url, login);
  return through({ scheme, address: { host, port }, login, secrets });
}

/** A user without a password is a token. */
function secretsOf(url: URL, login: Proxy["login"]): readonly string[] {
  if (login === null) return [];
  const { user, password } = login;
  const basic = Buffer.from(`${user}:${password}`).toString("base64");
  return password === ""
    ? [url.username, user, basic]
    : [url.password, password, basic];
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
