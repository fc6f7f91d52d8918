import { create, toBinary } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { phrases } from "../../../../../shared/core/gateway/calls/method-phrases.ts";
import { readRequest, requestSchema } from "../../../../../shared/core/gateway/calls/read-request.ts"; // prettier-ignore
import { contextRules } from "../../../../../shared/core/gateway/guard/context-rules.ts";
import { decideCall, type Guard, type GuardedCall } from "../../../../../shared/core/gateway/guard/decide-call.ts"; // prettier-ignore
import type { GuardRules } from "../../../../../shared/core/gateway/guard/guard-rules.ts";
import { guard } from "../../../../doubles/gateway-session.ts";

const lists: readonly GuardRules[] = [
  {},
  { allow: ["reads", "writes"] },
  { hold: ["writes"], allow: ["reboot"] },
  { hold: ["etcd snapshot", "reads"] },
  { allow: ["escapes"], deny: ["destructive"] },
  { allow: ["config new", "kubeconfig"], deny: ["reads"], maxCalls: 0 },
  { hold: ["escapes"], maxNodes: 0 },
  { deny: ["escapes"], hours: { from: 0, until: 6 } },
];
/** Rules as the session's own, and as they come to one. */
const guards = lists.map((rules) => ({
  rules,
  own: guard(rules),
  context: contextRules(rules).map(guard),
  added: guard({ ...rules, onlyNarrows: true }),
}));
const calls = [...Object.keys(phrases), "/a.B/C"].map((method) => ({
  method,
  nodes: ["10.0.0.12"],
  request: emptyRequest(method),
}));

function emptyRequest(method: string) {
  const schema = requestSchema(method);
  return schema && readRequest(method, toBinary(schema, create(schema)));
}

/** Greater is stricter. */
function strictness(by: readonly Guard[], call: GuardedCall): number {
  const session = { roles: ["os:admin"], calls: 0, nodes: new Set<string>(), hour: 12 }; // prettier-ignore
  const { verdict } = decideCall(by, call, session);
  return ["forward", "hold", "refuse"].indexOf(verdict);
}

test("rules that come to a running session let nothing through that it began without, and forbid what they forbid another one", () => {
  const wrong = calls.flatMap((call) =>
    guards.flatMap((before) =>
      guards
        .filter(
          (after) =>
            strictness([before.own, after.added], call) !==
            Math.max(
              strictness([before.own], call),
              strictness([before.own, after.own], call),
            ),
        )
        .map((after) => [call.method, before.rules, after.rules]),
    ),
  );
  expect(wrong).toEqual([]);
});

test("what the guard of a context names no more is closed to what began with it, as to a new session", () => {
  const wrong = calls.flatMap((call) =>
    guards.flatMap((before) =>
      guards
        .filter(
          (after) =>
            strictness([...before.context, after.added], call) !==
            Math.max(
              strictness([before.own], call),
              strictness([after.own], call),
            ),
        )
        .map((after) => [call.method, before.rules, after.rules]),
    ),
  );
  expect(wrong).toEqual([]);
});
