import { describe, expect, test } from "vitest";
import { vaultError } from "../../../shared/core/errors.ts";
import {
  firstRenewalDraft,
  renewalOf,
  stepsOf,
  sourcesOf,
  type Plan,
} from "../../../renderer/features/renewal/renewal-draft.ts";

const day = 86_400;
const plan: Plan = {
  sources: [
    { kind: "authority", isSealed: true },
    { kind: "node", asker: "prod" },
  ],
  roles: ["os:reader"],
  ttlSeconds: 90 * day,
  refusal: null,
};

describe("a renewal as it is chosen", () => {
  test("begins with the best source and the present life", () => {
    const draft = firstRenewalDraft(plan);
    expect(draft).toMatchObject({ source: "authority", lifetime: "90d" });
    expect(renewalOf("lab", draft, plan)).toEqual({
      name: "lab",
      source: { kind: "vault" },
      ttlSeconds: 90 * day,
      isUntested: false,
    });
  });

  test("names the sources, and a file is always one", () => {
    expect(sourcesOf(plan).map(({ text }) => text)).toEqual([
      "The vault's authority, behind its own passphrase",
      "A node of the cluster",
      "The cluster's secrets.yaml, used once",
    ]);
    expect(
      sourcesOf({ ...plan, sources: [] }).map(({ value }) => value),
    ).toEqual(["file"]);
  });

  test("asks a node as the context that the plan names", () => {
    const draft = { ...firstRenewalDraft(plan), source: "node" as const };
    expect(renewalOf("lab", draft, plan)?.source).toEqual({
      kind: "node",
      asker: "prod",
    });
  });

  test("is not asked for while the file or a lifetime is missing", () => {
    const draft = firstRenewalDraft({ ...plan, sources: [] });
    expect(renewalOf("lab", draft, plan)).toBeNull();
    const wrong = { ...firstRenewalDraft(plan), lifetime: "soon" };
    expect(renewalOf("lab", wrong, plan)).toBeNull();
    // A source that is gone since: somebody removed the authority.
    const gone = { ...plan, sources: [] };
    expect(renewalOf("lab", firstRenewalDraft(plan), gone)).toBeNull();
  });

  test("begins with another life where one is asked for", () => {
    expect(firstRenewalDraft(plan, "30d").lifetime).toBe("30d");
  });
});

describe("the steps of a renewal", () => {
  const states = (...given: Parameters<typeof stepsOf>) =>
    stepsOf(...given).map(({ state }) => state);

  test("go on one by one", () => {
    const running = { step: "test" as const, result: null };
    expect(states(running, false)).toEqual(["done", "current", "open"]);
    expect(states({ step: null, result: null }, false)[0]).toBe("current");
  });

  test("stop where it was refused", () => {
    const error = vaultError("cluster-refused", "", "");
    const refused = {
      step: "test" as const,
      result: { ok: false, error } as const,
    };
    expect(states(refused, false)).toEqual(["done", "broken", "open"]);
  });

  test("end with the endpoint that accepted it, or with nobody asked", () => {
    const value = { notAfter: "", provenBy: "10.0.0.1", oldNotAfter: null };
    const done = {
      step: "store" as const,
      result: { ok: true, value } as const,
    };
    expect(stepsOf(done, false).map(({ words }) => words)).toEqual([
      "done",
      "10.0.0.1",
      "done",
    ]);
    expect(stepsOf(done, true)[1]).toMatchObject({ words: "not tried" });
  });
});
