import { beforeEach, describe, expect, test } from "vitest";
import { success } from "../../../../../shared/core/result.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { examineVault } from "../../../../../shared/core/usecases/vault/doctor/examine.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { makeVault, restoreInto } from "../../../../doubles/vault-life.ts";
import { plainContext } from "../../../../doubles/documents.ts";

let vault: MemoryVault;

beforeEach(async () => {
  vault = new MemoryVault(5);
  await makeVault(vault.ports());
});

async function badOfBackups() {
  const checks = await examineVault(vault.ports(), vault.notes)();
  if (!checks.ok) throw new Error(checks.error.message);
  return checks.value
    .filter(
      ({ subject, severity }) => subject === "backups" && severity === "error",
    )
    .map(({ message }) => message)
    .join("\n");
}

const put = (names: readonly string[]) =>
  changeVault(vault.ports())((document) =>
    success({
      ...document,
      contexts: new Map(names.map((name) => [name, plainContext(name)])),
    }),
  );

const generation = (number: number) =>
  [...vault.files.keys()].find((name) =>
    name.startsWith(`backups/${String(number)}-`),
  ) ?? "none";

function cut(name: string): void {
  const bytes = vault.files.get(name) ?? new Uint8Array();
  vault.files.set(name, bytes.subarray(0, bytes.length - 20));
}

describe("the files of earlier generations", () => {
  test("that are cut short are not called kept", async () => {
    await put(["home"]);
    expect(await badOfBackups()).toBe("");
    cut(generation(1));
    expect(await badOfBackups()).toContain("damaged and cannot be put back: 1");
    expect(
      await restoreInto(vault, { kind: "generation", generation: 1 }),
    ).toMatchObject({
      ok: false,
      error: {
        message: expect.stringMatching(/^Generation 1 is damaged/) as string,
      },
    });
  });

  test("that are gone with a key that is nowhere else are missed", async () => {
    await put(["home"]);
    await put([]);
    vault.files.delete(generation(2));
    expect(await badOfBackups()).toContain("gone: home (generation 2)");
  });

  test("the present vault is kept again where its copy was cut short", async () => {
    await put(["home"]);
    cut(generation(2));
    await put([]);
    expect(await badOfBackups()).toBe("");
    const restored = await restoreInto(vault, {
      kind: "generation",
      generation: 2,
    });
    expect(restored.ok && [...restored.value.document.contexts.keys()]).toEqual(
      ["home"],
    );
  });
});
