/** What lets pods of some namespaces have a talosconfig (k8s/talos_api_access.go:44-130). */
export interface ServiceAccountAccess {
  readonly namespaces: readonly string[];
  readonly roles: readonly string[];
}

export interface ServiceAccount {
  readonly name: string;
  readonly namespace: string;
  readonly roles: readonly string[];
}

/** The manifest of a Talos ServiceAccount (constants.go:1255-1271); Talos puts a talosconfig into a Secret of its name. */
export function serviceAccountManifest(account: ServiceAccount): string {
  return [
    "apiVersion: talos.dev/v1alpha1",
    "kind: ServiceAccount",
    "metadata:",
    `  name: ${account.name}`,
    `  namespace: ${account.namespace}`,
    "spec:",
    "  roles:",
    ...account.roles.map((role) => `    - ${role}`),
    "",
  ].join("\n");
}

/** The patch of a control plane's machine config that allows it. */
export function serviceAccountPatch(access: ServiceAccountAccess): string {
  return [
    "machine:",
    "  features:",
    "    kubernetesTalosAPIAccess:",
    "      enabled: true",
    "      allowedRoles:",
    ...access.roles.map((role) => `        - ${role}`),
    "      allowedKubernetesNamespaces:",
    ...access.namespaces.map((name) => `        - ${name}`),
    "",
  ].join("\n");
}

/** The same as a document of its own, which Talos has since 1.14 (k8s/talos_api_access.go:44-130). */
export function serviceAccountDocument(access: ServiceAccountAccess): string {
  return [
    "apiVersion: v1alpha1",
    "kind: KubeTalosAPIAccessConfig",
    "allowedRoles:",
    ...access.roles.map((role) => `  - ${role}`),
    "allowedKubernetesNamespaces:",
    ...access.namespaces.map((name) => `  - ${name}`),
    "",
  ].join("\n");
}

/** RFC 1123 label: what Kubernetes takes for a namespace, and we for both. */
export function isKubernetesName(text: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}
