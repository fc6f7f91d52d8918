import { equalBytes } from "../bytes.ts";
import { vaultError } from "../errors.ts";
import type { Files } from "../ports/files.ts";
import { failure, type Result } from "../result.ts";
import { compareContexts } from "../talosconfig/compare-contexts.ts";
import type { VaultDocument } from "../vault/document.ts";
import type { ImportSource } from "./import-files.ts";
import { openVault } from "./vault/open.ts";
import type { VaultPorts } from "./vault/ports.ts";

/**
 * Removes an imported file, after the vault was read back from disk and holds every context of it field by
 * field, and after the file was seen to be what was imported. Errors: `declined` when either is not so.
 */
export function removeSource(
  ports: VaultPorts,
  files: Files,
): (source: ImportSource) => Promise<Result<void>> {
  return async ({ path, bytes, parsed }) => {
    const opened = await openVault(ports)();
    if (!opened.ok) return opened;
    const held = [...opened.value.document.contexts.values()];
    for (const [name, config] of parsed.config.contexts)
      if (!holds(held, config)) return failure(notHeld(path, name));
    const now = await files.read(path);
    if (!now.ok) return now;
    return equalBytes(bytes, now.value)
      ? files.remove(path)
      : failure(changedMeanwhile(path));
  };
}

type Held =
  VaultDocument["contexts"] extends ReadonlyMap<string, infer Context>
    ? Context
    : never;

function holds(held: readonly Held[], config: Held["config"]): boolean {
  return held.some((one) => compareContexts(one.config, config).length === 0);
}

function notHeld(path: string, name: string) {
  return vaultError(
    "declined",
    `${path} stays: its context "${name}" is not in the vault as it is in the file.`,
    "Import it with --on-conflict rename or replace first.",
  );
}

function changedMeanwhile(path: string) {
  return vaultError(
    "declined",
    `${path} stays: it was changed while it was imported.`,
    "Import it again.",
  );
}
