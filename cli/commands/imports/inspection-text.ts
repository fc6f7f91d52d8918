import type { Acceptance } from "../../../shared/core/certificates/acceptance.ts";
import type {
  InspectedCertificate,
  InspectedContext,
} from "../../../shared/core/certificates/inspect-certificates.ts";
import {
  momentAndDistance,
  momentText,
} from "../../../shared/core/moment-text.ts";
import type { Terminal } from "../../terminal.ts";

/** A context's credential: its certificates, its CAs, and which Talos accepts it. */
export function printContext(
  terminal: Terminal,
  context: InspectedContext & { readonly name: string },
  now: Date,
): void {
  terminal.out(terminal.markData("bold", context.name));
  if (context.chain.length === 0) terminal.out("  no certificate");
  printCertificates(terminal, context.chain, now);
  printCertificates(terminal, context.authorities, now);
  printAcceptance(terminal, context.acceptance);
}

export function printCertificates(
  terminal: Terminal,
  certificates: readonly (InspectedCertificate & { readonly place?: string })[],
  now: Date,
): void {
  for (const one of certificates) {
    const place = one.place ? `, ${one.place}` : "";
    terminal.out(`  ${one.isCa ? "authority" : "certificate"}${place}`);
    for (const [key, value] of rows(one, now))
      if (value !== "") terminal.out(line(key, value));
  }
}

/** Which Talos accepts the client's certificate. */
export function printAcceptance(
  terminal: Terminal,
  acceptance: readonly Acceptance[],
): void {
  if (acceptance.length > 0) terminal.out("  accepted by");
  for (const { versions, isAccepted, why } of acceptance) {
    const verdict = isAccepted ? "accepted" : "refused";
    const text = `${verdict}. ${why}`.trimEnd();
    terminal.outSentence(line(`Talos, ${versions}`, text), valueColumn);
  }
}

const keyWidth = 24;
const valueColumn = 4 + keyWidth;

function line(key: string, value: string): string {
  return `    ${`${key}:`.padEnd(keyWidth)}${value}`;
}

function rows(
  certificate: InspectedCertificate,
  now: Date,
): readonly (readonly [string, string])[] {
  const { notBefore, notAfter, keyUsage, extendedKeyUsage } = certificate;
  return [
    ["roles", certificate.roles.join(", ")],
    ["subject", certificate.subject],
    ["issuer", certificate.issuer],
    ["key usage", keyUsage?.join(", ") ?? "absent"],
    ["extended key usage", extendedKeyUsage?.join(", ") ?? "absent"],
    ["public key", keyOf(certificate)],
    ["signature", certificate.signatureAlgorithm],
    ["serial", certificate.serial],
    ["sha256", certificate.sha256],
    ["sha1", certificate.sha1],
    ["public key, sha256", certificate.publicKeySha256],
    ["begins", momentText(new Date(notBefore))],
    ["ends", momentAndDistance(new Date(notAfter), now)],
  ];
}

function keyOf({ algorithm, curve, bits }: InspectedCertificate): string {
  if (curve !== null) return `${algorithm}, ${curve}`;
  return bits === null ? algorithm : `${algorithm}, ${String(bits)} bits`;
}
