import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { Plugin } from "vite";

const root = resolve(import.meta.dirname, "..");

/** Where each bundle's list lies: the folders of the npm packages that are inside, as JSON. */
export const recordFolder = join(root, ".cache/packages-inside");

/** The folder of the npm package that a module is of, below the project; null for a module of ours. */
function packageFolder(module: string): string | null {
  const path = relative(root, resolve(root, module.replace(/[?\0].*$/, "")));
  const found =
    /^(.*node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+)/.exec(path)?.[1] ?? null;
  return found?.split(sep).join("/") ?? null;
}

/** Writes down which packages went into the bundle `name`. */
export function recordPackages(name: string, modules: Iterable<string>): void {
  const folders = new Set(
    [...modules].flatMap((one) => packageFolder(one) ?? []),
  );
  mkdirSync(recordFolder, { recursive: true });
  writeFileSync(
    join(recordFolder, `${name}.json`),
    JSON.stringify([...folders].toSorted()),
  );
}

/** The same as a part of Vite. */
export function recordsPackages(name: string): Plugin {
  return {
    name: "record-packages",
    generateBundle() {
      recordPackages(name, this.getModuleIds());
    },
  };
}
