import { vaultError } from "../../errors.ts";
import type { SourceFiles } from "../../ports/source-files.ts";
import { failure, type Result } from "../../result.ts";
import { sameValue } from "../../same-value.ts";
import { inSlices } from "../../work-in-slices.ts";
import { contentKey } from "../../talosconfig/compare-contexts.ts";
import type { VaultDocument } from "../../vault/document.ts";
import type { UnknownKeys } from "../contexts/new-stored-context.ts";
import { openVault } from "../vault/open.ts";
import type { VaultPorts } from "../vault/ports.ts";
import type { Proof } from "./apply-import.ts";

/**
 * Removes an imported file, after the vault was read back from disk and holds every context of it in every field, those
 * that Talos does not know too, and after the file was seen to be the one that was read. Gives what a link led to. Errors: `declined` when either
 * is not so; those of opening and of removing.
 */
export function removeSource(
  ports: VaultPorts,
  files: Pick<SourceFiles, "removeSource">,
): (proof: Proof) => Promise<Result<string | null>> {
  return async ({ path, file, contents }) => {
    const opened = await openVault(ports)();
    if (!opened.ok) return opened;
    const held = await heldIn(opened.value.document);
    for (const { name, content, unknown } of contents)
      if (!(held.get(content) ?? []).some((keys) => holds(keys, unknown)))
        return failure(notHeld(path, name));
    return files.removeSource(path, file);
  };
}

/** The unknown keys of each context, by everything else in it. */
async function heldIn(
  document: VaultDocument,
): Promise<ReadonlyMap<string, UnknownKeys[]>> {
  const held = new Map<string, UnknownKeys[]>();
  await inSlices(document.contexts.values(), ({ config, metadata }) => {
    const content = contentKey(config);
    const same = held.get(content);
    const keys = metadata.unknown ?? {};
    if (same) same.push(keys);
    else held.set(content, [keys]);
  });
  return held;
}

function holds(keys: UnknownKeys, wanted: UnknownKeys): boolean {
  return Object.entries(wanted).every(
    ([key, value]) => Object.hasOwn(keys, key) && sameValue(keys[key], value),
  );
}

function notHeld(path: string, name: string) {
  return vaultError(
    "declined",
    `${path} stays: its context "${name}" is not in the vault as it is in the file.`,
    "Import it again, so that both are kept or the vault's is replaced.",
  );
}
