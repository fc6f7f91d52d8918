import { credentialKind } from "../certificates/credential-kind.ts";
import { examineContext } from "../certificates/findings.ts";
import type { CertificateSummary } from "../certificates/summary.ts";
import { sha256Hex } from "../pki/authenticate.ts";
import { hidePassword } from "../talosconfig/proxy-password.ts";
import { issuerOf } from "./issuer-of.ts";
import type { StoredContext, VaultDocument } from "../vault/document.ts";
import type { ContextDetails, ContextView } from "../vault/views.ts";

/** Every context of the vault, in the order of their names. */
export function describeContexts(
  document: VaultDocument,
): readonly ContextView[] {
  return [...document.contexts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, context]) => describeContext(name, context, document));
}

/** One context with everything that can be shown of it, and what the import doctor says today. */
export function describeInFull(
  name: string,
  context: StoredContext,
  document: VaultDocument,
  now: Date,
): ContextDetails {
  const { config, metadata } = context;
  return {
    ...describeContext(name, context, document),
    proxyUrl:
      config.proxyUrl === undefined ? null : hidePassword(config.proxyUrl),
    note: metadata.note ?? null,
    importedAt: metadata.importedAt.toISOString(),
    unknownKeys: Object.keys(metadata.unknown ?? {}),
    findings: examineContext(config, now),
  };
}

function describeContext(
  name: string,
  { config, metadata }: StoredContext,
  document: VaultDocument,
): ContextView {
  return {
    name,
    current: name === document.current,
    kind: credentialKind(config),
    endpoints: config.endpoints,
    nodes: config.nodes,
    cluster: config.cluster ?? null,
    ...describeSummary(metadata.certificate),
    labels: metadata.labels,
    production: metadata.production,
    favorite: metadata.favorite ?? false,
    color: metadata.color ?? null,
    authority: config.ca === undefined ? null : sha256Hex(config.ca),
    ...describeIssuer(document, config),
    session: metadata.session ?? {},
  };
}

function describeSummary(
  certificate: CertificateSummary | undefined,
): Pick<ContextView, "roles" | "notBefore" | "notAfter" | "fingerprint"> {
  return {
    roles: certificate?.roles ?? [],
    notBefore: certificate?.notBefore.toISOString() ?? null,
    notAfter: certificate?.notAfter.toISOString() ?? null,
    fingerprint: certificate?.fingerprint ?? null,
  };
}

function describeIssuer(
  document: VaultDocument,
  { ca }: StoredContext["config"],
): Pick<ContextView, "issuer"> {
  const issuer = issuerOf(document, ca);
  return { issuer: issuer && (issuer.sealed ? "sealed" : "open") };
}
