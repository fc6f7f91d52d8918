import { portNumber } from "./dial-address.ts";

/** What Talos' client makes of an endpoint, or why it cannot use it. */
export type EndpointJudgement =
  | { readonly kind: "ok"; readonly dials: string }
  | {
      readonly kind: "broken";
      readonly reason: string;
      readonly next: string;
    };

/** pkg/machinery/constants/constants.go:545. */
const apidPort = 50_000;
const httpsPort = 443;

/**
 * What is dialled for an endpoint (client/connection.go:231-254, resolver/roundrobin.go:57-66): a URL loses
 * everything but its host, `https://` means port 443, a missing port means 50000. `dials` is spelled as Go spells it,
 * which is what it says to the server.
 */
export function judgeEndpoint(text: string): EndpointJudgement {
  if (text === "")
    return broken("it is empty.", "Give a host name or an address.");
  if (text !== text.trim())
    return broken("it has blanks around it.", `Use "${text.trim()}".`);
  if (/[\s,]/.test(text))
    return broken("it holds several addresses.", "List them one by one.");
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(text) ?? [];
  if (scheme === undefined || rest === undefined)
    return judgeHostPort(text, { port: apidPort, isUrl: false });
  return judgeUrl(scheme.toLowerCase(), rest);
}

function judgeUrl(scheme: string, rest: string): EndpointJudgement {
  if (scheme === "unix" || scheme === "dns" || rest.startsWith("/"))
    return broken(
      "Talos would dial localhost for it.",
      "Give a host name or an address.",
    );
  const [authority = ""] = rest.split(/[/?#]/);
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  return scheme === "https"
    ? judgeHostPort(host.replace(/:$/, ""), { port: httpsPort, isUrl: true })
    : judgeHostPort(host, { port: apidPort, isUrl: true });
}

interface Missing {
  /** What stands for a port that is not there. */
  readonly port: number;
  /** In a URL brackets are for IPv6 addresses alone (net/url parseHost); elsewhere Go takes them around anything. */
  readonly isUrl: boolean;
}

function judgeHostPort(text: string, missing: Missing): EndpointJudgement {
  const [, bracketed, port] = /^\[([^\]]*)\](?::([^:]*))?$/.exec(text) ?? [];
  if (bracketed !== undefined) return judgeBracketed(bracketed, port, missing);
  if (isZoned(text)) return zoned;
  if (isAddress6(text) && !missing.isUrl)
    return { kind: "ok", dials: `[${text}]:${String(missing.port)}` };
  const [host = "", said = String(missing.port), ...more] = text.split(":");
  if (more.length > 0) return broken("it is not an IPv6 address.", "Check it.");
  if (host === "" || said === "")
    return broken(
      "Talos would dial localhost for it.",
      "Give a host name or an address.",
    );
  return judgeHost(host) ?? judgePort(host, said, missing);
}

function judgeBracketed(
  host: string,
  port: string | undefined,
  missing: Missing,
): EndpointJudgement {
  if (isZoned(host)) return zoned;
  const is6 = isAddress6(host);
  if (!is6 && (missing.isUrl || host.includes(":")))
    return broken("it is not an IPv6 address.", "Check it.");
  const isHttps = missing.port === httpsPort;
  // Go puts brackets of its own around what has a colon in it.
  if (port === undefined && !isHttps && host.includes(":"))
    return broken(
      "Talos adds brackets of its own to it.",
      `Use ${host} or [${host}]:${String(apidPort)}.`,
    );
  const said = port ?? String(missing.port);
  const dialled = judgePort(`[${host}]`, said, missing);
  return is6 ? dialled : (judgeHost(host) ?? dialled);
}

/** Null: it is one that can be looked up. */
function judgeHost(host: string): EndpointJudgement | null {
  if (!isHost(host))
    return broken("it is not a host name or an address.", "Check it.");
  // Other programs read these as addresses, some with eights as octal (inet_aton); Go does not.
  const isNumeric = /^(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+)){0,3}\.?$/i;
  return isNumeric.test(host) && !isAddress4(host)
    ? broken(
        "it is a number that Talos does not read as an address.",
        "Write the address as four numbers without zeros in front.",
      )
    : null;
}

const zoned = broken(
  "it has a zone (%), and talosctl cannot dial such an address.",
  "Give an address without one: of the same node, but not a link-local one.",
);

function isZoned(text: string): boolean {
  return text.includes(":") && text.includes("%");
}

function judgePort(
  host: string,
  port: string,
  { isUrl }: Missing,
): EndpointJudgement {
  // A URL has no names of ports.
  if (portNumber(port) !== null && (!isUrl || /^\d+$/.test(port)))
    return { kind: "ok", dials: `${host}:${port}` };
  return broken(
    "its port is not a number from 1 to 65535.",
    `Talos listens on ${String(apidPort)}.`,
  );
}

/**
 * A node is the target that an endpoint forwards to: a bare host or address. With a port apid answers
 * `invalid target` (apid/pkg/backend/apid.go:53-57).
 */
export function judgeNode(text: string): EndpointJudgement {
  if (text !== text.trim())
    return broken("it has blanks around it.", `Use "${text.trim()}".`);
  if (isAddress6(text) || (isHost(text) && text !== ""))
    return { kind: "ok", dials: text };
  const [, host] = /^\[?([^\]]+?)\]?:\d+$/.exec(text) ?? [];
  if (host !== undefined && !text.includes("://"))
    return broken("it has a port, and apid refuses that.", `Use ${host}.`);
  return broken(
    "it is not a host name or an address.",
    "Give a bare host name or address.",
  );
}

const proxySchemes = new Set(["socks5:", "http:", "https:"]);

/** A proxy as Talos takes it (client/dialer/proxy.go:132-181): the port is required in practice. */
export function judgeProxyUrl(text: string): EndpointJudgement {
  if (text === "direct") return { kind: "ok", dials: text };
  const [, scheme = "", authority = ""] =
    /^([a-z0-9]+:)\/\/([^/?#]*)/i.exec(text) ?? [];
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  if (!proxySchemes.has(scheme.toLowerCase()))
    return broken(
      "its scheme is not socks5, http or https.",
      "Use socks5://host:port, or direct.",
    );
  if (!/:\d+$/.test(host))
    return broken("it has no port.", "Use scheme://host:port.");
  return judgeHostPort(host, { port: apidPort, isUrl: true });
}

function isHost(text: string): boolean {
  const longestName = 253;
  return (
    text.length <= longestName &&
    /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_.])?$/i.test(text)
  );
}

/** Without zeros in front, which Go refuses (net/netip ParseAddr). */
function isAddress4(text: string): boolean {
  const parts = text.split(".");
  return (
    parts.length === 4 &&
    parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)
  );
}

/** RFC 4291 text form, with an optional zone. */
function isAddress6(text: string): boolean {
  const [address = ""] = text.split("%");
  const halves = address.split("::");
  if (!address.includes(":") || halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1) ?? "";
  const isMapped = isAddress4(last);
  const hex = isMapped ? groups.slice(0, -1) : groups;
  const count = hex.length + (isMapped ? 2 : 0);
  return (
    hex.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) &&
    (halves.length === 2 ? count < 8 : count === 8)
  );
}

function broken(reason: string, next: string): EndpointJudgement {
  return { kind: "broken", reason, next };
}
