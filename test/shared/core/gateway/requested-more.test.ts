import { expect, test } from "vitest";
import { agentRules } from "../../../../shared/core/gateway/agent-rules.ts";
import { decideCall } from "../../../../shared/core/gateway/decide-call.ts";
import { foreseeCall } from "../../../../shared/core/gateway/foresee-call.ts";
import { readMore } from "../../../../shared/core/gateway/requested-more.ts";
import type { GuardRules } from "../../../../shared/core/gateway/guard-rules.ts";
import { guard } from "../../../doubles/gateway-session.ts";

const machine = "/machine.MachineService/";
const agent = agentRules("writes");

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
  return readMore(words, { guards: rules.map(guard), roles, isAgents });
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
  const reboot = `${machine}Reboot`;
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
