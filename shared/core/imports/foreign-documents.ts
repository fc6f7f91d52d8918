// Documents that are of others: Kubernetes, Terraform, SOPS, known by their keys.
import type { Holding, OtherFile, SopsFormat } from "../other-file.ts";
import { decodeGoBase64 } from "../talosconfig/base64.ts";
import { child } from "./yaml-documents.ts";

/** What of Talos is in a text, judged by its keys. */
export function holdingOf(text: string): Holding {
  if (/^\s*"?contexts"?\s*:/m.test(text)) return "talosconfig";
  return /^\s*"?(certs|machine)"?\s*:/m.test(text) ? "authority" : "unknown";
}

function holdingOfMap(document: unknown): Holding {
  if (child(document, "contexts") !== undefined) return "talosconfig";
  const isAuthority =
    child(document, "certs") !== undefined ||
    child(document, "machine") !== undefined;
  return isAuthority ? "authority" : "unknown";
}

/** A document that SOPS wrote has its own key at the root; null for all others. */
export function sopsOf(document: unknown, isJson: boolean): OtherFile | null {
  const sops = child(document, "sops");
  const isMark = ["mac", "version", "lastmodified", "age", "pgp", "kms"].some(
    (key) => child(sops, key) !== undefined,
  );
  if (!isMark) return null;
  const keys = Object.keys(document as object);
  const isBinary =
    isJson && keys.length === 2 && typeof child(document, "data") === "string";
  const format: SopsFormat = isBinary ? "binary" : isJson ? "json" : "yaml";
  return {
    kind: "encrypted",
    by: "sops",
    holds: holdingOfMap(document),
    format,
  };
}

/** What a document is by its keys, when it is not Talos' own; null for what is none of these. */
export function kindByStructure(
  documents: readonly unknown[],
): OtherFile | null {
  for (const document of documents) {
    const found = kubernetesOf(document) ?? terraformOf(document);
    if (found) return found;
  }
  return null;
}

function kubernetesOf(document: unknown): OtherFile | null {
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
      ([key, value]) => [key, fromBase64(textOf(value))] as const,
    ),
  ];
  const keys = texts.map(([key, value]) => ({
    key,
    holds: holdingOf(textOf(value)),
  }));
  return keys.filter(({ holds }) => holds !== "unknown");
}

export function fromBase64(text: string): string {
  const decoded = decodeGoBase64(text.trim());
  return decoded.ok ? new TextDecoder().decode(decoded.bytes) : "";
}

function terraformOf(document: unknown): OtherFile | null {
  if (
    child(document, "terraform_version") !== undefined ||
    (child(document, "serial") !== undefined &&
      child(document, "lineage") !== undefined)
  )
    return { kind: "terraform", form: "state", path: pathInState(document) };
  const outputs = entriesOf(document);
  const isOutput = ([, one]: readonly [string, unknown]) =>
    child(one, "value") !== undefined && child(one, "type") !== undefined;
  if (outputs.length > 0 && outputs.every(isOutput)) {
    const path = pathTo(document, []);
    return { kind: "terraform", form: "outputs", path: path ?? [] };
  }
  const configuration = child(document, "client_configuration") ?? document;
  const isClient = ["ca_certificate", "client_certificate", "client_key"].every(
    (key) => child(configuration, key) !== undefined,
  );
  return isClient
    ? { kind: "terraform", form: "client-configuration", path: [] }
    : null;
}

function pathInState(state: unknown): readonly string[] {
  return (
    pathTo(child(state, "outputs"), ["outputs"]) ??
    pathTo(child(state, "resources"), ["resources"]) ??
    []
  );
}

const deepestPath = 8;

/** Where a text that is a talosconfig stands; null: nowhere. */
function pathTo(
  value: unknown,
  path: readonly string[],
): readonly string[] | null {
  if (typeof value === "string") return /^contexts:/m.test(value) ? path : null;
  if (path.length > deepestPath) return null;
  for (const [key, one] of entriesOf(value)) {
    const found = pathTo(one, [...path, key]);
    if (found) return found;
  }
  return null;
}

/** The secrets of a cluster as Talos has them, or as Terraform's provider does in an output, a value or a state. */
export function secretsIn(document: unknown): unknown {
  const places: readonly unknown[] = [
    document,
    child(document, "machine_secrets"),
    ...entriesOf(document).map(([, one]) => child(one, "value")),
    ...entriesOf(child(document, "outputs")).map(([, one]) =>
      child(one, "value"),
    ),
    ...entriesOf(child(document, "resources")).flatMap(([, one]) =>
      entriesOf(child(one, "instances")).map(([, instance]) =>
        child(child(instance, "attributes"), "machine_secrets"),
      ),
    ),
  ];
  for (const place of places) {
    const certs = child(place, "certs") ?? child(place, "Certs");
    const os = child(certs, "os") ?? child(certs, "OS");
    if (os !== undefined) return os;
  }
  return undefined;
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null
    ? Object.entries(value)
    : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
