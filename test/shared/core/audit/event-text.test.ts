import { expect, test } from "vitest";
import { summaryOf } from "../../../../shared/core/audit/event-text.ts";

test("a question that nobody answered was not denied by anybody", () => {
  const asked = { answer: "denied", answeredBy: null };
  expect(summaryOf({ event: "consent.answered", detail: asked })).toBe(
    "nobody answered",
  );
  expect(
    summaryOf({
      event: "consent.answered",
      detail: { ...asked, answeredBy: "window" },
    }),
  ).toBe("denied");
});

test("a line that repeats an archived one says so before all else: it is no new event", () => {
  const detail = { purpose: "handover", recipient: "Ana" };
  expect(
    summaryOf({
      event: "handover.give",
      carried: 12,
      reason: "on call",
      detail,
    }),
  ).toBe("of archived line 12, handover, Ana, on call");
});

test("the context that stands beside an event is not named again, as nothing marks it there", () => {
  const removed = { purpose: "removed", recipient: "prod" };
  expect(summaryOf({ context: "prod", event: "remove", detail: removed })).toBe(
    "removed",
  );
  expect(summaryOf({ context: "lab", event: "remove", detail: removed })).toBe(
    "removed, prod",
  );
});

test("contexts that came or went together are named, as no column has them", () => {
  const detail = { count: 2, contexts: ["lab", "prod"] };
  expect(summaryOf({ event: "import", detail })).toBe("lab, prod");
  expect(summaryOf({ context: "lab", event: "import", detail })).toBe("");
  const many = { count: 500, contexts: ["a", "b", "c", "d"] };
  expect(summaryOf({ event: "import", detail: many })).toBe(
    "a, b, c and 497 more",
  );
});

test("a change of guards says what guards from then on", () => {
  const event = "guard.change";
  const open = { production: false, consent: null, guard: null };
  const guarded = {
    production: true,
    consent: "always",
    guard: { deny: ["reset"], hours: { from: 8, until: 18 } },
  };
  expect(summaryOf({ event, context: "lab", detail: open })).toBe(
    "not production",
  );
  expect(summaryOf({ event, context: "lab", detail: guarded })).toBe(
    "production, asks always, deny reset, hours",
  );
  const later = {
    production: false,
    consent: null,
    guard: { deny: "all", from: [null] },
  };
  expect(summaryOf({ event, context: "lab", detail: later })).toBe(
    "not production, deny all, from",
  );
  expect(summaryOf({ event, detail: { vault: "default" } })).toBe(
    "contexts without a rule: asks as usual",
  );
});

test("the seal of a vault names its recipient, and is no rule of that vault", () => {
  const detail = { by: "recovery-key", vault: "e18e295c", recipient: "age1z7" };
  expect(summaryOf({ event: "log.seal", detail })).toBe("age1z7");
});

test("what the vault has from then on, or has no more, is named; a CA by the contexts that trust it", () => {
  const detail = { added: ["prod"], removed: ["lab"] };
  expect(summaryOf({ event: "cluster", detail })).toBe("added prod, removed lab"); // prettier-ignore
  const ofCa = { added: ["ab".repeat(32)], removed: [] };
  expect(summaryOf({ event: "authority", context: "prod", detail: ofCa })).toBe("its CA's key is kept"); // prettier-ignore
  const ofTwo = { ...ofCa, count: 2, contexts: ["lab", "prod"] };
  expect(summaryOf({ event: "authority", detail: ofTwo })).toMatch(/^.*lab.*prod.*, its CA's key is kept$/); // prettier-ignore
});
