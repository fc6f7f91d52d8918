// What is really inside, as CycloneDX: the packages that the bundlers put in, and the programs around them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";
import { recordFolder } from "../record-packages.ts";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly license?: string;
}

/** Bundles by the package that they are in. The one executable carries the page and the thread that reads files. */
const bundlesOf = {
  commandLine: ["standalone", "renderer", "parser"],
  window: ["main", "preload", "renderer", "parser"],
} as const;

/** A program that is shipped as its makers built it. */
interface Runtime {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/**
 * The list as JSON, the same for the same build: without a serial number and a time. `parts` are what the package has of the
 * product; `runtimes` the programs that run them.
 */
export function billOfMaterials(
  root: string,
  parts: readonly (keyof typeof bundlesOf)[],
  runtimes: readonly Runtime[],
): string {
  const product = readManifest(root, ".");
  const bom = new Models.Bom({
    metadata: new Models.Metadata({
      component: componentOf(product, Enums.ComponentType.Application),
    }),
  });
  const folders = new Set([
    "node_modules/keytar",
    ...parts.flatMap((part) => bundlesOf[part].flatMap(packagesIn)),
  ]);
  for (const folder of [...folders].toSorted())
    bom.components.add(
      componentOf(readManifest(root, folder), Enums.ComponentType.Library),
    );
  for (const runtime of runtimes)
    bom.components.add(componentOf(runtime, Enums.ComponentType.Platform));
  const factory = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return new Serialize.JsonSerializer(factory).serialize(bom, {
    sortLists: true,
    space: 2,
  });
}

function componentOf(
  { name, version, description, license }: Manifest,
  type: Enums.ComponentType,
): Models.Component {
  const component = new Models.Component(type, name, {
    version,
    bomRef: `${name}@${version}`,
  });
  if (description) component.description = description;
  if (type === Enums.ComponentType.Library)
    component.purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  if (license) component.licenses.add(new Models.SpdxLicense(license));
  return component;
}

function packagesIn(bundle: string): readonly string[] {
  const text = readFileSync(join(recordFolder, `${bundle}.json`), "utf8");
  return JSON.parse(text) as readonly string[];
}

function readManifest(root: string, folder: string): Manifest {
  const text = readFileSync(join(root, folder, "package.json"), "utf8");
  return JSON.parse(text) as Manifest;
}
