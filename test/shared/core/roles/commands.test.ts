import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  findCommand,
  talosctlCommands,
} from "../../../../shared/core/roles/commands.ts";
import {
  judgeCommand,
  judgeMethod,
} from "../../../../shared/core/roles/judge-access.ts";
import {
  allowedMethods,
  findMethods,
  findVersion,
  methodRules,
  ruleTableOf,
  talosVersions,
} from "../../../../shared/core/roles/methods.ts";
import { knownRoles } from "../../../../shared/core/roles/role.ts";
import { isSensitiveType } from "../../../../shared/core/roles/sensitive-types.ts";
import { describeWithShared, sharedPath } from "../../../shared-material.ts";

const names = knownRoles.map(({ name }) => name);

describe("every command of talosctl", () => {
  test.each(
    talosctlCommands.map((command) => [command.command, command] as const),
  )(
    "%s is allowed to the roles that are enough for it, and to no other",
    (_, command) => {
      const allowed = names.filter(
        (role) => judgeCommand([role], command).isAllowed,
      );
      expect(allowed.toSorted()).toEqual(
        command.sufficientRoles
          .filter((role) => names.includes(role))
          .toSorted(),
      );
      expect(command.sufficientRoles).toContain(command.leastRole);
      expect(command.sufficientRoles).toContain(command.narrowestRole);
    },
  );

  test.each(
    talosctlCommands
      .map(({ command }) => command)
      .filter((one) => !one.includes("<")),
  )("%s is found by what a person types", (name) => {
    const typed = name.replace(/ \(.*\)$/, "").split(" ");
    const found = findCommand(["talosctl", "-n", "10.0.0.1", ...typed]);
    expect(found.kind === "calls" && found.command.command).toBe(name);
  });
});

describe("finding a command", () => {
  const found = (line: string) => {
    const one = findCommand(line.split(" "));
    return one.kind === "calls" ? one.command.command : one.kind;
  };

  test.each([
    ["talosctl service", "service"],
    ["service etcd", "service"],
    ["talosctl service etcd restart", "service <id> restart"],
    [
      "talosctl --nodes 1.2.3.4 -e x reboot --wait=false",
      "reboot --wait=false",
    ],
    ["talosctl reboot --mode powercycle", "reboot"],
    ["talosctl get members", "get <non-sensitive type>"],
    ["talosctl get MachineConfig", "get <sensitive type>"],
    ["talosctl get osrootsecrets.secrets.talos.dev os", "get <sensitive type>"],
    ["talosctl support", "support (complete bundle)"],
    ["talosctl version --client", "local"],
    ["talosctl gen config x https://y", "local"],
    ["talosctl config contexts", "local"],
    ["talosctl config new file", "config new"],
    ["talosctl get -o yaml mc", "get <sensitive type>"],
    ["talosctl get --namespace config mc", "get <sensitive type>"],
    ["talosctl get -oyaml mc", "get <sensitive type>"],
    ["talosctl get -wo yaml mc", "get <sensitive type>"],
    ["talosctl get --output=yaml members", "get <non-sensitive type>"],
    ["talosctl get -w members", "get <non-sensitive type>"],
    ["talosctl get -- mc", "get <sensitive type>"],
    ["talosctl get vc", "get <sensitive type>"],
    ["talosctl get -n 10.0.0.1 --siderov1-keys-dir /k mc", "get <sensitive type>"], // prettier-ignore
    ["g mc", "get <sensitive type>"],
    ["talosctl ls -d 2 /etc", "list"],
    ["ps -s rss", "processes"],
    ["cp /etc .", "copy"],
    ["du -d 2", "usage"],
    ["ss -tp", "netstat"],
    ["apply -f a.yaml", "apply-config"],
    ["services etcd restart", "service <id> restart"],
    ["image ls --namespace cri", "image list"],
    ["images --namespace system pull a", "image pull"],
    ["edit mc", "edit machineconfig"],
    ["patch machineconfigs.config.talos.dev -p x", "patch machineconfig"],
    ["config use-context a", "local"],
    ["talosctl toString", "unknown"],
    ["talosctl disks", "removed"],
    ["talosctl frobnicate", "unknown"],
    ["talosctl", "unknown"],
  ])("%s is %s", (line, wanted) => {
    expect(found(line)).toBe(wanted);
  });

  test("a flag that makes it call more asks for the role of that", () => {
    const reboot = findCommand(["reboot", "--drain"]);
    expect(reboot.kind === "calls" && reboot.command.leastRole).toBe(
      "os:admin",
    );
    const plain = findCommand(["reboot"]);
    expect(plain.kind === "calls" && plain.command.leastRole).toBe(
      "os:operator",
    );
  });

  test.each([
    ["get --frob members mc", "os:admin"],
    ["get --frob mc members", "os:admin"],
    ["get -Z mc members", "os:admin"],
    ["service --frob etcd etcd restart", "os:operator"],
  ])(
    "%s: a flag that is not known is read the stricter way, and that is said",
    (line, role) => {
      const one = findCommand(line.split(" "));
      expect(one.kind === "calls" && one.command.leastRole).toBe(role);
      expect(one.kind === "calls" && one.command.note).toMatch(
        /not known here/,
      );
    },
  );

  test("a flag that is not known says nothing where it changes nothing", () => {
    const one = findCommand(["dmesg", "--frob"]);
    expect(one.kind === "calls" && one.command.note).toBe("");
    const many = ["get", ...Array.from({ length: 40 }, () => "--frob"), "mc"];
    expect(findCommand(many).kind).toBe("unknown");
  });

  test("whatever the words are, the answer is a value", () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom("talosctl", "get", "mc", "-o", "--", "-", "--output", "members", "etcd", "__proto__"), // prettier-ignore
    );
    fc.assert(
      fc.property(fc.array(word), (line) => {
        expect(findCommand(line).kind).toMatch(/calls|local|removed|unknown/);
      }),
      { numRuns: 3000 },
    );
  });

  test("sensitive types are known in singular and plural", () => {
    for (const type of [
      "machineconfig",
      "MachineConfigs.config.talos.dev",
      "mc",
      "kubespanidentity",
      "osrootsecret",
      "osrs",
      "mcs",
    ])
      expect(isSensitiveType(type)).toBe(true);
    for (const type of ["members", "nodeaddress", "service"])
      expect(isSensitiveType(type)).toBe(false);
  });
});

describe("roles together", () => {
  test("two roles allow what neither allows alone", () => {
    const status = talosctlCommands.find(
      ({ command }) => command === "etcd snapshot",
    );
    if (!status) throw new Error("no such row");
    expect(judgeCommand(["os:reader"], status).isAllowed).toBe(false);
    expect(judgeCommand(["os:reader", "os:etcd:backup"], status)).toMatchObject(
      {
        isAllowed: true,
        by: "os:etcd:backup",
      },
    );
  });

  test("an unknown role allows nothing, and that is said; the impersonator's power is said too", () => {
    const { method } = methodRules[0] ?? { method: "" };
    expect(judgeMethod(["team:sre"], method)).toMatchObject({
      isAllowed: false,
      notes: ["No rule of Talos uses team:sre."],
    });
    expect(judgeMethod(["os:impersonator"], method).notes.join()).toContain(
      "os:admin",
    );
  });
});

describe("what a handler refuses though the rule lets it pass", () => {
  test.each([
    "ApplyConfiguration",
    "BlockDeviceWipe",
    "MDService/Destroy",
    "LogicalVolumeRemove",
    "VolumeGroupRemove",
    "PhysicalVolumeRemove",
  ])("%s is for os:admin alone", (name) => {
    const [method = ""] = findMethods(name);
    const judged = judgeMethod(["os:reader", "os:operator"], method);
    expect(judged).toMatchObject({ isAllowed: false, by: null });
    expect(judged.methods[0]?.roles).toEqual(["os:admin"]);
    expect(judged.notes.join()).toMatch(/maintenance mode/);
    expect(judgeMethod(["os:admin"], method).isAllowed).toBe(true);
  });

  test.each(["Create", "Update", "State/Destroy", "Teardown"])(
    "%s of a resource is for nobody",
    (name) => {
      const [method = ""] = findMethods(name);
      const judged = judgeMethod(["os:admin"], method);
      expect(judged).toMatchObject({ isAllowed: false, by: null });
      expect(judged.notes.join()).toMatch(/refuses every write/);
    },
  );

  test("so that os:operator may do all that os:reader may", () => {
    const of = (role: string) =>
      allowedMethods([role]).map(({ method }) => method);
    expect(of("os:operator")).toEqual(expect.arrayContaining(of("os:reader")));
    expect(of("os:reader")).toHaveLength(36);
  });
});

describe("releases", () => {
  test.each([
    ["1.12", "v1.12.0"],
    ["v1.12.3", "v1.12.0"],
    ["1.1", "v1.1.0"],
    ["1.14", "v1.14.0-rc.1"],
    ["head", "HEAD"],
    ["0.14", null],
    ["1.99", null],
    ["1", null],
  ])("%s is %s", (text, version) => {
    expect(findVersion(text)).toBe(version);
  });

  test("a method that a release does not have is said to be missing", () => {
    const judged = judgeMethod(
      ["os:admin"],
      "/cosi.resource.State/Get",
      "v1.0.0",
    );
    expect(judged.isAllowed).toBe(false);
    expect(judged.isInRelease).toBe(false);
    expect(judged.notes).toEqual([
      "Talos v1.0.0 has no such method, so no role can call it there.",
    ]);
  });

  test("a method is found by its own name, in any case", () => {
    expect(findMethods("reboot")).toEqual(["/machine.MachineService/Reboot"]);
    expect(findMethods("machineservice/Reboot")).toEqual([
      "/machine.MachineService/Reboot",
    ]);
    expect(findMethods("oot")).toEqual([]);
  });
});

describeWithShared(
  "the rule table",
  ["reference/authz_by_version.json"],
  () => {
    const table = JSON.parse(
      readFileSync(sharedPath("reference/authz_by_version.json"), "utf8"),
    ) as Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

    test("knows the same releases", () => {
      expect([...talosVersions]).toEqual(Object.keys(table));
    });

    test.each(Object.keys(table))(
      "%s: every method has its roles",
      (version) => {
        const rules = Object.fromEntries(
          ruleTableOf(version).map(({ method, roles }) => [
            method,
            [...roles].toSorted(),
          ]),
        );
        const wanted = Object.fromEntries(
          Object.entries(table[version] ?? {}).map(([method, roles]) => [
            method,
            [...roles].toSorted(),
          ]),
        );
        expect(rules).toEqual(wanted);
      },
    );
  },
);

interface ReferenceRow {
  readonly command: string;
  readonly requires: readonly string[];
  readonly optional: readonly object[];
  readonly sufficient_roles: readonly string[];
  readonly least_role: string;
  readonly narrowest_role: string;
  readonly sensitive_resource: boolean;
  readonly nodes: string;
  readonly source: string;
}

describeWithShared("the table of commands", ["reference/commands.json"], () => {
  const { commands, local_only } = JSON.parse(
    readFileSync(sharedPath("reference/commands.json"), "utf8"),
  ) as {
    readonly commands: readonly ReferenceRow[];
    readonly local_only: readonly string[];
  };

  test("has the same rows", () => {
    expect(talosctlCommands.map(({ command }) => command)).toEqual(
      commands.map(({ command }) => command),
    );
  });

  test.each(commands.map((row) => [row.command, row] as const))(
    "%s: calls, roles and nodes are those of Talos' source",
    (name, row) => {
      const ours = talosctlCommands.find(({ command }) => command === name);
      expect(ours).toMatchObject({
        requires: row.requires,
        optional: row.optional,
        sufficientRoles: row.sufficient_roles,
        leastRole: row.least_role,
        narrowestRole: row.narrowest_role,
        isSensitive: row.sensitive_resource,
        nodes: row.nodes,
        source: row.source,
      });
    },
  );

  test.each(local_only)("%s asks no node", (name) => {
    const found = findCommand(name.replace(" *", " uki").split(" "));
    expect(found.kind).toBe("local");
  });
});
