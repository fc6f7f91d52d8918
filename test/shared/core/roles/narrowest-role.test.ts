import { expect, test } from "vitest";
import { findCommand } from "../../../../shared/core/roles/commands.ts";
import { judgeCommand } from "../../../../shared/core/roles/judge-access.ts";
import { talosVersions } from "../../../../shared/core/roles/methods.ts";
import { narrowestRole } from "../../../../shared/core/roles/narrowest-role.ts";

const role = (line: string, version: string) => {
  const found = findCommand(line.split(" "));
  if (found.kind !== "calls") throw new Error(`${line} calls nothing`);
  const narrowest = narrowestRole(found.command, version);
  if (narrowest !== null)
    expect(judgeCommand([narrowest], found.command, version).isAllowed).toBe(
      true,
    );
  return narrowest;
};

test("each release has its own answer, and it is enough there", () => {
  for (const version of talosVersions) {
    for (const line of ["reboot", "etcd snapshot", "dmesg"])
      expect(role(line, version), `${line} at ${version}`).not.toBeNull();
    // Not every release has these.
    for (const line of ["meta write", "debug"]) role(line, version);
  }
});

test.each([
  ["reboot", "HEAD", "os:operator"],
  ["debug", "v1.12.0", null],
  ["etcd members", "HEAD", "os:etcd:backup"],
  ["etcd members", "v1.5.0", "os:reader"],
  ["meta write", "v1.13.0", "os:meta:writer"],
  ["meta write", "v1.12.0", "os:admin"],
])("%s at %s: %s", (line, version, expected) => {
  expect(role(line, version)).toBe(expected);
});
