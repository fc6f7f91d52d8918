import type {
  Finding,
  FindingCode,
  VaultFinding,
} from "../../certificates/finding.ts";
import type { NamedContext } from "../../vault/document.ts";

/** What is found of one context, said of many; null: no finding where nearly all have it. */
const sentences: Readonly<Record<FindingCode, string | null>> = {
  expired: "The certificate has ended.",
  "not-yet-valid": "The certificate is not valid yet.",
  "expires-soon": "The certificate ends soon.",
  "half-a-pair":
    "There is a certificate without a key, or a key without a certificate: nobody can log in with it.",
  "too-long":
    "A field of the credential is longer than any real one, and is not read.",
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
  "no-nodes":
    "The context has no nodes: talosctl needs --nodes with each command.",
  endpoint: "An endpoint cannot be dialled as it is written.",
  node: "A node cannot be reached as it is written.",
  "proxy-url": "The proxy cannot be used as it is written.",
  "https-endpoint": "An https:// endpoint is dialled on port 443, not 50000.",
  "service-account":
    "Talos made it for a service account in the cluster: it lives six hours, and works from pods alone.",
  "basic-auth": "The context has a user name and a password.",
  "no-credential": "The context has no credential.",
  "no-ca":
    "The context has no CA: talosctl would trust every authority of this machine.",
  "weak-key": "The key is a short one of RSA.",
  // What nearly every context has is no finding.
  admin: null,
  siderov1: null,
};

/** The same findings, severities and actions as on a context's own page, once each, with the contexts that have it. */
export function findingsOfContexts(
  all: readonly NamedContext[],
  findingsOf: (named: NamedContext) => readonly Finding[],
): readonly VaultFinding[] {
  const found = new Map<
    string,
    VaultFinding & { readonly contexts: string[] }
  >();
  for (const one of all)
    for (const finding of findingsOf(one)) {
      const { name } = one;
      const { code } = finding;
      const message = sentences[code];
      if (message === null) continue;
      const known = found.get(code);
      // Two broken endpoints are one reason to look at the context.
      if (known?.contexts.at(-1) === name) continue;
      if (known) known.contexts.push(name);
      else found.set(code, { ...finding, message, contexts: [name] });
    }
  return [...found.values()];
}
