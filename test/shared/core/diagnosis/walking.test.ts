import { describe, expect, test } from "vitest";
import type { Stage } from "../../../../shared/core/diagnosis/probe.ts";
import {
  joinWalks,
  withStage,
  type Walking,
} from "../../../../shared/core/diagnosis/walking.ts";

const walked = (...met: readonly Stage[]): readonly Walking[] =>
  met.reduce<readonly Walking[]>(
    (walks, stage) => withStage(walks, "10.0.0.1", null, stage),
    [],
  );
const metOf = (walks: readonly Walking[]) => walks.map(({ met }) => met);

describe("a walk that goes on", () => {
  test("has the stages that began on it", () => {
    expect(metOf(walked("connect", "handshake", "client"))).toEqual([
      ["connect", "handshake", "client"],
    ]);
  });

  test("is another one when a kept connection did not carry: nothing of before counts", () => {
    expect(metOf(walked("call", "connect"))).toEqual([["connect"]]);
    expect(metOf(walked("connect", "handshake", "connect"))).toEqual([
      ["connect"],
    ]);
  });

  test("is one for each endpoint and each node behind it, in the order in which they began", () => {
    const first = withStage([], "10.0.0.1", null, "connect");
    const second = withStage(first, "10.0.0.1", "10.0.0.7", "call");
    const third = withStage(second, "10.0.0.1", null, "handshake");
    expect(third).toEqual([
      { endpoint: "10.0.0.1", node: null, met: ["connect", "handshake"] },
      { endpoint: "10.0.0.1", node: "10.0.0.7", met: ["call"] },
    ]);
  });

  test("is joined from what was asked for and what was told meanwhile", () => {
    const asked = walked("connect", "handshake");
    expect(joinWalks(asked, [])).toEqual(asked);
    expect(metOf(joinWalks(asked, walked("client")))).toEqual([
      ["connect", "handshake"],
    ]);
    const later = walked("connect", "handshake", "client");
    expect(joinWalks(asked, later)).toEqual(later);
    const other = withStage([], "10.0.0.2", null, "connect");
    expect(joinWalks(asked, other)).toEqual([...asked, ...other]);
  });
});
