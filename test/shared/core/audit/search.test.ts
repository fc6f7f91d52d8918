import { expect, test } from "vitest";
import type { AuditLine } from "../../../../shared/core/audit/line.ts";
import { isFound } from "../../../../shared/core/audit/search.ts";

const line = (facts: Partial<AuditLine>): AuditLine => ({
  n: 1,
  prev: "0".repeat(64),
  time: "2026-11-30T17:30:47.264Z",
  event: "import",
  seal: null,
  ...facts,
});

test("the events of a context are those of several with it, and its getting the name", () => {
  const isOf = (context: string, facts: Partial<AuditLine>) =>
    isFound(line(facts), { words: [], since: null, session: null, context });
  const two = { detail: { count: 2, contexts: ["lab", "prod"] } };
  expect(isOf("prod", two)).toBe(true);
  expect(isOf("pro", two)).toBe(false);
  expect(isOf("prod", { context: "prod" })).toBe(true);
  const renamed = { event: "rename", context: "prod-eu", detail: { from: "prod" } }; // prettier-ignore
  expect(isOf("prod", renamed)).toBe(true);
  expect(isOf("prod-eu", renamed)).toBe(true);
  expect(isOf("prod", { ...renamed, event: "log.repair" })).toBe(false);
});
