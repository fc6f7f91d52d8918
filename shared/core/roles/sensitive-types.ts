/** Resources that os:admin alone may read (internal/app/resources/access.go:25-64), by the first part of their names. */
const names = [
  "APIServerConfigs ApiCertificates AuditPolicyConfigs AuthenticationConfigs AuthorizationConfigs CertSANs",
  "CustomizationConfigs DeviceConfigSpecs DiscoveryConfigs EncryptionSalts EtcFileSpecs EtcdEncryptionConfigs",
  "EtcdRootSecrets EtcdSecrets ExtensionServiceConfigs KubeSpanConfigs KubeSpanIdentities KubeletConfigs",
  "KubeletSecrets KubeletSpecs KubernetesDynamicCerts KubernetesRootSecrets KubernetesSecrets LinkSpecs",
  "MachineConfigs MaintenanceRootSecrets NodeAnnotationSpecs NodeCordonedSpecs NodeLabelSpecs NodeTaintSpecs",
  "OOMActions OSRootSecrets OperatorSpecs RegistryConfigs SiderolinkConfigs SiderolinkTunnels TrustdCertificates",
  "VolumeConfigs",
]
  .join(" ")
  .split(" ");

/** A name's capitals are an alias where there are two or more: `mc` (COSI's meta/spec/resource_definition.go). */
const abbreviations = names
  .map((name) => name.replace(/[^A-Z]/g, ""))
  .filter(({ length }) => length > 1);

const sensitive = new Set(
  [...names, ...abbreviations].map((name) => name.toLowerCase()),
);

/** True for a type as `talosctl get` takes it: in any case, singular or plural, with or without its domain, or abbreviated. */
export function isSensitiveType(text: string): boolean {
  const [name = ""] = text.toLowerCase().split(".");
  const plurals = [
    name,
    `${name}s`,
    name.replace(/y$/, "ies"),
    name.replace(/s$/, ""),
  ];
  return plurals.some((one) => sensitive.has(one));
}
