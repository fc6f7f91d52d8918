import { readFileSync } from "node:fs";
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
  findMethods,
  findVersion,
  methodRules,
  rulesOf,
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

  test("sensitive types are known in singular and plural", () => {
    for (const type of [
      "machineconfig",
      "MachineConfigs.config.talos.dev",
      "mc",
      "kubespanidentity",
      "osrootsecret",
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
    expect(judged.notes).toEqual(["Talos v1.0.0 has no such method."]);
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
          rulesOf(version).map(({ method, roles }) => [
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
