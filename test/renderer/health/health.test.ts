import { describe, expect, test } from "vitest";
import {
  checkedText,
  healthMark,
  nodeFacts,
} from "../../../renderer/features/health/health-mark.ts";
import {
  arrange,
  countWords,
} from "../../../renderer/features/health/arrange.ts";
import {
  runningPath,
  probedPath,
} from "../../../renderer/features/health/network-path.ts";
import type { EndpointHealth } from "../../../shared/core/diagnosis/stored-health.ts";
import { healthOf } from "../../../shared/core/diagnosis/endpoint-health.ts";
import type { Probe } from "../../../shared/core/diagnosis/probe.ts";
import { answers, breaksAt } from "../../doubles/scripted-talos-api.ts";

const at = new Date("2026-11-24T12:00:00Z");
const now = at.getTime() + 3 * 60_000;
const config = { endpoints: ["10.0.0.1"], nodes: [] };

function health(
  probe: Probe,
  endpoint = "10.0.0.1",
  node?: string,
): EndpointHealth {
  const target = { endpoint, config, ...(node ? { node } : {}) };
  return healthOf("prod", target, probe, at);
}

const words = (links: ReturnType<typeof probedPath>) =>
  links.map(({ name, state }) => `${name}: ${state}`);

describe("the path to a node", () => {
  test("is passed to its end when the node answers, without a name for an address", () => {
    expect(words(probedPath(health(answers())))).toEqual([
      "This computer: done",
      "TCP: done",
      "TLS: done",
      "Server's certificate: done",
      "Your certificate: done",
      "Answer: done",
    ]);
  });

  test("has its broken link marked, and what comes after it is not reached", () => {
    const refused = health(breaksAt("server", "other-ca"));
    expect(words(probedPath(refused))).toEqual([
      "This computer: done",
      "Name: done",
      "TCP: done",
      "TLS: done",
      "Server's certificate: broken",
      "Your certificate: open",
      "Answer: open",
    ]);
  });

  test("goes through a proxy, which resolves and connects by itself", () => {
    const down = health(breaksAt("proxy", "ECONNREFUSED"));
    expect(words(probedPath(down)).slice(0, 3)).toEqual([
      "This computer: done",
      "Proxy: broken",
      "TLS: open",
    ]);
  });

  test("over a connection that was still there was not probed: nothing of it passed now but the answer", () => {
    const kept = [
      "This computer: done",
      "Answer, over the connection of before: done",
    ];
    const again = health(answers({ took: { context: 0, call: 2 } }));
    expect(words(probedPath(again))).toEqual(kept);
    const proxied = answers({ took: { call: 2 }, proxy: "socks5://p:1080" });
    expect(words(probedPath(health(proxied)))).toEqual(kept);
    expect(words(runningPath(["call"], "10.0.0.7"))).toEqual([
      "This computer: done",
      "Answer of 10.0.0.7, over the connection of before: current",
    ]);
  });

  test("says which node the answer is of", () => {
    const behind = health(answers(), "10.0.0.1", "10.0.0.7");
    expect(probedPath(behind).at(-1)?.name).toBe("Answer of 10.0.0.7");
  });

  test("is drawn while it is probed", () => {
    expect(words(runningPath(["name", "connect"], null)).slice(0, 4)).toEqual([
      "This computer: done",
      "Name: done",
      "TCP: current",
      "TLS: open",
    ]);
    expect(words(runningPath([], null))[0]).toBe("This computer: current");
  });
});

describe("many endpoints", () => {
  const of = (...ends: readonly string[]) => ends.map((end) => `10.0.0.${end}`);
  const good = (one: string) => health(answers(), one);
  const bad = (one: string) =>
    health(breaksAt("connect", "ECONNREFUSED", { dials: one }), one);
  const expired = (one: string) =>
    health(breaksAt("client", "ERR_SSL", { alert: 45 }), one);

  test("are counted in words; one speaks for itself", () => {
    const ten = of(..."1 2 3 4 5 6 7 8 9 10".split(" "));
    expect(countWords(ten.map(bad))).toBe("0 of 10 reachable");
    expect(countWords(of("1", "2", "3").map(good))).toBe("3 of 3 reachable");
    expect(countWords(of("1", "2").map(good))).toBe("2 of 2 reachable");
    expect(countWords([good("10.0.0.1"), bad("10.0.0.2")])).toBe(
      "1 of 2 reachable",
    );
    expect(countWords([bad("10.0.0.1")])).toBeNull();
  });

  test("the first that fails is open, the others are folded, and advice is said once", () => {
    const all = [
      good("10.0.0.1"),
      bad("10.0.0.2"),
      bad("10.0.0.3"),
      expired("10.0.0.4"),
    ];
    const arranged = arrange(all).map(({ health: one, ...how }) => [
      one.endpoint,
      how.isFolded,
      how.isAdvised,
    ]);
    expect(arranged).toEqual([
      ["10.0.0.1", true, false],
      ["10.0.0.2", false, false],
      ["10.0.0.3", true, true],
      ["10.0.0.4", true, false],
    ]);
    const few = arrange(of("1", "2", "3").map(good));
    expect(few.map(({ isFolded }) => isFolded)).toEqual([false, false, false]);
  });
});

describe("a context's health in a sentence", () => {
  test("says how it was, and how long ago", () => {
    expect(healthMark(["10.0.0.1"], [health(answers())], now)).toEqual({
      state: "fine",
      text: "Reachable, checked 3 min ago",
    });
    const refused = health(breaksAt("connect", "ECONNREFUSED"));
    expect(healthMark(["10.0.0.1"], [refused], now)).toEqual({
      state: "broken",
      text: "Fails, checked 3 min ago: Nothing listens on 10.0.0.1:50000.",
    });
    const both = [health(answers(), "10.0.0.2"), refused];
    expect(healthMark(["10.0.0.1", "10.0.0.2"], both, now).text).toBe(
      "Fails, checked 3 min ago: 1 of 2 endpoints fail",
    );
  });

  test("knows nothing of endpoints that the context has no more, nor of nodes", () => {
    const gone = health(answers(), "10.0.0.9");
    const node = health(answers(), "10.0.0.1", "10.0.0.7");
    const unknown = { state: "unknown", text: "Not checked" };
    expect(healthMark(["10.0.0.1"], [gone, node], now)).toEqual(unknown);
    expect(healthMark(["10.0.0.1"], [], now)).toEqual(unknown);
  });

  test("a context without endpoints is known by having none", () => {
    const nowhere = healthOf(
      "prod",
      { endpoint: "", config },
      breaksAt("context", "no-endpoints"),
      at,
    );
    expect(healthMark([], [nowhere], now).state).toBe("broken");
  });

  test("a clock of the page that is late says nothing of the future", () => {
    expect(checkedText(at.toISOString(), at.getTime() - 30_000)).toBe(
      "checked just now",
    );
  });

  test("what a node says of itself is one line", () => {
    expect(nodeFacts(health(answers()))).toEqual([
      "Talos v1.13.0",
      "cp-1",
      "4 ms",
      "same clock",
    ]);
    const probe = answers();
    const node = probe.node && { ...probe.node, clockAheadMs: -90_000 };
    expect(nodeFacts(health({ ...probe, node }))).toContain(
      "clock 90 s behind",
    );
  });
});
