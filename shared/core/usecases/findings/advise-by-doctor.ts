import {
  authorityReader,
  type ReadAuthorities,
} from "../../certificates/authority-reader.ts";
import { caFindings } from "../../certificates/ca-findings.ts";
import { summaryFindings } from "../../certificates/certificate-findings.ts";
import { credentialFindings } from "../../certificates/credential-findings.ts";
import type { Finding } from "../../certificates/finding.ts";
import { addressFindings } from "../../certificates/findings.ts";
import type { Advice } from "../../diagnosis/advice.ts";
import type { NamedContext } from "../../vault/document.ts";

/** What the import doctor finds of one context, said of many. Its `admin` is no finding where nearly all have it. */
const sentences: Readonly<Record<string, string>> = {
  expired: "The certificate has ended.",
  "not-yet-valid": "The certificate is not valid yet.",
  "expires-soon": "The certificate ends soon.",
  "half-a-pair":
    "There is a certificate without a key, or a key without a certificate: nobody can log in with it.",
  "not-base64": "A field of the credential is not base64.",
  "not-pem": "A field of the credential holds no PEM.",
  "not-a-certificate": "A certificate cannot be read.",
  "not-a-key": "The private key cannot be read.",
  "key-encrypted":
    "The private key is protected by a passphrase; talosctl cannot ask for it.",
  "other-key": "The private key does not belong to the certificate.",
  "other-ca": "The certificate is not signed by the CA of its context.",
  "wrong-key-usage":
    "The certificate's extended key usage is not exactly client authentication.",
  "is-authority": "The certificate is an authority, not a client.",
  "unknown-algorithm": "The key is of a kind that Talos does not use.",
  "ca-expired": "The cluster's CA has ended.",
  "ca-expires-soon":
    "The cluster's CA ends soon, and whatever it signed with it.",
  "no-role": "The certificate has no role: every call is refused.",
  "unknown-role": "The certificate has a role that no rule in Talos uses.",
  impersonator: "os:impersonator can act with any role, os:admin included.",
  "very-long-life":
    "The certificate lives more than a year, and nothing but a rotation of the CA can end it early.",
  "long-life":
    "The certificate lives more than 90 days, and nothing but a rotation of the CA can end it early.",
  "no-endpoints": "The context has no endpoints.",
  endpoint: "An endpoint cannot be dialled as it is written.",
  node: "A node cannot be reached as it is written.",
  "proxy-url": "The proxy cannot be used as it is written.",
};

/** The same findings, severities and remedies as on a context's own page, once each, with the contexts that have it. */
export function adviseByDoctor(
  named: readonly NamedContext[],
  now: Date,
): readonly Advice[] {
  const found = new Map<string, Advice & { readonly contexts: string[] }>();
  const authoritiesOf = authorityReader();
  for (const { name, context } of named)
    for (const finding of findingsOf(context, authoritiesOf, now)) {
      const { severity, code, advice, remedies } = finding;
      const message = sentences[code];
      if (message === undefined) continue;
      const known = found.get(code);
      // Two broken endpoints are one reason to look at the context.
      if (known?.contexts.at(-1) === name) continue;
      if (known) known.contexts.push(name);
      else
        found.set(code, {
          severity,
          code,
          message,
          advice,
          remedies,
          contexts: [name],
        });
    }
  return [...found.values()];
}

function findingsOf(
  { config, metadata: { certificate } }: NamedContext["context"],
  authoritiesOf: ReadAuthorities,
  now: Date,
): readonly Finding[] {
  return [
    ...(certificate ? summaryFindings(certificate, now) : []),
    ...authoritiesOf(config.ca).flatMap((one) => caFindings(one, now)),
    ...addressFindings(config),
    ...credentialFindings(config, now).filter(({ code }) =>
      ofKeyPair.has(code),
    ),
  ];
}

/** What only the certificate and the key themselves say; the rest is known from the summary. */
const ofKeyPair: ReadonlySet<string> = new Set([
  "half-a-pair",
  "not-base64",
  "not-pem",
  "not-a-certificate",
  "not-a-key",
  "key-encrypted",
  "other-key",
  "other-ca",
  "wrong-key-usage",
  "is-authority",
  "unknown-algorithm",
]);
