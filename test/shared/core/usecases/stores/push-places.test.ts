import { expect, test } from "vitest";
import { limits } from "../../../../../shared/core/limits.ts";
import type { SecretStore } from "../../../../../shared/core/ports/secret-store.ts";
import { success, type Result } from "../../../../../shared/core/result.ts";
import type { TalosContext } from "../../../../../shared/core/talosconfig/types.ts";
import { emitTalosconfig } from "../../../../../shared/core/talosconfig/yaml/emit.ts";
import { exportContexts } from "../../../../../shared/core/usecases/contexts/export-contexts.ts";
import { originOf } from "../../../../../shared/core/usecases/imports/origin.ts";
import { compareOrigins } from "../../../../../shared/core/usecases/stores/compare-origins.ts";
import {
  planPush,
  type Push,
} from "../../../../../shared/core/usecases/stores/push-contexts.ts";
import { readFromStore } from "../../../../../shared/core/usecases/stores/read-from-store.ts";
import type { VaultDocument } from "../../../../../shared/core/vault/document.ts";
import { atTheEdge, expectRefusal } from "../../../../doubles/at-the-edge.ts";
import { documentOfStored, storedOf } from "../../../../doubles/documents.ts";

const now = new Date("2026-11-24T12:00:00Z");
const server = "https://secretsmanager.eu-central-1.amazonaws.com";
const address = "aws-sm:talos/lab";
const one: TalosContext = { endpoints: ["192.0.2.1"], nodes: [] };
const two: TalosContext = { endpoints: ["192.0.2.2"], nodes: [] };

/** The text of a context, and the store that has it. */
const textOf = (config: TalosContext) =>
  emitTalosconfig({ context: "a", contexts: new Map([["a", config]]) });

/** A store that says whose it is with its first answer, and in nothing else. */
function storeOfAccount(
  text: string | null,
  account: string,
  most = Infinity,
): SecretStore {
  let namespace: string | null = null;
  return {
    server,
    most,
    mayMiss: () => null,
    readyToWrite: async () => success(null),
    get namespace() {
      return namespace;
    },
    read: async () => {
      if (text === null) return success({ bytes: null, version: "" });
      namespace = account;
      return success({ bytes: new TextEncoder().encode(text), version: "7" });
    },
    write: async () => success("8"),
  };
}

async function planned(document: VaultDocument, store: SecretStore) {
  const all = exportContexts(document, ["a"], { names: ["a"] }, now);
  if (!all.ok) throw new Error(all.error.message);
  const choice = { isCreateOnly: false, ifVersion: null };
  return planPush(store, all.value, address, choice, now);
}

test("a context of another account is neither found nor replaced where a store says late whose it is", async () => {
  const mine = storeOfAccount(textOf(one), "111111111111");
  const read = await readFromStore(mine, address);
  if (!read.ok) throw new Error(read.error.message);
  const origin = originOf(read.value.origin, "a", one, now);
  expect(origin.namespace).toBe("111111111111");
  const document = documentOfStored({ a: storedOf(two, { origin }) });
  const state = async (store: SecretStore) =>
    (await compareOrigins(document, ["a"], async () => success(store)))[0];
  expect(await state(mine)).toMatchObject({ state: "ahead" });
  const theirs = storeOfAccount(textOf(one), "222222222222");
  expect(await state(theirs)).toMatchObject({
    state: "unreachable",
    error: { message: expect.stringMatching(/account 111111111111\), and this login is for .*account 222222222222/) as string },
  }); // prettier-ignore
  for (const there of [textOf(one), null]) {
    const store = storeOfAccount(there, "222222222222");
    const error = { code: "store-diverged" };
    expect(await planned(document, store)).toMatchObject({ error });
  }
});

interface Asked {
  readonly plan: Result<Push>;
  readonly asked: number;
}

/** A push of so many bytes to a store that takes no more than some, and how often that was asked. */
function pushOf(most: number) {
  const padded = (length: number) => ({ ...one, cluster: "c".repeat(length) });
  return {
    make: async (length: number) => {
      const config = padded(length - textOf(padded(1)).length + 1);
      return documentOfStored({ a: storedOf(config) });
    },
    read: async (document: VaultDocument) => {
      let asked = 0;
      const store = storeOfAccount(null, "", most);
      const read = async () => {
        asked += 1;
        return store.read();
      };
      return { plan: await planned(document, { ...store, read }), asked };
    },
    taken: ({ plan }: Asked) => {
      expect(plan).toMatchObject({ value: { bytes: { length: most } } });
    },
    refused: ({ plan, asked }: Asked) => {
      expectRefusal(plan, "bytes at most");
      expect(asked).toBe(0);
    },
  };
}

atTheEdge("awsSecret", pushOf(limits.awsSecret.most));
atTheEdge("azureSecret", pushOf(limits.azureSecret.most));
