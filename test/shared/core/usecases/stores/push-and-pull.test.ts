import { expect, test } from "vitest";
import type { SecretStore } from "../../../../../shared/core/ports/secret-store.ts";
import { notArrived, vaultError } from "../../../../../shared/core/errors.ts";
import { failure, success } from "../../../../../shared/core/result.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { readTalosconfig } from "../../../../../shared/core/talosconfig/parse.ts";
import { readYaml } from "../../../../../shared/core/talosconfig/yaml/yaml-node.ts";
import { emitTalosconfig } from "../../../../../shared/core/talosconfig/yaml/emit.ts";
import type { TalosContext } from "../../../../../shared/core/talosconfig/types.ts";
import { exportContexts } from "../../../../../shared/core/usecases/contexts/export-contexts.ts";
import {
  isOf,
  originOf,
} from "../../../../../shared/core/usecases/imports/origin.ts";
import { compareOrigins } from "../../../../../shared/core/usecases/stores/compare-origins.ts";
import { readFromStore } from "../../../../../shared/core/usecases/stores/read-from-store.ts";
import {
  applyPull,
  pullFindings,
} from "../../../../../shared/core/usecases/stores/pull-contexts.ts";
import {
  carryOutPush,
  planPush,
  rememberPush,
} from "../../../../../shared/core/usecases/stores/push-contexts.ts";
import type { VaultDocument } from "../../../../../shared/core/vault/document.ts";
import { contextOf, TestAuthority } from "../../../../doubles/certificates.ts";
import { isOfAnotherCluster } from "../../../../../shared/core/trust/cluster-trust.ts";
import { documentOfStored, storedOf } from "../../../../doubles/documents.ts";
import { MemoryLedger } from "../../../../doubles/memory-ledger.ts";
import { Killed } from "../../../../doubles/memory-vault.ts";

const now = new Date("2026-11-24T12:00:00Z");
const address = "vault:secret/talos/lab";
const server = "https://store:8200";
const one: TalosContext = { endpoints: ["192.0.2.1"], nodes: [] };
const two: TalosContext = { endpoints: ["192.0.2.2"], nodes: [] };
const choice = { isCreateOnly: false, ifVersion: null };

/** A store that has this text. */
function storeWith(text: string | null, namespace = ""): SecretStore {
  return {
    server,
    namespace,
    most: Infinity,
    mayMiss: () => null,
    readyToWrite: async () => success(null),
    read: async () =>
      success({
        bytes: text === null ? null : new TextEncoder().encode(text),
        version: text === null ? "" : "7",
      }),
    write: async () => success("8"),
  };
}

function exported(document: VaultDocument, ...names: readonly string[]) {
  const found = exportContexts(document, names, { names }, now);
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
}

async function plan(
  document: VaultDocument,
  there: string | null,
  ...names: readonly string[]
) {
  return planPush(
    storeWith(there),
    exported(document, ...names),
    address,
    choice,
    now,
  );
}

/** The text that a push of these contexts writes, and the vault that remembers it. */
async function pushed(document: VaultDocument, ...names: readonly string[]) {
  const planned = await plan(document, null, ...names);
  if (!planned.ok) throw new Error(planned.error.message);
  const { bytes, sha256, names: there } = planned.value;
  const place = { address, server, version: "7", sha256 };
  return {
    text: new TextDecoder().decode(bytes),
    after: rememberPush(
      document,
      exported(document, ...names),
      there,
      place,
      now,
    ),
  };
}

const vault = documentOfStored({ a: storedOf(one), b: storedOf(two) });

test("the warning of an administrator's key is about its context", async () => {
  const authority = new TestAuthority();
  const admin = contextOf(authority.pair.crt, authority.client());
  authority.dispose();
  const document = documentOfStored({ prod: storedOf(admin) });
  expect(await plan(document, null, "prod")).toMatchObject({
    value: {
      warnings: [{ code: "admin-key-pushed", about: { context: "prod" } }],
    },
  });
});

test("a context that is called otherwise there keeps that name", async () => {
  const place = { address, server, version: "7", sha256: "00" };
  const origin = originOf(place, "lab", one, now);
  const document = documentOfStored({ mine: storedOf(one, { origin }) });
  const { text } = await pushed(document, "mine");
  const yaml = readYaml(new TextEncoder().encode(text));
  const config = yaml.ok ? readTalosconfig(yaml.value) : yaml;
  expect(config).toMatchObject({ value: { config: { context: "lab" } } });
});

test("a document in which others have contexts is not made smaller", async () => {
  const { text, after } = await pushed(vault, "a", "b");
  expect(await plan(after, text, "a", "b")).toMatchObject({
    value: { isNeeded: false },
  });
  expect(await plan(after, text, "a")).toMatchObject({
    error: {
      code: "store-diverged",
      message: expect.stringContaining('"b"') as string,
    },
  });
});

test("what a colleague changed in a context of the push is not replaced until that one was pulled, too", async () => {
  const { text, after } = await pushed(vault, "a", "b");
  const theirs = text.replace("192.0.2.2", "192.0.2.99");
  const pull = async (document: VaultDocument, name: string) => {
    const compared = await compareOrigins(document, [name], async () => success(storeWith(theirs))); // prettier-ignore
    return applyPull(document, compared.map((each) => ({ compared: each, choice: "theirs" })), now); // prettier-ignore
  };
  const once = await pull(after, "a");
  expect(await plan(once, theirs, "a", "b")).toMatchObject({
    error: {
      code: "store-diverged",
      message: expect.stringContaining('"b"') as string,
    },
  });
  const both = await pull(once, "b");
  expect(await plan(both, theirs, "a", "b")).toMatchObject({
    value: { isNeeded: false },
  });
});

test("a context that did not come from there takes nobody's name there", async () => {
  const { text, after } = await pushed(vault, "a", "b");
  const [a, b] = [after.contexts.get("a"), after.contexts.get("b")];
  if (!a || !b) throw new Error("no context");
  const strange = storedOf({ ...two, nodes: ["192.0.2.66"] });
  const renamed = documentOfStored({ "a-eu": a, a: strange, b });
  expect(await plan(renamed, text, "a-eu", "a", "b")).toMatchObject({
    error: {
      code: "usage",
      message: expect.stringContaining('"a-eu" and "a"') as string,
    },
  });
  const replaced = documentOfStored({ a: strange, b });
  expect(await plan(replaced, text, "a", "b")).toMatchObject({
    error: { code: "store-diverged" },
  });
});

test("in another namespace nothing is put, unless something new is meant, and nothing of there is taken for the same", async () => {
  const { after } = await pushed(vault, "a");
  const team = storeWith(null, "teamb");
  const push = (isCreateOnly: boolean) => {
    const said = { isCreateOnly, ifVersion: null };
    return planPush(team, exported(after, "a"), address, said, now);
  };
  expect(await push(false)).toMatchObject({
    error: {
      code: "store-diverged",
      message: expect.stringContaining("(namespace teamb)") as string,
    },
  });
  const planned = await push(true);
  if (!planned.ok) throw new Error(planned.error.message);
  const { sha256, names } = planned.value;
  const place = { address, server, namespace: "teamb", version: "1", sha256 };
  const copied = rememberPush(after, exported(after, "a"), names, place, now);
  expect(copied.contexts.get("a")?.metadata.origin?.namespace).toBe("teamb");
  const { origin } = after.contexts.get("a")?.metadata ?? {};
  expect(origin).not.toHaveProperty("namespace");
  expect(isOf(origin, { address, server })).toBe(true);
  expect(isOf(origin, place)).toBe(false);
});

test("a version without a number is none that could be named", async () => {
  const uncounted: SecretStore = {
    ...storeWith("context: x\n"),
    read: async () =>
      success({ bytes: new TextEncoder().encode("context: x\n"), version: "" }),
  };
  const named = { isCreateOnly: false, ifVersion: "" };
  const leaving = exported(vault, "a");
  expect(await planPush(uncounted, leaving, address, named, now)).toMatchObject(
    { error: { code: "store-diverged" } },
  );
});

test.each([
  ["a key beside the contexts", "team: blue\n", 'the key "team" beside'],
  ["a comment", "# ask the blue team\n", "a comment"],
  ["a key of a context", "        more: blue\n", 'the key "more" of the'],
])("what else is in the document is not lost: %s", async (_, more, words) => {
  const { text } = await pushed(vault, "a");
  const there = `${text}${more}`;
  const read = await readFromStore(storeWith(there), address);
  if (!read.ok) throw new Error(read.error.message);
  const origin = originOf(read.value.origin, "a", one, now);
  const changed = { ...one, nodes: ["192.0.2.7"] };
  const document = documentOfStored({ a: storedOf(changed, { origin }) });
  expect(await plan(document, there, "a")).toMatchObject({
    error: {
      code: "store-diverged",
      message: expect.stringContaining(words) as string,
    },
  });
});

test("the context that is current there stays it", async () => {
  const { text, after } = await pushed(vault, "a", "b");
  expect(text).toMatch(/^context: a$/m);
  const planned = await plan(after, text, "b", "a");
  if (!planned.ok) throw new Error(planned.error.message);
  const bytes = new TextDecoder().decode(planned.value.bytes);
  expect(bytes).toMatch(/^context: a$/m);
});

test("what stands there unknown is not replaced; a certificate that has ended is not pushed", async () => {
  expect(await plan(vault, "context: x\n", "a")).toMatchObject({
    error: { code: "store-diverged" },
  });
  const certificate = {
    roles: ["os:reader"],
    notBefore: new Date(0),
    notAfter: new Date("2026-11-24T11:00:00Z"),
    fingerprint: "00",
  };
  const ended = documentOfStored({ a: storedOf(one, { certificate }) });
  expect(await plan(ended, null, "a")).toMatchObject({
    error: { code: "credential-unusable" },
  });
});

test("the same push once more changes nothing that the vault remembers", async () => {
  const { text, after } = await pushed(vault, "a", "b");
  const planned = await plan(after, text, "a", "b");
  if (!planned.ok) throw new Error(planned.error.message);
  const { sha256, names } = planned.value;
  const later = new Date(now.getTime() + 1000);
  const remembered = (version: string) =>
    rememberPush(
      after,
      exported(after, "a", "b"),
      names,
      { address, server, version, sha256 },
      later,
    );
  expect(remembered("7")).toBe(after);
  expect(remembered("8")).not.toBe(after);
});

test("each place is read once, whatever comes from it", async () => {
  const { text, after } = await pushed(vault, "a", "b");
  let reads = 0;
  const store = storeWith(text);
  const counting = {
    ...store,
    read: async () => {
      reads++;
      return store.read();
    },
  };
  const compared = await compareOrigins(after, ["a", "b"], async () =>
    success(counting),
  );
  expect(compared.map(({ state }) => state)).toEqual(["same", "same"]);
  expect(reads).toBe(1);
});

test("a context that was changed after it was compared stays as it is", async () => {
  const { text, after } = await pushed(vault, "a");
  const newer = text.replace("192.0.2.1", "192.0.2.9");
  const compared = await compareOrigins(after, ["a"], async () =>
    success(storeWith(newer)),
  );
  expect(compared[0]?.state).toBe("behind");
  const steps = compared.map((each) => ({
    compared: each,
    choice: "theirs" as const,
  }));
  const pulled = applyPull(after, steps, now);
  expect(pulled.contexts.get("a")?.config.endpoints).toEqual(["192.0.2.9"]);
  const held = after.contexts.get("a");
  if (!held) throw new Error("no context");
  const changed = { config: two, metadata: held.metadata };
  const meanwhile = {
    ...after,
    contexts: new Map(after.contexts).set("a", changed),
  };
  expect(applyPull(meanwhile, steps, now)).toBe(meanwhile);
});

test("what stands in the way of writing is said before the ledger knows of a push", async () => {
  const error = vaultError(
    "usage",
    "Nobody could read it.",
    "Name recipients.",
  );
  const store = {
    ...storeWith(null),
    readyToWrite: async () => failure(error),
  };
  expect(await planPush(store, exported(vault, "a"), address, choice, now)).toEqual(failure(error)); // prettier-ignore
});

test.each(["before", "after"])(
  "a push that is killed right %s it writes: the ledger knows, and the next one finds the old text or the new",
  async (moment) => {
    const authority = new TestAuthority();
    const config = contextOf(authority.pair.crt, authority.client());
    const document = documentOfStored({ a: storedOf(config) });
    const ledger = new MemoryLedger();
    let text: string | null = null;
    const store: SecretStore = {
      ...storeWith(null),
      write: async (bytes) => {
        if (moment === "after") text = new TextDecoder().decode(bytes);
        throw new Killed();
      },
    };
    const leaving = exported(document, "a");
    const planned = await planPush(store, leaving, address, choice, now);
    if (!planned.ok) throw new Error(planned.error.message);
    const clock = { now: () => now, monotonicMs: () => 0 };
    const push = carryOutPush({ ledger, clock }, store, leaving, planned.value, address); // prettier-ignore
    await expect(push).rejects.toThrow(Killed);
    expect(ledger.now().entries).toMatchObject([
      { context: "a", purpose: "exported", recipient: address },
    ]);
    expect(await plan(document, text, "a")).toMatchObject({
      value: { isNeeded: text === null },
    });
  },
);

test.each([
  ["was lost", false],
  ["says that nothing was taken", true],
])(
  "a push whose answer %s: the ledger has it as valid unless surely nothing went there",
  async (_, isSure) => {
    const authority = new TestAuthority();
    const config = contextOf(authority.pair.crt, authority.client());
    authority.dispose();
    const leaving = exported(documentOfStored({ a: storedOf(config) }), "a");
    const error = vaultError("store-failed", "It broke.", "Look there.");
    const answered = failure(isSure ? notArrived(error) : error);
    const store = { ...storeWith(null), write: async () => answered };
    const planned = await planPush(store, leaving, address, choice, now);
    if (!planned.ok) throw new Error(planned.error.message);
    const [ledger, clock] = [new MemoryLedger(), { now: () => now, monotonicMs: () => 0 }]; // prettier-ignore
    const push = await carryOutPush({ ledger, clock }, store, leaving, planned.value, address); // prettier-ignore
    const next = expect.stringContaining("It may be there") as string;
    expect(push).toMatchObject({ error: { next: isSure ? "Look there." : next } }); // prettier-ignore
    const [entry] = ledger.now().entries;
    expect(entry?.isUndelivered ?? false).toBe(isSure);
  },
);

test("a pull that would turn a name into another cluster is told from a new credential and from a rotation", () => {
  const [mine, next, strange] = [new TestAuthority(), new TestAuthority(), new TestAuthority()]; // prettier-ignore
  const here = contextOf(mine.pair.crt, mine.client());
  const both = `${mine.pair.crt}${next.pair.crt}`;
  const isElsewhere = (there: TalosContext) => isOfAnotherCluster(here, there);
  expect(isElsewhere(contextOf(mine.pair.crt, mine.client()))).toBe(false);
  expect(isElsewhere(contextOf(both, mine.client()))).toBe(false);
  expect(isElsewhere(contextOf(strange.pair.crt, strange.client()))).toBe(true);
  // A CA of somebody's beside ours makes it no context of ours.
  const beside = `${mine.pair.crt}${strange.pair.crt}`;
  expect(isElsewhere(contextOf(beside, strange.client()))).toBe(true);
  // Without a CA nothing says to which cluster it belongs, before and after.
  expect(isOfAnotherCluster(one, two)).toBe(false);
});

test("what is kept stays, though the store has something newer", async () => {
  const { text, after } = await pushed(vault, "a");
  const newer = text.replace("192.0.2.1", "192.0.2.9");
  const compared = await compareOrigins(after, ["a"], async () => success(storeWith(newer))); // prettier-ignore
  const steps = compared.map((each) => ({ compared: each, choice: "keep" as const })); // prettier-ignore
  const pulled = applyPull(after, steps, now);
  expect(pulled.contexts.get("a")?.config).toEqual(one);
});

test("what is pulled is guarded as what the vault has of the same credential", async () => {
  const key = new Secret(Buffer.from("key").toString("base64"));
  const prod = storedOf({ ...two, key }, { production: true });
  const { after } = await pushed(vault, "a");
  const newer = emitTalosconfig({ context: "a", contexts: new Map([["a", { ...one, key }]]) }); // prettier-ignore
  const both = {
    ...after,
    contexts: new Map(after.contexts).set("prod", prod),
  };
  const compared = await compareOrigins(both, ["a"], async () => success(storeWith(newer))); // prettier-ignore
  const steps = compared.map((each) => ({ compared: each, choice: "theirs" as const })); // prettier-ignore
  const pulled = applyPull(both, steps, now);
  expect(pulled.contexts.get("a")?.metadata.production).toBe(true);
  const [said, ...others] = pullFindings(both, pulled, now);
  expect(others).toEqual([]);
  expect(said).toMatchObject({ as: "a" });
  expect(said?.findings[0]).toMatchObject({
    code: "guarded-as-another",
    message: expect.stringContaining('of "prod",') as string,
  });
});
