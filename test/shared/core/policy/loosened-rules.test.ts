import { expect, test } from "vitest";
import { decideClusterCopy } from "../../../../shared/core/policy/decide-cluster-copy.ts";
import { lessAsked } from "../../../../shared/core/policy/loosened-rules.ts";
import { setDefaultRule } from "../../../../shared/core/usecases/consent/set-default-rule.ts";
import type {
  ConsentRule,
  ContextMetadata,
  StoredContext,
  VaultDocument,
} from "../../../../shared/core/vault/document.ts";
import { documentOfStored, plainContext } from "../../../doubles/documents.ts";

type Marks = Partial<ContextMetadata>;

/** The same context as every other one of that name, marked otherwise. */
function marked(key: string, marks: Marks = {}): StoredContext {
  const { config, metadata } = plainContext(key);
  return { config, metadata: { ...metadata, ...marks } };
}

function vaultOf(
  contexts: Readonly<Record<string, StoredContext>>,
  consent?: ConsentRule,
): VaultDocument {
  const document = documentOfStored(contexts);
  return consent ? { ...document, consent } : document;
}

const production = { production: true };
const nothing = { roles: [], ttlSeconds: null };

test.each([
  ["a mark of production", production, {}],
  ["a rule of its own", { consent: "always" }, { consent: "writes" }],
  ["a rule against the mark", production, { ...production, consent: "never" }],
] as const)("%s that goes is less", (_, before, after) => {
  const less = lessAsked(
    vaultOf({ prod: marked("k", before), lab: marked("l") }),
    vaultOf({ prod: marked("k", after), lab: marked("l", production) }),
  );
  expect(less).toMatchObject({ context: "prod", ...nothing });
  expect(less).not.toHaveProperty("others");
});

test.each([
  ["of the context itself", "prod"],
  ["of the same credential under another name", "made"],
])("a guard %s that goes is less, and a stricter one is not", (_, name) => {
  const before = vaultOf({
    prod: marked("k", { guard: { hold: ["writes"] } }),
  });
  const after = (guard: ContextMetadata["guard"]) =>
    vaultOf({ [name]: marked("k", guard ? { guard } : {}) });
  expect(lessAsked(before, after(undefined))).toMatchObject({ context: name });
  expect(lessAsked(before, after({ deny: ["writes"] }))).toBeNull();
});

test("what is the same, stricter or not there any more is no less", () => {
  const before = vaultOf({ prod: marked("k", production), lab: marked("l") });
  for (const after of [
    before,
    vaultOf({ prod: marked("k", { consent: "always" }), lab: marked("l") }),
    vaultOf({ lab: marked("l", production) }),
    vaultOf({ prod: marked("k", production), lab: marked("l") }, "always"),
  ])
    expect(lessAsked(before, after)).toBeNull();
});

test("a credential is followed under another name, and where it was removed", () => {
  const prod = marked("k", production);
  const lax = { old: marked("k") };
  const renamed = vaultOf({ prod, old: marked("other") });
  expect(lessAsked(renamed, vaultOf(lax))).toMatchObject({ context: "old" });
  const removedAt = new Date(0);
  const removed = {
    ...vaultOf({}),
    removed: [{ name: "prod", context: prod, removedAt }],
  };
  expect(lessAsked(removed, vaultOf(lax))).toMatchObject({ context: "old" });
});

test("a context that nobody knows is held against what a new one gets", () => {
  const unknown = vaultOf({ prod: marked("k", production) });
  expect(lessAsked(vaultOf({}), unknown)).toBeNull();
  const never = { prod: marked("k", { ...production, consent: "never" }) };
  expect(lessAsked(vaultOf({}), vaultOf(never))).toMatchObject({
    context: "prod",
  });
  expect(
    lessAsked(vaultOf({}, "always"), vaultOf({ lab: marked("l") }, "always")),
  ).toBeNull();
});

test("several are one question, with the first of their names and how many more", () => {
  const names = ["a", "b", "c"];
  const all = (marks: Marks) =>
    Object.fromEntries(names.map((name) => [name, marked(name, marks)]));
  expect(lessAsked(vaultOf(all(production)), vaultOf(all({})))).toMatchObject({
    context: "a",
    others: 2,
  });
});

test.each([
  [undefined, "never", true],
  [undefined, "writes", false],
  [undefined, "always", false],
  ["writes", "never", true],
  ["writes", null, true],
  ["always", "writes", true],
  ["always", null, true],
  ["never", null, false],
  ["never", "always", false],
  ["always", "always", false],
] as const)(
  "the vault's own rule from %s to %s has a person asked: %s",
  (before, after, isLess) => {
    // Also where no context of now loses by it: those to come do.
    const document = vaultOf(
      { lab: marked("l", { consent: "always" }) },
      before,
    );
    const first = setDefaultRule(document, after, false);
    expect(first.ok).toBe(!isLess);
    if (!first.ok)
      expect(first.error).toMatchObject({
        code: "consent-needed",
        lending: { context: "vault", scope: "vault", ...nothing },
      });
    const agreed = setDefaultRule(document, after, true);
    expect(agreed.ok && (agreed.value.consent ?? null)).toBe(after);
  },
);

test("keys of a cluster whose guarded context was removed are guarded still", () => {
  const removedAt = new Date(0);
  const prod = { name: "prod", context: marked("k", production), removedAt };
  const document = { ...vaultOf({}), removed: [prod] };
  const cluster = { name: "prod", ca: null };
  expect(decideClusterCopy(vaultOf({}), cluster, {})).toBeNull();
  expect(decideClusterCopy(document, cluster, {})).toMatchObject({
    outcome: "unagreed",
  });
});

test("after a rotation every context guards a cluster's keys, whatever is put beside them by name or CA", () => {
  const ca = "of-before";
  const cluster = { name: "prod", ca };
  const lab = marked("l", production);
  const unmarked = marked("k");
  const ofName = { prod: unmarked, lab };
  const ofCa = {
    made: { ...unmarked, config: { ...unmarked.config, ca } },
    lab,
  };
  for (const contexts of [{ lab }, ofName, ofCa])
    expect(decideClusterCopy(vaultOf(contexts), cluster, {})).toMatchObject({
      outcome: "unagreed",
    });
  expect(
    decideClusterCopy(vaultOf({ prod: unmarked }), cluster, {}),
  ).toBeNull();
});
