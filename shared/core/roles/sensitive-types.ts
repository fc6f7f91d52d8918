/** Resources that os:admin alone may read (internal/app/resources/access.go:25-64), by the first part of their names. */
const sensitive = new Set(
  [
    "APIServerConfigs ApiCertificates AuditPolicyConfigs AuthenticationConfigs AuthorizationConfigs CertSANs",
    "CustomizationConfigs DeviceConfigSpecs DiscoveryConfigs EncryptionSalts EtcFileSpecs EtcdEncryptionConfigs",
    "EtcdRootSecrets EtcdSecrets ExtensionServiceConfigs KubeSpanConfigs KubeSpanIdentities KubeletConfigs",
    "KubeletSecrets KubeletSpecs KubernetesDynamicCerts KubernetesRootSecrets KubernetesSecrets LinkSpecs",
    "MachineConfigs MaintenanceRootSecrets NodeAnnotationSpecs NodeCordonedSpecs NodeLabelSpecs NodeTaintSpecs",
    "OOMActions OSRootSecrets OperatorSpecs RegistryConfigs SiderolinkConfigs SiderolinkTunnels TrustdCertificates",
    "VolumeConfigs mc",
  ]
    .join(" ")
    .toLowerCase()
    .split(" "),
);

/** True for a type as `talosctl get` takes it: in any case, singular or plural, with or without its domain. */
export function isSensitiveType(text: string): boolean {
  const [name = ""] = text.toLowerCase().split(".");
  const plurals = [name, `${name}s`, name.replace(/y$/, "ies")];
  return plurals.some((one) => sensitive.has(one));
}
