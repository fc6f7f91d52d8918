import { BlockList, isIP } from "node:net";
import type { DialAddress } from "../../../core/talosconfig/dial-address.ts";

/**
 * Does NO_PROXY say that this address is reached without a proxy, as Go reads it (golang.org/x/net/http/httpproxy
 * proxy.go)? Loopback never goes through one.
 */
export function isSpared({ host, port }: DialAddress, spared: string): boolean {
  const name = host.toLowerCase().replace(/%.*$/, "");
  if (name === "localhost") return true;
  if (isWithin("127.0.0.0", 8, name) || isWithin("::1", 128, name)) return true;
  return spared
    .split(",")
    .some((rule) => isMatch(rule.trim().toLowerCase(), name, port));
}

function isMatch(rule: string, host: string, port: number): boolean {
  if (rule === "*") return true;
  const [, network, bits] = /^([0-9a-f.:]+)\/(\d+)$/.exec(rule) ?? [];
  if (network !== undefined) return isWithin(network, Number(bits), host);
  const [name, wanted] = splitPort(rule);
  if (name === "" || (wanted !== "" && wanted !== String(port))) return false;
  if (isIP(name) > 0) return isWithin(name, isIP(name) === 6 ? 128 : 32, host);
  const suffix = name.startsWith("*.") ? name.slice(1) : name;
  if (suffix.startsWith(".")) return host.endsWith(suffix);
  return host === suffix || host.endsWith(`.${suffix}`);
}

/** As Go's net.SplitHostPort; what that refuses is all name. */
function splitPort(rule: string): readonly [name: string, port: string] {
  const [, bracketed, plain = "", port] =
    /^(?:\[([^\]]*)\]|([^:[\]]*)):([^:]*)$/.exec(rule) ?? [];
  return port === undefined ? [rule, ""] : [bracketed ?? plain, port];
}

/** An IPv4 address is the same when it is written as IPv6 (`::ffff:10.0.0.1`). */
function isWithin(network: string, bits: number, host: string): boolean {
  if (isIP(host) === 0) return false;
  try {
    const list = new BlockList();
    list.addSubnet(network, bits, familyOf(network));
    return list.check(host, familyOf(host));
  } catch {
    return false;
  }
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}
