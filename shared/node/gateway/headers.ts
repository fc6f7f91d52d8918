import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http2";

/** Names and values in turn, as they came. */
export type RawHeaders = readonly string[];

/**
 * `talos-role` lowers or raises the role of a call made with os:impersonator, and `proxyfrom` says that another node has
 * judged the caller: they are for nodes among each other.
 */
const forNodesAlone = new Set(["talos-role", "proxyfrom"]);
/** RFC 9113 §8.2.2; of a connection, and not of a call. */
const ofConnection = new Set([
  "connection",
  "host",
  "http2-settings",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

/**
 * Headers as they came, for another connection: repeated ones stay apart, where Node's own object joins them to one. Names
 * that begin with a colon are left out.
 */
export function passedOn(raw: RawHeaders): OutgoingHttpHeaders {
  const headers: Record<string, string[]> = Object.create(null) as Record<
    string,
    string[]
  >;
  for (const [name, value] of pairsOf(raw)) {
    if (name.startsWith(":")) continue;
    if (forNodesAlone.has(name) || ofConnection.has(name)) continue;
    (headers[name] ??= []).push(value);
  }
  return Object.fromEntries(
    Object.entries(headers).map(([name, values]) => [
      name,
      values.length === 1 ? values[0] : values,
    ]),
  );
}

/** Every value of a header, in order. */
function valuesOf(raw: RawHeaders, wanted: string): readonly string[] {
  return pairsOf(raw).flatMap(([name, value]) =>
    name === wanted ? [value] : [],
  );
}

/** The nodes that a call is for: apid sends it to each of `nodes`, or to the one `node`. */
export function nodesIn(raw: RawHeaders): readonly string[] {
  return [...valuesOf(raw, "nodes"), ...valuesOf(raw, "node")];
}

/** gRPC's code in headers that end a call; null: they have none. */
export function codeIn(headers: IncomingHttpHeaders): number | null {
  const text = headers["grpc-status"];
  return typeof text === "string" && /^\d{1,3}$/.test(text)
    ? Number(text)
    : null;
}

/** An answer that is an end: status and sentence (gRPC over HTTP/2, Trailers-Only). */
export function endHeaders(code: number, message: string): OutgoingHttpHeaders {
  return {
    ":status": 200,
    "content-type": "application/grpc",
    ...endTrailers(code, message),
  };
}

/** How a call of gRPC ends: in a stream of its own, or at once in the headers of an answer without one. */
export function endTrailers(
  code: number,
  message: string,
): OutgoingHttpHeaders {
  return {
    "grpc-status": String(code),
    "grpc-message": percentEncoded(message),
  };
}

/** Percent-Encoded of gRPC: all but printable ASCII without `%`, byte by byte. */
function percentEncoded(text: string): string {
  return [...Buffer.from(text, "utf8")]
    .map((byte) =>
      byte >= 0x20 && byte <= 0x7e && byte !== 0x25
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
    )
    .join("");
}

function pairsOf(raw: RawHeaders): readonly (readonly [string, string])[] {
  return raw.flatMap((name, index) =>
    index % 2 === 0 ? [[name, raw[index + 1] ?? ""] as const] : [],
  );
}
