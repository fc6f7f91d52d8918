import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { Secret } from "../../shared/core/secret.ts";
import { sealVault, unsealVault } from "../../shared/core/vault/sealed/seal.ts";
import { openSlot } from "../../shared/core/vault/sealed/slots.ts";
import type { Machine } from "../cli/harness.ts";

/** Is drawn as `prod-eu`. */
export const imitation = "prod-eu\u202e";

/**
 * Versions of before took any name, and a vault of theirs may hold one: `homelab` becomes the imitation, in a vault file
 * that is put in place as anybody would.
 */
export async function putNameOfBefore(
  machine: Machine,
  recoveryKey: string,
): Promise<void> {
  const read = (name: string) => readFileSync(join(machine.home, name));
  const key = { kind: "identity", identity: new Secret(recoveryKey) } as const;
  const identity = await openSlot(read("recovery.age"), key);
  if (!identity) throw new Error("the recovery key opens no slot");
  const document = await unsealVault(read("vault.age"), identity);
  if (!document.ok) throw new Error(document.error.message);
  const contexts = new Map(
    [...document.value.contexts].map(([name, context]) => [
      name === "homelab" ? imitation : name,
      context,
    ]),
  );
  const sealed = await sealVault({ ...document.value, contexts }, identity);
  if (!sealed.ok) throw new Error(sealed.error.message);
  const path = join(machine.folder, "of-before.age");
  writeFileSync(path, sealed.value);
  const restored = await machine.run(["restore", path, "--yes"]);
  expect(restored.stderr).toContain("Restored");
}
