import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isDueForRenewal } from "../../../../../shared/core/certificates/renewal-due.ts";
import type { StoredContext } from "../../../../../shared/core/vault/document.ts";
import { findAdmin } from "../../../../../shared/core/policy/find-admin.ts";
import { joinAuthorities } from "../../../../../shared/core/usecases/clusters/join-authorities.ts";
import { swap } from "../../../../../shared/core/usecases/renewal/renew-context.ts";
import { planRenewal } from "../../../../../shared/core/usecases/renewal/renewal-sources.ts";
import {
  base64,
  contextOf,
  TestAuthority,
} from "../../../../doubles/certificates.ts";
import { documentOfStored, storedOf } from "../../../../doubles/documents.ts";

const now = new Date();
const day = 86_400_000;

describe("renewing", () => {
  let authority: TestAuthority;
  let other: TestAuthority;
  beforeAll(() => {
    authority = new TestAuthority();
    other = new TestAuthority();
  });
  afterAll(() => {
    authority.dispose();
    other.dispose();
  });

  function stored(
    roles: readonly string[],
    from = authority,
    days = 80,
  ): StoredContext {
    const config = contextOf(from.pair.crt, from.client({ roles, days }));
    return storedOf(config, { labels: { team: "infra" }, production: true });
  }

  test("the administrator that asks is of the same cluster, and the one that lasts longest", () => {
    const reader = stored(["os:reader"]);
    const all = documentOfStored({
      reader,
      short: stored(["os:admin"], authority, 10),
      long: stored(["os:admin"], authority, 90),
      foreign: stored(["os:admin"], other, 900),
    });
    const found = { name: "reader", context: reader };
    expect(findAdmin(all, found, now)?.name).toBe("long");
    const later = new Date(now.getTime() + 91 * day);
    expect(findAdmin(all, found, later)).toBeNull();
    const both = {
      ...reader,
      config: {
        ...reader.config,
        ca: joinAuthorities(reader.config.ca, base64(other.pair.crt)),
      },
    };
    expect(findAdmin(all, { name: "reader", context: both }, now)?.name).toBe(
      "foreign",
    );
  });

  test("the plan is what the vault has, with the present roles and life", () => {
    const reader = stored(["os:reader"]);
    const alone = documentOfStored({ reader });
    const found = { name: "reader", context: reader };
    expect(planRenewal(alone, found, now)).toEqual({
      sources: [],
      roles: ["os:reader"],
      ttlSeconds: 80 * 86_400,
      refusal: null,
    });
    const long = stored(["os:reader"], authority, 3650);
    const inOne = { name: "reader", context: long };
    expect(planRenewal(alone, inOne, now).ttlSeconds).toBe(90 * 86_400);
  });

  test("a swap changes the credential and nothing that somebody edited meanwhile", () => {
    const before = { name: "prod", context: stored(["os:admin"]) };
    const edited = {
      ...before.context,
      config: { ...before.context.config, endpoints: ["10.9.9.9"] },
    };
    const next = stored(["os:admin"]).config;
    const issued = {
      config: next,
      roles: ["os:admin"],
      serial: "1",
      fingerprint: "a",
      authority: null,
      notBefore: now,
      notAfter: now,
    };
    const swapped = swap(
      documentOfStored({ prod: edited }),
      before,
      issued,
      now,
    );
    expect(swapped.ok).toBe(true);
    if (!swapped.ok) return;
    const after = swapped.value.contexts.get("prod");
    expect(after?.config.crt).toBe(next.crt);
    expect(after?.config.endpoints).toEqual(["10.9.9.9"]);
    expect(after?.metadata).toMatchObject({
      production: true,
      labels: { team: "infra" },
    });
  });

  test("a credential that somebody else changed meanwhile stays", () => {
    const before = { name: "prod", context: stored(["os:admin"]) };
    const theirs = stored(["os:admin"]);
    const issued = {
      config: stored(["os:admin"]).config,
      roles: [],
      serial: "1",
      fingerprint: "a",
      authority: null,
      notBefore: now,
      notAfter: now,
    };
    expect(
      swap(documentOfStored({ prod: theirs }), before, issued, now),
    ).toMatchObject({ ok: false, error: { code: "context-conflict" } });
    expect(swap(documentOfStored({}), before, issued, now)).toMatchObject({
      ok: false,
      error: { code: "context-missing" },
    });
  });

  test("two CAs in one field, each once", () => {
    const [a, b] = [base64(authority.pair.crt), base64(other.pair.crt)];
    const both = joinAuthorities(a, b);
    expect(joinAuthorities(undefined, a)).toBe(a);
    expect(joinAuthorities(a, a)).toBe(a);
    expect(joinAuthorities(both, b)).toBe(both);
    // The one that is added comes first, whatever the order was.
    expect(joinAuthorities(both, a)).toBe(joinAuthorities(b, a));
    expect(joinAuthorities(both, a)).not.toBe(both);
    const text = Buffer.from(both, "base64").toString("utf8");
    expect(text.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });

  test.each([
    ["a year, before two thirds", 365, 240, false],
    ["a year, after two thirds", 365, 244, true],
    ["a year, over", 365, 366, false],
    ["a day, whatever its age", 1, 0.9, false],
    ["a week, at its end", 7, 6.9, true],
  ])("due for renewal: %s", (_, life, age, isDue) => {
    const notBefore = new Date(now.getTime() - age * day);
    const notAfter = new Date(notBefore.getTime() + life * day);
    expect(isDueForRenewal({ notBefore, notAfter }, now)).toBe(isDue);
  });
});
