import { create, toBinary } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import {
  agentRules,
  askedOfAgents,
  type AskedOfAgents,
} from "../../../../../shared/core/gateway/guard/agent-rules.ts";
import { decideCall } from "../../../../../shared/core/gateway/guard/decide-call.ts";
import { mayEscape } from "../../../../../shared/core/gateway/guard/outlasting-calls.ts";
import { classOf } from "../../../../../shared/core/gateway/guard/method-class.ts";
import {
  readRequest,
  requestSchema,
} from "../../../../../shared/core/gateway/calls/read-request.ts";
import { refusalText } from "../../../../../shared/core/gateway/guard/refusal-text.ts";
import { budgetOf } from "../../../../../shared/core/gateway/guard/call-budget.ts";
import { methodRules } from "../../../../../shared/core/roles/methods.ts";
import { guard } from "../../../../doubles/gateway-session.ts";

const methods = methodRules.map(({ method }) => method);
/** A context, and a session, that would let everything through. */
const wide = { allow: [...methods.filter(mayEscape), "reads", "writes", "escapes"] }; // prettier-ignore

function decided(method: string, asked: AskedOfAgents, calls = 0) {
  const schema = requestSchema(method);
  const request =
    schema && readRequest(method, toBinary(schema, create(schema)));
  return decideCall(
    [guard(wide), guard(agentRules(asked)), guard({})],
    { method, nodes: [], request },
    { roles: ["os:admin"], calls, nodes: new Set(), hour: 12 },
  );
}

describe("what an agent may do, whatever its context and its session allow", () => {
  test.each(askedOfAgents)("with --ask %s", (asked) => {
    for (const method of methods) {
      const decision = decided(method, asked);
      const isRead = classOf(method) === "read";
      const isHeld = asked === "all" || (asked === "writes" && !isRead);
      if (decision.verdict === "refuse")
        expect(decision.because).toMatchObject({ kind: "escape" });
      else
        expect([method, decision.verdict]).toEqual([
          method,
          isHeld ? "hold" : "forward",
        ]);
    }
    const closed = methods.filter(
      (method) => decided(method, asked).verdict === "refuse",
    );
    // What of those asks for nothing in particular lets nothing out.
    expect(methods.filter(mayEscape)).toEqual(expect.arrayContaining(closed));
    expect(closed).toContain("/machine.MachineService/Kubeconfig");
    expect(closed).toContain("/machine.MachineService/Upgrade");
  });

  test("two hundred reads ask nobody, and a reset does", () => {
    const verdicts = Array.from(
      { length: 200 },
      (_, calls) =>
        decided("/machine.MachineService/Version", "writes", calls).verdict,
    );
    expect(new Set(verdicts)).toEqual(new Set(["forward"]));
    const reset = decided("/machine.MachineService/Reset", "writes", 200);
    expect(reset).toEqual({ verdict: "hold", rule: "writes" });
  });

  test("a refusal says what to ask a person, and names nothing that could be typed", () => {
    const whose = { isAgents: true, canRequest: true };
    const escape = decided("/machine.MachineService/Kubeconfig", "none");
    if (escape.verdict !== "refuse") throw new Error("it was let through");
    expect(refusalText(escape.because, whose)).toBe(
      "This session cannot take a kubeconfig: it would last longer than the session. Nobody can allow that to an agent: ask the person you work for to do it.",
    );
    for (const because of [
      { kind: "too-many-calls", most: 1 },
      { kind: "too-many-nodes", most: 1 },
      { kind: "other-node", node: "10.0.0.2", only: ["10.0.0.1"] },
      { kind: "hour", from: 8, until: 18 },
      { kind: "denied", rule: "reset" },
    ] as const)
      expect(refusalText(because, whose)).toMatch(
        /\. Ask the person you work for to do it(?:\.|, or to start another session\.)$/,
      );
  });
});

test("who asks another node than was named is told which, and what to do", () => {
  const whose = { isAgents: false, canRequest: false };
  const only = ["10.0.0.1", "10.0.0.3"];
  expect(
    refusalText({ kind: "other-node", node: "10.0.0.2", only }, whose),
  ).toBe(
    "This session may ask 10.0.0.1, 10.0.0.3 alone, and not 10.0.0.2. It stays so until the session ends: start another one, with other bounds.",
  );
  expect(refusalText({ kind: "other-node", node: null, only }, whose)).toMatch(
    /^This session may ask 10[.]0[.]0[.]1, 10[.]0[.]0[.]3 alone, and the call names none[.] /,
  );
});

test("of several bounds the narrowest counts", () => {
  expect(budgetOf([guard({}), guard({ deny: ["reset"] })])).toBeUndefined();
  expect(
    budgetOf([
      guard({ maxCalls: 9, onlyNodes: ["a", "b"] }),
      guard({ maxCalls: 3, maxNodes: 2, onlyNodes: ["b", "c"] }),
    ]),
  ).toEqual({ maxCalls: 3, maxNodes: 2, onlyNodes: ["b"] });
});
