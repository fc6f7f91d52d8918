import { afterAll, expect, test } from "vitest";
import type { UnnamedSession } from "../../../../../shared/core/policy/request.ts";
import { decideEachSession } from "../../../../../shared/core/usecases/sessions/decide-each-session.ts";
import { contextOf, TestAuthority } from "../../../../doubles/certificates.ts";
import { documentOfStored, storedOf } from "../../../../doubles/documents.ts";
import { must } from "../../../../doubles/memory-host.ts";

const authority = new TestAuthority();
const context = (production = false) =>
  storedOf(contextOf(authority.pair.crt, authority.client()), { production });
const document = documentOfStored({
  prod: context(true),
  lab: context(),
  spare: context(),
});
afterAll(() => authority.dispose());
const now = new Date();
const stored: UnnamedSession = { kind: "session", wants: { kind: "stored" } };

test("each context is judged once, and nothing is asked", () => {
  const judged = must(
    decideEachSession(document, ["lab", "prod", "lab"], stored, now),
  );
  expect(judged.map(({ context: name }) => name)).toEqual(["lab", "prod"]);
  expect(judged.map(({ error }) => error?.code)).toEqual([
    undefined,
    "consent-needed",
  ]);
  expect(judged[1]?.error?.lending).toMatchObject({
    context: "prod",
    production: true,
    roles: ["os:admin"],
  });
});

test("what the policy refuses is said of its context alone", () => {
  const request = {
    ...stored,
    wants: { kind: "roles", roles: ["os:reader"] },
    ttlSeconds: 48 * 3600,
  } as const;
  const judged = must(decideEachSession(document, ["lab"], request, now));
  expect(judged).toMatchObject([
    { context: "lab", error: { code: "context-invalid" } },
  ]);
});

test("a name that there is not refuses all", () => {
  expect(
    decideEachSession(document, ["lab", "lob"], stored, now),
  ).toMatchObject({
    ok: false,
    error: { code: "context-missing" },
  });
});
