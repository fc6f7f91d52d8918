import { expect, test } from "vitest";
import { agentRules } from "../../../../../shared/core/gateway/guard/agent-rules.ts";
import {
  decideCall,
  type GuardedSession,
} from "../../../../../shared/core/gateway/guard/decide-call.ts";
import {
  foreseeCall,
  knownOf,
} from "../../../../../shared/core/gateway/guard/foresee-call.ts";
import { readElevation } from "../../../../../shared/core/gateway/elevation/requested-elevation.ts";
import type { GuardRules } from "../../../../../shared/core/gateway/guard/guard-rules.ts";
import { guard } from "../../../../doubles/gateway-session.ts";

const machine = "/machine.MachineService/";
const reboot = `${machine}Reboot`;
const agent = agentRules("writes");
const hours = { from: 8, until: 18 };

function read(
  words: string,
  {
    rules = [],
    roles = ["os:reader"],
    isAgents = false,
  }: {
    rules?: readonly GuardRules[];
    roles?: readonly string[];
    isAgents?: boolean;
  } = {},
) {
  return readElevation(words, { guards: rules.map(guard), roles, isAgents });
}

test.each([
  // Words, rules, the session's roles: what it would get.
  [
    "os:operator",
    [],
    ["os:reader"],
    { methods: [], roles: ["os:operator"], opens: [] },
  ],
  ["os:reader", [], ["os:reader"], null],
  [
    "reboot",
    [agent],
    ["os:admin"],
    { methods: ["Reboot"], roles: null, opens: [] },
  ],
  [
    "reboot",
    [agent],
    ["os:reader"],
    { methods: ["Reboot"], roles: ["os:operator"], opens: [] },
  ],
  ["reboot", [], ["os:admin"], null],
  [
    "Reset",
    [agent],
    ["os:operator"],
    { methods: ["Reset"], roles: ["os:admin"], opens: [] },
  ],
  ["version", [agent], ["os:reader"], null],
  [
    "kubeconfig",
    [],
    ["os:admin"],
    { methods: ["Kubeconfig"], roles: null, opens: ["take a kubeconfig"] },
  ],
  [
    "etcd snapshot",
    [],
    ["os:reader"],
    {
      methods: ["EtcdSnapshot"],
      roles: ["os:etcd:backup"],
      opens: ["take an etcd snapshot"],
    },
  ],
  [
    "reboot",
    [{ hold: ["writes"] }],
    [],
    { methods: ["Reboot"], roles: null, opens: [] },
  ],
] as const)("%s with %j for %j", (words, rules, roles, wanted) => {
  // prettier-ignore
  const methods = wanted?.methods.map((name) => machine + name);
  expect(read(words, { rules, roles })).toEqual({
    ok: true,
    value: wanted && { ...wanted, methods },
  });
});

test.each([
  ["kubeconfig", [agent], "declined"],
  ["upgrade", [agent], "declined"],
  // Of these some calls pass, and a request opens no other.
  ["get machineconfig", [agent], "declined"],
  ["Read", [agent], "declined"],
  ["Read", [{ deny: ["escapes"] }], "declined"],
  ["reboot", [{ deny: ["reboot"] }], "declined"],
  ["writes", [], "usage"],
  ["os:everything", [], "usage"],
  ["frobnicate", [], "usage"],
] as const)(
  "%s with %j is refused, and nobody is asked",
  (words, rules, code) => {
    const roles = ["os:admin"];
    const refused = read(words, { rules, roles, isAgents: true });
    expect(refused).toMatchObject({ ok: false, error: { code } });
  },
);

test("what was given passes a hold and a closed door, and no denial, bound or unread request", () => {
  const kubeconfig = `${machine}Kubeconfig`;
  const granted = new Set([reboot, kubeconfig, `${machine}Read`]);
  const decided = (method: string, rules: readonly GuardRules[]) =>
    decideCall(
      rules.map(guard),
      { method, nodes: [], request: null },
      { roles: ["os:admin"], calls: 1, nodes: new Set(), hour: 12, granted },
    );
  const passes = { verdict: "forward", rule: "request" };
  expect(decided(reboot, [agent])).toEqual(passes);
  expect(decided(kubeconfig, [])).toEqual(passes);
  for (const [method, rules] of [
    [kubeconfig, [agent]],
    [reboot, [{ deny: ["reboot"] }]],
    [reboot, [{ maxCalls: 1 }]],
    [`${machine}Read`, []],
  ] as const)
    expect(decided(method, rules).verdict).toBe("refuse");
});

test("what becomes of calls is foreseen, whatever the bounds", () => {
  const foreseen = (name: string) =>
    foreseeCall([guard(agent), guard({ maxCalls: 0 })], machine + name, {
      roles: ["os:admin"],
    }).kind;
  expect(["Version", "Reboot", "Kubeconfig"].map(foreseen)).toEqual([
    "passes",
    "asks",
    "closed",
  ]);
  expect(foreseeCall([], `${machine}Read`, { roles: [] }).kind).toBe("depends");
});

test.each([
  // What an agent reads is judged by what it asks for; what is denied whatever that is stays closed.
  ["/cosi.resource.State/List", [], "depends"],
  [`${machine}Read`, [], "depends"],
  [`${machine}ApplyConfiguration`, [], "depends"],
  [`${machine}Read`, [{ deny: ["Read"] }], "closed"],
  [`${machine}Read`, [{ deny: ["reads"] }], "closed"],
  [`${machine}ApplyConfiguration`, [{ deny: ["writes"] }], "closed"],
  [`${machine}Kubeconfig`, [], "closed"],
] as const)("%s with %j, of an agent: %s", (method, rules, kind) => {
  const guards = [agent, ...rules].map(guard);
  expect(foreseeCall(guards, method, { roles: ["os:admin"] }).kind).toBe(kind);
});

test.each([
  // Rules, what the grant is, the entry that lets a reboot pass.
  ["nothing holds", {}, {}, "default"],
  ["an entry names", { allow: ["reboot"] }, {}, "reboot"],
  ["is held", { hold: ["writes"] }, {}, "request"],
  [
    "other roles are given for",
    {},
    { grantedRoles: new Set([reboot]) },
    "request",
  ],
] satisfies [string, GuardRules, Partial<GuardedSession>, string][])(
  "a call that %s passes by its grant alone where it had not passed without",
  (_, rules, given, rule) => {
    const session = {
      roles: ["os:operator"],
      calls: 1,
      nodes: new Set<string>(),
      hour: 12,
      granted: new Set([reboot]),
      ...given,
    };
    const made = { method: reboot, nodes: ["10.0.0.2"], request: null };
    expect(decideCall([guard(rules)], made, session)).toEqual({
      verdict: "forward",
      rule,
    });
  },
);

test.each([
  // Rules, what of its content is known, how far the session has come.
  ["a sensitive resource of an agent", [agent], "List", true, {}, "closed"],
  ["another resource of an agent", [agent], "List", false, {}, "passes"],
  [
    "the last call",
    [{ maxCalls: 3 }],
    "Version",
    false,
    { calls: 2 },
    "passes",
  ],
  ["one more", [{ maxCalls: 3 }], "Version", false, { calls: 3 }, "closed"],
  ["one more of some", [{ maxCalls: 3 }], "List", null, { calls: 3 }, "closed"],
  ["a change after work", [{ hours }], "Reboot", false, { hour: 20 }, "closed"],
  ["a change at work", [{ hours }], "Reboot", false, { hour: 9 }, "passes"],
  ["a read after work", [{ hours }], "Version", false, { hour: 20 }, "passes"],
  [
    "a held change after work",
    [{ hours }, agent],
    "Reboot",
    false,
    { hour: 20 },
    "closed",
  ],
] satisfies [string, GuardRules[], string, boolean | null, object, string][])(
  "now, %s: %j %s %j %j is %s",
  (_, rules, name, isSensitive, come, kind) => {
    const method =
      name === "List" ? "/cosi.resource.State/List" : machine + name;
    const known =
      isSensitive === null ? undefined : knownOf(method, { isSensitive });
    const now = { calls: 0, hour: 12, ...come };
    const session = { roles: ["os:admin"], now };
    expect(foreseeCall(rules.map(guard), method, session, known).kind).toBe(
      kind,
    );
  },
);

test("an agent is told that it may list resources, and that machine configurations are nobody's to give it", () => {
  const roles = ["os:admin"];
  const ask = (words: string) =>
    read(words, { rules: [agent], roles, isAgents: true });
  expect(ask("get members")).toEqual({ ok: true, value: null });
  expect(ask("get machineconfig")).toMatchObject({ ok: false });
});
