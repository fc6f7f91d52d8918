import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  judgeEndpoint,
  judgeNode,
} from "../../../../shared/core/talosconfig/endpoints.ts";
import {
  hidePassword,
  restorePassword,
} from "../../../../shared/core/talosconfig/proxy-password.ts";
import {
  repairEndpoints,
  repairNodes,
} from "../../../../shared/core/talosconfig/repair-address.ts";

describe("repairing addresses", () => {
  test.each([
    [[" 10.0.0.1 "], ["10.0.0.1"]],
    [
      ["10.0.0.1, 10.0.0.2", "10.0.0.1"],
      ["10.0.0.1", "10.0.0.2"],
    ],
    [["[fd00::1]"], ["fd00::1"]],
    [["[fd00::1]:50000"], ["[fd00::1]:50000"]],
    [["https://omni.example"], ["https://omni.example"]],
    [["a:b:c"], ["a:b:c"]],
  ])("endpoints %j become %j", (before, after) => {
    expect(repairEndpoints(before)).toEqual(after);
  });

  test.each([
    [["10.0.0.1:50000"], ["10.0.0.1"]],
    [["[fd00::1]:50000"], ["fd00::1"]],
    [["fd00::1"], ["fd00::1"]],
    [["a b"], ["a", "b"]],
  ])("nodes %j become %j", (before, after) => {
    expect(repairNodes(before)).toEqual(after);
  });

  test("what was right stays as it was, and repairing twice changes nothing more", () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain(), fc.string());
    fc.assert(
      fc.property(fc.array(address, { maxLength: 5 }), (list) => {
        const endpoints = repairEndpoints(list);
        const nodes = repairNodes(list);
        expect(repairEndpoints(endpoints)).toEqual(endpoints);
        expect(repairNodes(nodes)).toEqual(nodes);
        for (const one of list) {
          if (judgeEndpoint(one).kind === "ok")
            expect(endpoints).toContain(one);
          if (judgeNode(one).kind === "ok") expect(nodes).toContain(one);
        }
      }),
    );
  });
});

test("a proxy's password is hidden and put back", () => {
  const url = "http://me:p%40ss@proxy:3128";
  expect(hidePassword(url)).toBe("http://…@proxy:3128");
  expect(restorePassword(hidePassword(url), url)).toBe(url);
  expect(restorePassword("http://new:3128", url)).toBe("http://new:3128");
  expect(hidePassword("http://proxy:3128")).toBe("http://proxy:3128");
});
