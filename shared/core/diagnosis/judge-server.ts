import {
  certificatesOf,
  decodeAuthority,
  type ReadCertificate,
} from "../certificates/read-credential.ts";
import { isSignedBy } from "../pki/verifying/signed-by.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import type { Trouble } from "./probe.ts";
import type { VerdictCode } from "./verdict.ts";

/** maintenance_root.go:52, constants.go:1333. */
const maintenanceName = "maintenance-service.talos.dev";

/** Why a server is not the one that the context says, by the certificate that it shows. */
export function judgeServer(
  leaf: ReadCertificate | null,
  { code }: Trouble,
  config: TalosContext,
  now: Date,
): VerdictCode {
  if (leaf === null) return "not-talos";
  const isInMaintenance =
    leaf.subject.includes(`CN=${maintenanceName}`) ||
    leaf.alternativeNames.includes(maintenanceName);
  if (isInMaintenance) return "maintenance";
  const authorities = certificatesOf(decodeAuthority(config.ca));
  const isOurs = isSignedBy(
    leaf.der,
    authorities.map(({ der }) => der),
  );
  if (isOurs) return judgeOurs(leaf, code, authorities, now);
  if (hasPart(leaf.issuer, "O=kubernetes") || isKubernetes(leaf))
    return "kubernetes-port";
  if (hasPart(leaf.issuer, "CN=etcd") || hasPart(leaf.issuer, "O=etcd"))
    return "etcd-port";
  if (authorities.length === 0) return "no-ca";
  const isNamedAlike = authorities.some(
    ({ subject }) => subject === leaf.issuer,
  );
  const isOfTalos = isNamedAlike || hasPart(leaf.issuer, "O=talos");
  return isOfTalos ? "other-ca" : "not-talos";
}

/** Signed by the context's CA, and refused all the same. */
function judgeOurs(
  leaf: ReadCertificate,
  code: string,
  authorities: readonly ReadCertificate[],
  now: Date,
): VerdictCode {
  if (authorities.every(({ notAfter }) => notAfter < now)) return "ca-expired";
  if (leaf.notBefore > now) return "clock-behind";
  if (leaf.notAfter < now) return "clock-ahead";
  return code.includes("ALTNAME") ? "name-missing" : "server-unfit";
}

/** The API server's certificate has these names in every cluster. */
function isKubernetes({ alternativeNames }: ReadCertificate): boolean {
  return alternativeNames.includes("DNS:kubernetes.default");
}

function hasPart(name: string, part: string): boolean {
  return name.split(", ").includes(part);
}
