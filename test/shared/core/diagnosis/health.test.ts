import { expect, test } from "vitest";
import { readHealth } from "../../../../shared/core/diagnosis/stored-health.ts";

const moment = "2026-11-29T09:00:00.000Z";
const kept = {
  endpoint: "10.0.0.1",
  node: null,
  dials: "10.0.0.1:50000",
  proxy: null,
  address: null,
  protocol: null,
  version: null,
  hostname: null,
  latencyMs: null,
  clockAheadMs: null,
  took: {},
  checkedAt: moment,
};
const verdictOf = (verdict: object) => {
  const contexts = { prod: [{ ...kept, verdict }] };
  const text = JSON.stringify({ writtenAt: moment, contexts });
  return readHealth(text).health.get("prod")?.[0]?.verdict;
};
const facts = {
  code: "refused",
  isFine: false,
  brokenAt: "connect",
  evidence: ["e"],
  next: "n",
};

test("what an earlier release kept of an endpoint is read as a problem", () => {
  const problem = {
    ...facts,
    severity: "error",
    message: "s",
    actions: ["ping"],
  };
  expect(verdictOf({ ...facts, summary: "s", remedies: ["ping"] })).toEqual(
    problem,
  );
  expect(verdictOf({ ...facts, summary: "s" })).toEqual({
    ...problem,
    actions: [],
  });
  expect(verdictOf(problem)).toEqual(problem);
});

test("a verdict of a release that knows more is not kept as one of ours", () => {
  expect(
    verdictOf({ ...facts, code: "of tomorrow", summary: "s" }),
  ).toBeUndefined();
});
