import type {
  InspectedCertificate,
  InspectedContext,
} from "../shared/core/certificates/inspect.ts";
import { relativeTime } from "../shared/core/certificates/relative-time.ts";
import { printable, type Terminal } from "./terminal.ts";

/** A context's credential: its certificates, its CAs, and which Talos accepts it. */
export function printContext(
  terminal: Terminal,
  context: InspectedContext & { readonly name: string },
  now: Date,
): void {
  terminal.out(terminal.markData("bold", printable(context.name)));
  if (context.chain.length === 0) terminal.out("  no certificate");
  printCertificates(terminal, context.chain, now);
  printCertificates(terminal, context.authorities, now);
  for (const { versions, isAccepted, why } of context.acceptance) {
    const verdict = isAccepted ? "accepted" : "refused";
    terminal.out(line(`Talos, ${versions}`, `${verdict}. ${why}`.trimEnd()));
  }
}

export function printCertificates(
  terminal: Terminal,
  certificates: readonly InspectedCertificate[],
  now: Date,
): void {
  for (const one of certificates) {
    terminal.out(one.isCa ? "  authority" : "  certificate");
    for (const [key, value] of rows(one, now))
      if (value !== "") terminal.out(line(key, printable(value)));
  }
}

const keyWidth = 20;

function line(key: string, value: string): string {
  return `    ${`${key}:`.padEnd(keyWidth)}${value}`;
}

function rows(
  certificate: InspectedCertificate,
  now: Date,
): readonly (readonly [string, string])[] {
  const { notBefore, notAfter, extendedKeyUsage } = certificate;
  return [
    ["roles", certificate.roles.join(", ")],
    ["issuer", certificate.issuer],
    ["extended key usage", extendedKeyUsage?.join(", ") ?? "absent"],
    ["algorithm", certificate.algorithm],
    ["serial", certificate.serial],
    ["sha256", certificate.sha256],
    ["begins", notBefore],
    ["ends", `${notAfter} (${relativeTime(new Date(notAfter), now)})`],
  ];
}
