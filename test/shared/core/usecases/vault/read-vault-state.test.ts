import { expect, test } from "vitest";
import { success } from "../../../../../shared/core/result.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { readVaultState } from "../../../../../shared/core/usecases/vault/read-vault-state.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { makeVault } from "../../../../doubles/vault-life.ts";

test("a file that nobody has written is compared once with its kept generation, however often the state is asked for", async () => {
  const vault = new MemoryVault();
  const ports = vault.ports();
  await makeVault(ports);
  let reads = 0;
  const { folder } = ports;
  const read = readVaultState({
    ...ports,
    folder: {
      ...folder,
      backups: {
        ...folder.backups,
        read: (id) => {
          reads++;
          return folder.backups.read(id);
        },
      },
    },
  });
  const backups = async () => {
    const state = await read();
    return state.ok && state.value.backups;
  };
  expect([await backups(), await backups(), reads]).toEqual([[], [], 1]);
  const change = await changeVault(ports)((document) => success({ ...document, previous: "a" })); // prettier-ignore
  expect(change.ok).toBe(true);
  expect([await backups(), await backups(), reads]).toEqual([["1"], ["1"], 2]);
  // Another file in its place is another one, whatever it is called.
  vault.files.set("vault.age", Uint8Array.of(1));
  expect(await backups()).toEqual(["2", "1"]);
});
