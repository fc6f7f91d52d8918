import { readFileSync } from "node:fs";
import { create, toBinary } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import {
  decideCall,
  guardOf,
  type CallDecision,
  type GuardedSession,
} from "../../../../../shared/core/gateway/guard/decide-call.ts";
import type { GuardRules } from "../../../../../shared/core/gateway/guard/guard-rules.ts";
import {
  readGuardEntry,
  readHours,
} from "../../../../../shared/core/gateway/guard/guard-rules.ts";
import { classOf } from "../../../../../shared/core/gateway/guard/method-class.ts";
import {
  readRequest,
  requestSchema,
} from "../../../../../shared/core/gateway/calls/read-request.ts";
import { refusalText } from "../../../../../shared/core/gateway/guard/refusal-text.ts";
import {
  findMethods,
  methodRules,
  ruleTableOf,
  talosVersions,
} from "../../../../../shared/core/roles/methods.ts";
import { sharedPath, describeWithShared } from "../../../../shared-material.ts";

const machine = "/machine.MachineService/";
const people = {
  method: `${machine}Kubeconfig`,
  isAgents: false,
  canRequest: true,
};
const admin: GuardedSession = {
  roles: ["os:admin"],
  calls: 0,
  nodes: new Set(),
  hour: 12,
};

function guard(rules: GuardRules) {
  const made = guardOf(rules);
  if (!made.ok) throw new Error(made.error.message);
  return made.value;
}

function asked(method: string, fields: Readonly<Record<string, unknown>> = {}) {
  const schema = requestSchema(method);
  if (schema === null) throw new Error(method);
  return readRequest(method, toBinary(schema, create(schema, fields)));
}

/** What becomes of a call with these fields. */
function decided(
  method: string,
  {
    rules = [],
    session = {},
    fields = {},
    nodes = ["10.0.0.12"],
  }: {
    rules?: readonly GuardRules[];
    session?: Partial<GuardedSession>;
    fields?: Readonly<Record<string, unknown>>;
    nodes?: readonly string[];
  } = {},
): CallDecision {
  const request = requestSchema(method) ? asked(method, fields) : null;
  return decideCall(
    rules.map(guard),
    { method, nodes, request },
    { ...admin, ...session },
  );
}

function verdict(decision: CallDecision): string {
  return decision.verdict === "refuse"
    ? decision.because.kind
    : decision.verdict;
}

/** Each method with what it is, where it is not simply a read that is passed on. */
const others: Readonly<Record<string, string>> = {
  "/cosi.resource.State/Create": "write",
  "/cosi.resource.State/Destroy": "destructive",
  "/cosi.resource.State/Teardown": "destructive",
  "/cosi.resource.State/TeardownAndDestroy": "destructive",
  "/cosi.resource.State/Update": "write",
  "/machine.DebugService/ContainerRun": "write, escape",
  "/machine.ImageService/Import": "write, escape",
  "/machine.ImageService/Pull": "write",
  "/machine.ImageService/Remove": "write",
  "/machine.LVMService/LogicalVolumeRemove": "destructive",
  "/machine.LVMService/PhysicalVolumeRemove": "destructive",
  "/machine.LVMService/VolumeGroupRemove": "destructive",
  "/machine.LifecycleService/Install": "write, escape",
  "/machine.LifecycleService/Upgrade": "write, escape",
  "/machine.MDService/Destroy": "destructive",
  "/machine.MachineService/ApplyConfiguration": "write, escape",
  "/machine.MachineService/Bootstrap": "write",
  "/machine.MachineService/Copy": "read, escape",
  "/machine.MachineService/EtcdAlarmDisarm": "write",
  "/machine.MachineService/EtcdDefragment": "write",
  "/machine.MachineService/EtcdDowngradeCancel": "write",
  "/machine.MachineService/EtcdDowngradeEnable": "write",
  "/machine.MachineService/EtcdForfeitLeadership": "write",
  "/machine.MachineService/EtcdLeaveCluster": "destructive",
  "/machine.MachineService/EtcdRecover": "destructive, escape",
  "/machine.MachineService/EtcdRemoveMember": "destructive",
  "/machine.MachineService/EtcdRemoveMemberByID": "destructive",
  "/machine.MachineService/EtcdSnapshot": "read, escape",
  "/machine.MachineService/GenerateClientConfiguration": "write, escape",
  "/machine.MachineService/GenerateConfiguration": "write, escape",
  "/machine.MachineService/ImagePull": "write",
  "/machine.MachineService/Kubeconfig": "read, escape",
  "/machine.MachineService/MetaDelete": "write",
  "/machine.MachineService/MetaWrite": "write, escape",
  "/machine.MachineService/Read": "read, escape",
  "/machine.MachineService/Reboot": "write",
  "/machine.MachineService/Reset": "destructive",
  "/machine.MachineService/Restart": "write",
  "/machine.MachineService/Rollback": "write",
  "/machine.MachineService/ServiceRestart": "write",
  "/machine.MachineService/ServiceStart": "write",
  "/machine.MachineService/ServiceStop": "write",
  "/machine.MachineService/Shutdown": "destructive",
  "/machine.MachineService/Upgrade": "write, escape",
  "/storage.StorageService/BlockDeviceWipe": "destructive",
};

const everyMethod = [
  ...new Set(
    talosVersions.flatMap((version) =>
      ruleTableOf(version).map(({ method }) => method),
    ),
  ),
].toSorted();

const agent: GuardRules = { allow: ["reads"], hold: ["writes"] };

describe("every method that Talos ever had", () => {
  test.each(everyMethod)("%s is what the table says", (method) => {
    const isEscape = verdict(decided(method)) === "escape";
    expect(`${classOf(method)}${isEscape ? ", escape" : ""}`).toBe(
      others[method] ?? "read",
    );
  });

  test.each(everyMethod)(
    "%s: of an agent reads flow, writes wait, escapes are closed",
    (method) => {
      const what = others[method] ?? "read";
      const expected = what.includes("escape")
        ? "escape"
        : what === "read"
          ? "forward"
          : "hold";
      expect(verdict(decided(method, { rules: [agent] }))).toBe(
        requestSchema(method) === null && expected === "hold"
          ? "unreadable"
          : expected,
      );
    },
  );

  test.each(everyMethod)(
    "%s is opened by its name, and closed by it",
    (method) => {
      const named = findMethods(method);
      expect(named).toEqual([method]);
      const allowed = { rules: [{ allow: [method] }] };
      expect(verdict(decided(method, allowed))).toBe("forward");
      expect(verdict(decided(method, { rules: [{ deny: [method] }] }))).toBe(
        "denied",
      );
    },
  );

  test("what os:reader may call is a read", () => {
    const read = methodRules.filter(({ roles }) => roles.includes("os:reader"));
    expect(read.length).toBeGreaterThan(30);
    for (const { method } of read) expect(classOf(method)).toBe("read");
  });

  test("the table names no method that Talos never had", () => {
    expect(everyMethod).toEqual(
      expect.arrayContaining(Object.keys(others).toSorted()),
    );
  });
});

describeWithShared(
  "the rules of Talos' own source",
  ["reference/authz.json"],
  () => {
    test("each of their methods has a class and a request that can be read", () => {
      const rules = JSON.parse(
        readFileSync(sharedPath("reference/authz.json"), "utf8"),
      ) as readonly { readonly method: string }[];
      expect(rules.length).toBe(81);
      for (const { method } of rules) {
        expect(everyMethod).toContain(method);
        expect(requestSchema(method)).not.toBeNull();
      }
    });
  },
);

describe("what would let a lasting credential out", () => {
  test("the boot id is read, and no other file", () => {
    const read = (path: string) =>
      verdict(decided(`${machine}Read`, { fields: { path } }));
    expect(read("/proc/sys/kernel/random/boot_id")).toBe("forward");
    for (const other of [
      "",
      "/etc/kubernetes/pki/ca.key",
      "/proc/sys/kernel/random/boot_id/",
      "/proc/sys/kernel/random/../random/boot_id",
      " /proc/sys/kernel/random/boot_id",
    ])
      expect(read(other)).toBe("escape");
  });

  test("a configuration passes as a dry run alone", () => {
    const apply = (dryRun: boolean) =>
      verdict(decided(`${machine}ApplyConfiguration`, { fields: { dryRun } }));
    expect(apply(true)).toBe("forward");
    expect(apply(false)).toBe("escape");
  });

  test("an etcd snapshot is for the role of backups", () => {
    const snapshot = (...roles: string[]) =>
      verdict(decided(`${machine}EtcdSnapshot`, { session: { roles } }));
    expect(snapshot("os:etcd:backup")).toBe("forward");
    expect(snapshot("os:operator")).toBe("escape");
    expect(snapshot("os:admin")).toBe("escape");
  });

  test.each(["Get", "List", "Watch"])(
    "%s of resources with secrets is closed, of others it is open",
    (verb) => {
      const read = (type: string) =>
        verdict(decided(`/cosi.resource.State/${verb}`, { fields: { type } }));
      expect(read("MachineConfigs.config.talos.dev")).toBe("escape");
      expect(read("OSRootSecrets.secrets.talos.dev")).toBe("escape");
      expect(read("KubernetesDynamicCerts.secrets.talos.dev")).toBe("escape");
      expect(read("Members.cluster.talos.dev")).toBe("forward");
      expect(read("ResourceDefinitions.meta.cosi.dev")).toBe("forward");
    },
  );

  test("a group that is allowed or held opens none; its own group does", () => {
    const of = (rules: GuardRules) =>
      verdict(decided(`${machine}Kubeconfig`, { rules: [rules] }));
    expect(of({ allow: ["reads", "writes", "destructive"] })).toBe("escape");
    expect(of({ hold: ["reads", "writes"] })).toBe("escape");
    expect(of({ allow: ["escapes"] })).toBe("forward");
    expect(of({ hold: ["escapes"] })).toBe("hold");
    expect(of({ allow: ["kubeconfig"] })).toBe("forward");
  });

  test("what is judged by its content and cannot be read is refused", () => {
    for (const method of [
      `${machine}Read`,
      `${machine}ApplyConfiguration`,
      "/cosi.resource.State/Get",
    ]) {
      const call = { method, nodes: [], request: null };
      expect(verdict(decideCall([], call, admin))).toBe("unreadable");
    }
  });
});

describe("rules", () => {
  const reset = `${machine}Reset`;

  test("a name comes before a group, and denying before holding before allowing", () => {
    const of = (rules: GuardRules, method = reset) =>
      verdict(decided(method, { rules: [rules] }));
    expect(of({ hold: ["writes"], allow: ["reset"] })).toBe("forward");
    expect(of({ deny: ["destructive"], hold: ["writes"] })).toBe("denied");
    expect(of({ hold: ["reset"], allow: ["Reset"] })).toBe("hold");
    expect(of({ deny: ["destructive"] }, `${machine}Reboot`)).toBe("forward");
    expect(of({ hold: ["destructive"] }, `${machine}Reboot`)).toBe("forward");
  });

  test("a session loosens nothing that its context's guard says", () => {
    const of = (context: GuardRules, session: GuardRules) =>
      verdict(decided(reset, { rules: [context, session] }));
    expect(of({ hold: ["writes"] }, { allow: ["reset"] })).toBe("hold");
    expect(of({ deny: ["reset"] }, { allow: ["reset"] })).toBe("denied");
    expect(of({ allow: ["reset"] }, { hold: ["writes"] })).toBe("hold");
    expect(of({ maxCalls: 1 }, { maxCalls: 5 })).toBe("forward");
  });

  test("a method that this release does not know writes, and waits for nobody who cannot read it", () => {
    const newer = "/machine.MachineService/Terraform";
    expect(classOf(newer)).toBe("write");
    expect(verdict(decided(newer))).toBe("forward");
    expect(verdict(decided(newer, { rules: [{ deny: ["writes"] }] }))).toBe(
      "denied",
    );
    expect(verdict(decided(newer, { rules: [agent] }))).toBe("unreadable");
    const other = "/machine.LifecycleService/Terraform";
    expect(verdict(decided(other))).toBe("escape");
  });

  test.each([
    "machine.MachineService/Kubeconfig",
    "//machine.MachineService/Kubeconfig",
    "/machine.MachineService/Kubeconfig/",
    "/machine.MachineService//Kubeconfig",
    "/machine.MachineService/Kubeconfig?x",
    "/machine.MachineService/%4Bubeconfig",
    "/machine.MachineService/Kubeconfig ",
    "",
    "*",
  ])("the path %j is no method", (method) => {
    expect(verdict(decided(method, { rules: [{ allow: ["escapes"] }] }))).toBe(
      "no-method",
    );
  });

  test("calls, nodes and hours have their bounds", () => {
    const of = (
      rules: GuardRules,
      session: Partial<GuardedSession>,
      nodes?: readonly string[],
      method = `${machine}Reboot`,
    ) =>
      verdict(
        decided(method, {
          rules: [rules],
          session,
          ...(nodes ? { nodes } : {}),
        }),
      );
    expect(of({ maxCalls: 2 }, { calls: 1 })).toBe("forward");
    expect(of({ maxCalls: 2 }, { calls: 2 })).toBe("too-many-calls");
    const seen = { nodes: new Set(["a", "b"]) };
    expect(of({ maxNodes: 2 }, seen, ["b"])).toBe("forward");
    expect(of({ maxNodes: 2 }, seen, ["b", "c"])).toBe("too-many-nodes");
    expect(of({ maxNodes: 2 }, seen, [])).toBe("too-many-nodes");
    expect(of({ onlyNodes: ["a"] }, {}, ["a"])).toBe("forward");
    expect(of({ onlyNodes: ["a"] }, {}, ["a", "b"])).toBe("other-node");
    expect(of({ onlyNodes: ["a"] }, {}, [])).toBe("other-node");
    // Talos takes an address in each of its spellings.
    const six = { onlyNodes: ["FD00::0:2"], maxNodes: 1 };
    const known = { nodes: new Set(["fd00::2"]) };
    for (const node of ["fd00::2", "[fd00::2]", "fd00:0:0:0:0:0:0:2"])
      expect(of(six, known, [node])).toBe("forward");
    for (const node of ["fd00::3", "fd00::2%eth0", "fd00::2.example", ""])
      expect(of(six, known, [node])).toBe("other-node");
    const hours = readHours("08-18") ?? undefined;
    expect(of({ hours }, { hour: 7 })).toBe("hour");
    expect(of({ hours }, { hour: 8 })).toBe("forward");
    expect(of({ hours }, { hour: 18 })).toBe("hour");
    expect(of({ hours }, { hour: 7 }, ["a"], `${machine}Version`)).toBe(
      "forward",
    );
    const night = readHours("22-06") ?? undefined;
    expect(of({ hours: night }, { hour: 23 })).toBe("forward");
    expect(of({ hours: night }, { hour: 12 })).toBe("hour");
  });

  test("a command of talosctl stands for what makes it that command", () => {
    const of = (text: string) => {
      const entry = readGuardEntry(text);
      return entry.ok && entry.value.kind === "methods"
        ? entry.value.methods.map((name) => name.replace(/^.*\//, ""))
        : entry;
    };
    expect(of("etcd snapshot")).toEqual(["EtcdSnapshot"]);
    expect(of("reset")).toEqual(expect.arrayContaining(["Reset"]));
    expect(of("reset")).not.toContain("Version");
    expect(of("config new")).toEqual(["GenerateClientConfiguration"]);
    expect(of("dmesg")).toEqual(["Dmesg"]);
    expect(of("MachineService/Reset")).toEqual(["Reset"]);
  });

  test.each(["frobnicate", "config contexts", "List", "/machine.X/Y", ""])(
    "%j is no entry, and the error says what is",
    (text) => {
      const entry = readGuardEntry(text);
      expect(entry).toMatchObject({ ok: false, error: { code: "usage" } });
    },
  );

  test.each(["etcd", "get", "edit", "patch", "image", "wipe"])(
    "%j begins several commands, and the error names them",
    (text) => {
      const entry = readGuardEntry(text);
      if (entry.ok) throw new Error("it is none");
      const { message, next } = entry.error;
      expect(message).toContain("begin with it");
      expect(next).toContain(`${text} `);
    },
  );

  test.each(["8", "08-08", "24-3", "0-25", "08-18x", "a-b"])(
    "%j are no hours",
    (text) => expect(readHours(text)).toBeNull(),
  );

  test("each refusal is a sentence", () => {
    for (const decision of [
      decided("x"),
      decided(reset, { rules: [{ deny: ["reset"] }] }),
      ...everyMethod.map((method) => decided(method)),
      decided(reset, { rules: [{ maxCalls: 0 }] }),
      decided(reset, { rules: [{ maxNodes: 0 }] }),
      decided(reset, { rules: [{ onlyNodes: [] }] }),
      decided(reset, { rules: [{ hours: { from: 1, until: 2 } }] }),
    ])
      if (decision.verdict === "refuse")
        expect(refusalText(decision.because, people)).toMatch(/^[A-Z].*\.$/);
  });
});
