import type { OtherFile } from "../../found-file.ts";
import { child, entriesOf } from "../yaml-documents.ts";

/** State, outputs and client configuration of Terraform and OpenTofu, and what Pulumi has of them; null for what is none. */
export function terraformOf(
  document: unknown,
): Extract<OtherFile, { readonly kind: "terraform" }> | null {
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
  const configurations = [
    document,
    child(document, "client_configuration"),
    // Pulumi's outputs have whatever name somebody gave them.
    ...entriesOf(document).map(([, one]) => one),
  ];
  if (configurations.some(isClientConfiguration))
    return { kind: "terraform", form: "client-configuration", path: [] };
  return outputs.some(([, one]) => one === "[secret]")
    ? { kind: "terraform", form: "without-secrets", path: [] }
    : null;
}

/** Of Terraform's provider or Pulumi's. */
function isClientConfiguration(value: unknown): boolean {
  return [
    ["ca_certificate", "client_certificate", "client_key"],
    ["caCertificate", "clientCertificate", "clientKey"],
  ].some((keys) => keys.every((key) => child(value, key) !== undefined));
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

/** The secrets of a cluster as Talos has them, or as Terraform's provider does in an output, a value or a state, and Pulumi's in an output. */
export function secretsIn(document: unknown): unknown {
  const places: readonly unknown[] = [
    document,
    // Pulumi's outputs have whatever name somebody gave them.
    ...entriesOf(document).flatMap(([, one]) => [one, child(one, "value")]),
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

/** `terraform output` as it prints for people, and HCL. */
export function isTerraformText(text: string): boolean {
  return /^"?[\w-]+"?\s*=\s*(<<-?\w+|\{|\[|"|<sensitive>|tomap|sensitive)/m.test(
    text,
  );
}
