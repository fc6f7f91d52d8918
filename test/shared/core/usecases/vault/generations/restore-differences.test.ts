import { expect, test } from "vitest";
import { Secret } from "../../../../../../shared/core/secret.ts";
import { setBack } from "../../../../../../shared/core/usecases/vault/generations/restore-differences.ts";
import type { StoredContext } from "../../../../../../shared/core/vault/document.ts";
import {
  documentOfStored,
  plainContext,
} from "../../../../../doubles/documents.ts";

const one = plainContext("one");

/** The context as it would be after this. */
function changed(by: Partial<StoredContext["metadata"]>): StoredContext {
  return { ...one, metadata: { ...one.metadata, ...by } };
}

test.each([
  ["a label", changed({ labels: { site: "b" } }), ["one"]],
  ["the mark of production", changed({ production: true }), ["one"]],
  ["a guard", changed({ guard: { deny: ["reset"] } }), ["one"]],
  [
    "its key",
    { ...one, config: { ...one.config, key: new Secret("another") } },
    ["one"],
  ],
  [
    "its endpoints",
    { ...one, config: { ...one.config, endpoints: [] } },
    ["one"],
  ],
  ["nothing but when it came", changed({ importedAt: new Date(5) }), []],
])("of a context of which %s changed it is said", (_, now, expected) => {
  const before = documentOfStored({ one: now, gone: plainContext("gone") });
  const after = documentOfStored({ one, added: plainContext("added") });
  expect(setBack(before, after)).toEqual({
    changed: expected,
    missing: [],
    current: null,
  });
});

test("the same in another order is the same", () => {
  const [ab, ba] = [
    { a: "1", b: "2" },
    { b: "2", a: "1" },
  ].map((labels) => documentOfStored({ one: changed({ labels }) }));
  if (!ab || !ba) throw new Error("two were made");
  expect(setBack(ab, ba).changed).toEqual([]);
});

test("what is no context, and the current one, is said as well", () => {
  const after = documentOfStored({ one });
  const cluster = {
    endpoint: "https://10.0.0.1:6443",
    secrets: new Secret("secrets"),
    createdAt: new Date(0),
  };
  const before = {
    ...after,
    current: "other",
    clusters: new Map([["lab", cluster]]),
  };
  expect(setBack(before, after)).toEqual({
    changed: [],
    missing: ["the secrets of cluster lab"],
    current: "one",
  });
});
