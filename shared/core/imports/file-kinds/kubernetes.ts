import type { OtherFile } from "../../found-file.ts";
import { child, entriesOf, textOf } from "../yaml-documents.ts";
import { textInBase64, holdingOf } from "./what-text-holds.ts";

/** What a document of Kubernetes is: a kubeconfig, an object, a list of them; null for what is none. */
export function kubernetesOf(document: unknown): OtherFile | null {
  if (isKubeconfig(document)) return { kind: "kubeconfig" };
  const apiVersion = textOf(child(document, "apiVersion"));
  const kind = textOf(child(document, "kind"));
  if (apiVersion === "" || kind === "") return null;
  // Documents of a machine config that Talos has since 1.5.
  if (apiVersion === "v1alpha1") return { kind: "machine-config", type: "" };
  const items = child(document, "items");
  return kind.endsWith("List") && Array.isArray(items)
    ? kubernetesList(items, kind)
    : kubernetesObject(document, apiVersion, kind);
}

function isKubeconfig(document: unknown): boolean {
  const kind = child(document, "kind");
  if (kind === "Config" && child(document, "apiVersion") === "v1") return true;
  return (
    Array.isArray(child(document, "contexts")) &&
    (kind === "Config" || child(document, "clusters") !== undefined)
  );
}

function kubernetesList(items: readonly unknown[], kind: string): OtherFile {
  const found = items.map(kubernetesOf);
  const isUseful = (one: OtherFile | null) =>
    one?.kind === "kubernetes-secret" && one.keys.length > 0;
  return (
    found.find(isUseful) ??
    found.find(Boolean) ?? { kind: "kubernetes", resource: kind }
  );
}

function kubernetesObject(
  document: unknown,
  apiVersion: string,
  kind: string,
): OtherFile {
  const metadata = child(document, "metadata");
  const place = {
    name: textOf(child(metadata, "name")),
    namespace: textOf(child(metadata, "namespace")),
  };
  if (kind === "ServiceAccount" && apiVersion.startsWith("talos.dev/"))
    return { kind: "talos-service-account", ...place };
  return kind === "Secret" && apiVersion === "v1"
    ? { kind: "kubernetes-secret", ...place, keys: keysOf(document) }
    : { kind: "kubernetes", resource: kind };
}

type SecretKey = Extract<
  OtherFile,
  { readonly kind: "kubernetes-secret" }
>["keys"][number];

function keysOf(secret: unknown): readonly SecretKey[] {
  const texts = [
    ...entriesOf(child(secret, "stringData")),
    ...entriesOf(child(secret, "data")).map(
      ([key, value]) => [key, textInBase64(textOf(value))] as const,
    ),
  ];
  const keys = texts.map(([key, value]) => ({
    key,
    holds: holdingOf(textOf(value)),
  }));
  return keys.filter(({ holds }) => holds !== "unknown");
}
