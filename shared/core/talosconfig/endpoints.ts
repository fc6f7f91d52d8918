/** What Talos' client makes of an endpoint, or why it cannot use it. */
export type EndpointJudgement =
  | { readonly kind: "ok"; readonly dials: string }
  | {
      readonly kind: "broken";
      readonly reason: string;
      readonly advice: string;
    };

/** pkg/machinery/constants/constants.go:545. */
const apidPort = 50_000;
const httpsPort = 443;

/**
 * What is dialled for an endpoint (client/connection.go:231-254, resolver/roundrobin.go:57-66): a URL loses
 * everything but its host, `https://` means port 443, a missing port means 50000.
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
    return judgeHostPort(text, apidPort, false);
  if (scheme === "unix" || scheme === "dns" || rest.startsWith("/"))
    return broken(
      "Talos would dial localhost for it.",
      "Give a host name or an address.",
    );
  const [authority = ""] = rest.split(/[/?#]/);
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  return judgeHostPort(
    host,
    scheme === "https" ? httpsPort : apidPort,
    scheme === "https",
  );
}

/** `isBracketsOk`: only behind https:// are brackets without a port understood. */
function judgeHostPort(
  text: string,
  defaultPort: number,
  isBracketsOk: boolean,
): EndpointJudgement {
  const [, bracketed, afterBrackets] =
    /^\[([^\]]*)\](?::(\d+))?$/.exec(text) ?? [];
  if (bracketed !== undefined)
    return judgeBracketed(bracketed, afterBrackets, defaultPort, isBracketsOk);
  if (isAddress6(text))
    return { kind: "ok", dials: `[${text}]:${String(defaultPort)}` };
  const [host = "", port = String(defaultPort), ...more] = text.split(":");
  if (more.length > 0) return broken("it is not an IPv6 address.", "Check it.");
  if (host === "" || port === "")
    return broken(
      "Talos would dial localhost for it.",
      "Give a host name or an address.",
    );
  if (!isHost(host))
    return broken("it is not a host name or an address.", "Check it.");
  return judgePort(host, port);
}

function judgeBracketed(
  address: string,
  port: string | undefined,
  defaultPort: number,
  isPortOptional: boolean,
): EndpointJudgement {
  if (!isAddress6(address))
    return broken("it is not an IPv6 address.", "Check it.");
  if (port !== undefined || isPortOptional)
    return judgePort(`[${address}]`, port ?? String(defaultPort));
  return broken(
    "Talos adds brackets of its own to it.",
    `Use ${address} or [${address}]:${String(apidPort)}.`,
  );
}

function judgePort(host: string, port: string): EndpointJudgement {
  const highestPort = 65_535;
  const number = Number(port);
  if (/^\d+$/.test(port) && number > 0 && number <= highestPort)
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
  return judgeHostPort(host, apidPort, true);
}

function isHost(text: string): boolean {
  const longestName = 253;
  return (
    text.length <= longestName &&
    /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_.])?$/i.test(text)
  );
}

/** RFC 4291 text form, with an optional zone. */
function isAddress6(text: string): boolean {
  const [address = ""] = text.split("%");
  const halves = address.split("::");
  if (!address.includes(":") || halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1) ?? "";
  const isMapped = /^\d{1,3}(\.\d{1,3}){3}$/.test(last);
  const hex = isMapped ? groups.slice(0, -1) : groups;
  const count = hex.length + (isMapped ? 2 : 0);
  return (
    hex.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) &&
    (halves.length === 2 ? count < 8 : count === 8)
  );
}

function broken(reason: string, advice: string): EndpointJudgement {
  return { kind: "broken", reason, advice };
}
