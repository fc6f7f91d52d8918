import { describe, expect, test } from "vitest";
import type { Stage } from "../../../../shared/core/diagnosis/probe.ts";
import {
  joinProgress,
  withStage,
  type ProbeProgress,
} from "../../../../shared/core/diagnosis/probe-progress.ts";

const probed = (...met: readonly Stage[]): readonly ProbeProgress[] =>
  met.reduce<readonly ProbeProgress[]>(
    (probes, stage) => withStage(probes, "10.0.0.1", null, stage),
    [],
  );
const metOf = (probes: readonly ProbeProgress[]) =>
  probes.map(({ met }) => met);

describe("a probe that goes on", () => {
  test("has the stages that began on it", () => {
    expect(metOf(probed("connect", "handshake", "client"))).toEqual([
      ["connect", "handshake", "client"],
    ]);
  });

  test("is another one when a kept connection did not carry: nothing of before counts", () => {
    expect(metOf(probed("call", "connect"))).toEqual([["connect"]]);
    expect(metOf(probed("connect", "handshake", "connect"))).toEqual([
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
    const asked = probed("connect", "handshake");
    expect(joinProgress(asked, [])).toEqual(asked);
    expect(metOf(joinProgress(asked, probed("client")))).toEqual([
      ["connect", "handshake"],
    ]);
    const later = probed("connect", "handshake", "client");
    expect(joinProgress(asked, later)).toEqual(later);
    const other = withStage([], "10.0.0.2", null, "connect");
    expect(joinProgress(asked, other)).toEqual([...asked, ...other]);
  });
});
