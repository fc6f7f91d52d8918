import { limits } from "../limits.ts";
import type { ReadCertificate } from "../certificates/read-credential.ts";
import { momentText } from "../moment-text.ts";
import type { Probe, Trouble } from "./probe.ts";

/** A clock that is off by less says nothing: the question takes time as well. */
const clockNoiseMs = 2000;

/** What was seen on the path, a fact a line, in the order of the path. */
export function gatherEvidence(
  probe: Probe,
  server: ReadCertificate | null,
): readonly string[] {
  const { proxy, address, dials, protocol, trouble, node } = probe;
  return [
    ...(proxy ? [`through ${proxy}`] : []),
    ...(address && dials ? [`${dials} is ${address}`] : []),
    ...(server ? serverFacts(server, protocol) : []),
    ...(trouble ? [troubleFact(trouble)] : []),
    ...(node ? [`Talos ${node.version || "of an unknown release"}`] : []),
    ...(node ? clockFact(node.clockAheadMs) : []),
  ];
}

function serverFacts(
  { subject, issuer, notBefore, notAfter, alternativeNames }: ReadCertificate,
  protocol: string | null,
): readonly string[] {
  return [
    `${protocol ?? "TLS"}; the server's certificate: ${short(subject) || "no name"}, by ${short(issuer) || "nobody"}, ${momentText(notBefore)} to ${momentText(notAfter)}`,
    ...(alternativeNames ? [`it stands for ${short(alternativeNames)}`] : []),
  ];
}

/** Whoever the server is has written it. */
function short(names: string): string {
  const { most } = limits.certificateWords;
  return names.length > most ? `${names.slice(0, most)}…` : names;
}

/** OpenSSL's line has the address of its memory and the place in its source: nobody's business. */
function troubleFact({ code, text, alert }: Trouble): string {
  const words = text
    .replace(/^[0-9A-F]+:error:[0-9A-F]+:[^:]*:[^:]*:([^:]*):.*$/s, "$1")
    .trim()
    .slice(0, limits.nodeWords.most);
  const sent = alert === null ? "" : `, TLS alert ${String(alert)}`;
  return `${code}${sent}${words === "" || words === code ? "" : `: ${words}`}`;
}

function clockFact(aheadMs: number | null): readonly string[] {
  if (aheadMs === null || Math.abs(aheadMs) < clockNoiseMs) return [];
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const side = aheadMs > 0 ? "ahead of" : "behind";
  return [`its clock is ${String(seconds)} s ${side} this machine's`];
}
