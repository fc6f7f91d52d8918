import { create, toBinary } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import {
  readRequest,
  requestSchema,
} from "../../../../../shared/core/gateway/calls/read-request.ts";
import {
  decideCall,
  type CallDecision,
  type GuardedSession,
} from "../../../../../shared/core/gateway/guard/decide-call.ts";
import {
  readGuardEntry,
  type GuardRules,
} from "../../../../../shared/core/gateway/guard/guard-rules.ts";
import {
  refusalText,
  requestWords,
} from "../../../../../shared/core/gateway/guard/refusal-text.ts";
import { methodRules } from "../../../../../shared/core/roles/methods.ts";
import { guard } from "../../../../doubles/gateway-session.ts";

const machine = "/machine.MachineService/";
const people = {
  method: `${machine}Kubeconfig`,
  isAgents: false,
  canRequest: true,
};
const agent: GuardRules = { allow: ["reads"], hold: ["writes"] };

function decided(
  method: string,
  rules: readonly GuardRules[],
  session: Partial<GuardedSession> = {},
): CallDecision {
  const schema = requestSchema(method);
  const request =
    schema && readRequest(method, toBinary(schema, create(schema)));
  const usual = { roles: ["os:admin"], calls: 0, nodes: new Set<string>(), hour: 12 }; // prettier-ignore
  return decideCall(
    rules.map(guard),
    { method, nodes: [], request },
    { ...usual, ...session },
  );
}

test("nobody is asked about what Talos refuses to the session's roles", () => {
  const rules = [agent];
  const reboot = `${machine}Reboot`;
  const reader = { roles: ["os:reader"] };
  const refused = decided(reboot, rules, reader);
  if (refused.verdict !== "refuse") throw new Error(refused.verdict);
  const whose = { isAgents: true };
  const why =
    "Talos lets no os:reader do that: it needs os:admin or os:operator, so nobody is asked about this call.";
  expect(refusalText(refused.because, { ...whose, canRequest: false })).toBe(
    why,
  );
  expect(refusalText(refused.because, { ...whose, canRequest: true })).toBe(
    `${why} It can be requested: then a person is asked to allow it for a while.`,
  );
  const asks = (session: Partial<GuardedSession>) =>
    decided(reboot, rules, session).verdict;
  expect(asks({ ...reader, rolesNow: ["os:operator"] })).toBe("hold");
  expect(asks({ roles: ["os:operator"] })).toBe("hold");
  // Omni's roles are not known here, and an impersonator can act as anybody.
  expect(asks({ roles: [] })).toBe("hold");
  expect(asks({ roles: ["os:impersonator"] })).toBe("hold");
});

test("what can be requested is named so that request takes it", () => {
  for (const { method } of methodRules) {
    const because = { kind: "roles", roles: ["x"], enough: ["y"] } as const;
    const words = requestWords(because, method, people) ?? "";
    const entry = readGuardEntry(words);
    expect(entry).toMatchObject({ ok: true, value: { kind: "methods" } });
    if (entry.ok && entry.value.kind === "methods")
      expect(entry.value.methods).toContain(method);
  }
});

test("what can be requested is said where it can be", () => {
  const told = (rules: readonly GuardRules[], canRequest: boolean) => {
    const decision = decided(`${machine}Kubeconfig`, rules);
    return decision.verdict === "refuse"
      ? refusalText(decision.because, { ...people, canRequest })
      : "";
  };
  const why =
    "This session cannot take a kubeconfig: it would last longer than the session.";
  expect(told([], true)).toBe(
    `${why} It can be requested: then a person is asked to allow it for a while.`,
  );
  expect(told([], false)).toBe(why);
  // Nobody opens what is denied.
  expect(told([{ deny: ["escapes"] }], true)).toBe(why);
});
