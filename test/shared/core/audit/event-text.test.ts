import { expect, test } from "vitest";
import { summaryOf } from "../../../../shared/core/audit/event-text.ts";

test("a question that nobody answered was not denied by anybody", () => {
  const asked = { answer: "denied", answeredBy: null };
  expect(summaryOf({ detail: asked })).toBe("nobody answered");
  expect(summaryOf({ detail: { ...asked, answeredBy: "window" } })).toBe(
    "denied",
  );
});

test("a line that repeats an archived one says so before all else: it is no new event", () => {
  const detail = { purpose: "handover", recipient: "Ana" };
  expect(summaryOf({ carried: 12, reason: "on call", detail })).toBe(
    "of archived line 12, handover, Ana, on call",
  );
});

test("the context that stands beside an event is not named again, as nothing marks it there", () => {
  const removed = { purpose: "removed", recipient: "prod" };
  expect(summaryOf({ context: "prod", detail: removed })).toBe("removed");
  expect(summaryOf({ context: "lab", detail: removed })).toBe("removed, prod");
});

test("contexts that came or went together are named, as no column has them", () => {
  const detail = { count: 2, contexts: ["lab", "prod"] };
  expect(summaryOf({ detail })).toBe("lab, prod");
  expect(summaryOf({ context: "lab", detail })).toBe("");
  const many = { count: 500, contexts: ["a", "b", "c", "d"] };
  expect(summaryOf({ detail: many })).toBe("a, b, c and 497 more");
});

test("a change of guards says what guards from then on", () => {
  const open = { production: false, consent: null, guard: null };
  const guarded = {
    production: true,
    consent: "always",
    guard: { deny: ["reset"], hours: { from: 8, until: 18 } },
  };
  expect(summaryOf({ context: "lab", detail: open })).toBe("not production");
  expect(summaryOf({ context: "lab", detail: guarded })).toBe(
    "production, asks always, deny reset, hours",
  );
  const later = {
    production: false,
    consent: null,
    guard: { deny: "all", from: [null] },
  };
  expect(summaryOf({ context: "lab", detail: later })).toBe(
    "not production, deny all, from",
  );
  expect(summaryOf({ detail: { vault: "default" } })).toBe(
    "contexts without a rule: asks as usual",
  );
});
