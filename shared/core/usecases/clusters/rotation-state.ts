import {
  certificatesOf,
  decodeField,
  type ReadCertificate,
} from "../../certificates/read-credential.ts";
import { isSignedBy } from "../../pki/verifying/signed-by.ts";
import { readCertificate } from "../../pki/certificate.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";
import { heldAuthorities } from "../authorities/held-authorities.ts";
import { rotatesWith } from "../../trust/cluster-trust.ts";

/** How far the rotation of a cluster's CA is, as far as one context and its endpoint can tell (talos.md §11). */
export type RotationPhase =
  /** The context has no endpoint: nobody was asked. */
  | "no-endpoints"
  /** No endpoint showed a certificate of a Talos CA. */
  | "unseen"
  /** One CA, and the node is by it. */
  | "steady"
  /** The node is by a Talos CA that the context does not hold. */
  | "rotated-away"
  /** Two CAs are held, and the node is still by the older. */
  | "prepared"
  /** The node is by the newer, and not every context has a credential of it. */
  | "swapped"
  /** The node is by the newer, and so is everything: the older can go. */
  | "done";

export interface RotationContext {
  readonly name: string;
  /** SHA-256 of the CA that signed its certificate; null: none that it holds, or it has no certificate. */
  readonly signedBy: string | null;
  readonly hasCertificate: boolean;
}

export interface HeldAuthority {
  /** SHA-256 of the certificate. */
  readonly fingerprint: string;
  /** RFC 3339. */
  readonly notBefore: string;
  readonly notAfter: string;
}

export interface RotationState {
  readonly phase: RotationPhase;
  /** Those that any context of the cluster holds, the newest first. */
  readonly held: readonly HeldAuthority[];
  /** SHA-256 of the CA that signed the nodes' certificates, the older one where they differ; null: none that is held. */
  readonly nodeSignedBy: string | null;
  readonly contexts: readonly RotationContext[];
}

/** Contexts of the same cluster as this one, itself included. */
export function contextsOfCluster(
  { contexts }: VaultDocument,
  { name, context }: NamedContext,
): readonly NamedContext[] {
  return [...contexts]
    .filter(
      ([other, { config }]) =>
        other === name || rotatesWith(context.config, config),
    )
    .map(([other, stored]) => ({ name: other, context: stored }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** `leaves`: the certificates that endpoints of the context showed, as DER. */
export function rotationState(
  document: VaultDocument,
  found: NamedContext,
  leaves: readonly Uint8Array[],
): RotationState {
  const cluster = contextsOfCluster(document, found);
  const authorities = heldAuthorities(
    cluster.map(({ context }) => context.config),
  );
  const contexts = cluster.map(({ name, context }) => ({
    name,
    ...signerOf(context.config, authorities),
  }));
  const nodeSignedBy = oldestSigner(leaves, authorities);
  const seen: Seen = {
    nodeSignedBy,
    isTalos: leaves.some((leaf) => isTalos(leaf, authorities)),
  };
  return {
    phase:
      found.context.config.endpoints.length === 0
        ? "no-endpoints"
        : phaseOf(authorities, contexts, seen),
    held: authorities.map(({ fingerprint, notBefore, notAfter }) => ({
      fingerprint,
      notBefore: notBefore.toISOString(),
      notAfter: notAfter.toISOString(),
    })),
    nodeSignedBy,
    contexts,
  };
}

interface Seen {
  readonly nodeSignedBy: string | null;
  /** An endpoint showed a certificate of some Talos CA. */
  readonly isTalos: boolean;
}

/** As long as one node shows the older CA that is how far the rotation is. */
function oldestSigner(
  leaves: readonly Uint8Array[],
  authorities: readonly ReadCertificate[],
): string | null {
  const signers = new Set(leaves.map((leaf) => signer(leaf, authorities)));
  return (
    authorities.findLast(({ fingerprint }) => signers.has(fingerprint))
      ?.fingerprint ?? null
  );
}

/** By its issuer: Talos' own name for it, or that of a CA that is held. */
function isTalos(
  leaf: Uint8Array,
  authorities: readonly ReadCertificate[],
): boolean {
  const issuer = readCertificate(leaf)?.issuer;
  return (
    issuer === "O=talos" ||
    authorities.some(({ subject }) => subject === issuer)
  );
}

function phaseOf(
  [newest, older]: readonly ReadCertificate[],
  contexts: readonly RotationContext[],
  { nodeSignedBy, isTalos: isSeen }: Seen,
): RotationPhase {
  if (nodeSignedBy === null) return isSeen ? "rotated-away" : "unseen";
  if (!older) return "steady";
  if (nodeSignedBy !== newest?.fingerprint) return "prepared";
  const isAllNew = contexts.every(
    ({ hasCertificate, signedBy }) =>
      !hasCertificate || signedBy === nodeSignedBy,
  );
  return isAllNew ? "done" : "swapped";
}

function signerOf(
  config: TalosContext,
  authorities: readonly ReadCertificate[],
): Omit<RotationContext, "name"> {
  const [certificate] = certificatesOf(decodeField(config.crt));
  return {
    hasCertificate: certificate !== undefined,
    signedBy: certificate ? signer(certificate.der, authorities) : null,
  };
}

function signer(
  der: Uint8Array,
  authorities: readonly ReadCertificate[],
): string | null {
  const found = authorities.find((one) => isSignedBy(der, [one.der]));
  return found?.fingerprint ?? null;
}
