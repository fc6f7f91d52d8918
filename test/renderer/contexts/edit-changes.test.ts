import { expect, test } from "vitest";
import {
  changesOf,
  meanwhileText,
} from "../../../renderer/features/contexts/page/edit-changes.ts";

const opened = {
  endpoints: ["10.0.0.1"],
  nodes: ["10.0.0.2"],
  labels: { team: "infra", site: "fra" },
};

test("a dialog sends what was touched, label by label", () => {
  expect(changesOf(opened, { ...opened })).toBeNull();
  expect(changesOf(opened, { ...opened, nodes: [] })).toEqual({ nodes: [] });
  const labels = { site: "ams", tier: "1" };
  expect(changesOf(opened, { ...opened, labels })).toEqual({
    labels: { team: null, site: "ams", tier: "1" },
  });
  const turned = { site: "fra", team: "infra" };
  expect(changesOf(opened, { ...opened, labels: turned })).toBeNull();
});

test("of a guard a dialog sends the parts that were touched", () => {
  const guard = { allow: ["reads"], hold: [], deny: ["reset"], maxNodes: null };
  const before = { guard };
  expect(changesOf(before, { guard: { ...guard } })).toBeNull();
  const now = { ...guard, allow: [], maxNodes: 3 };
  expect(changesOf(before, { guard: now })).toEqual({
    guard: { allow: [], maxNodes: 3 },
  });
});

test("what somebody else changed meanwhile is said, and whether saving takes its place", () => {
  expect(meanwhileText(opened, opened, { ...opened, nodes: [] })).toBeNull();
  const present = { ...opened, endpoints: ["10.77.0.1"] };
  expect(meanwhileText(opened, present, { ...opened, nodes: [] })).toEqual({
    text: "Changed elsewhere meanwhile: the endpoints.",
    next: "Saving changes only what you changed here.",
  });
  expect(
    meanwhileText(opened, present, { ...opened, endpoints: ["10.0.0.9"] })
      ?.next,
  ).toContain("puts what you typed in its place");
});
