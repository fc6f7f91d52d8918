import { expect, test } from "vitest";
import { tellNeededRole } from "../../../cli/commands/sessions/exec/needed-role.ts";
import type { Terminal } from "../../../cli/terminal.ts";

type Session = Parameters<typeof tellNeededRole>[1];

/** What is said after a command failed in a session. */
function said(session: Omit<Session, "context">, command: string): string {
  const lines: string[] = [];
  const say = (line: string) => lines.push(line);
  const terminal = { say } as unknown as Terminal;
  tellNeededRole(
    { terminal },
    { context: "prod", ...session },
    command.split(" "),
  );
  return lines.join("\n");
}

const plain = process.platform === "linux" ? "fd" : "file";
const reader = ["os:reader"];

test("a role that was too low is named, with the line that has it", () => {
  const text = said({ roles: reader, rules: null }, "talosctl reboot");
  expect(text).toContain("needs os:operator, and this session has os:reader.");
  expect(text).toMatch(
    /Run: talos-vault exec prod --role os:operator -- talosctl reboot$/,
  );
});

test("what a gateway lets nobody have is given without one, and both are said at once", () => {
  const command = "talosctl kubeconfig .";
  const line = `Run: talos-vault exec prod --role os:admin --delivery ${plain} -- ${command}`;
  const low = said({ roles: reader, rules: [] }, command);
  expect(low).toContain("needs os:admin");
  expect(low).toContain("outlasts a session");
  expect(low).toContain(line);
  const high = said({ roles: ["os:admin"], rules: [] }, command);
  expect(high).not.toContain("needs os:admin");
  expect(high).toContain(line);
});

test("what the guard denies needs no role: where it can be seen is said", () => {
  const guard = [{ deny: ["reset"] }, {}];
  for (const roles of [["os:admin"], reader]) {
    const text = said({ roles, rules: guard }, "talosctl reset");
    expect(text).toMatch(/ denies talosctl reset .* guard show prod$/);
    expect(text).not.toContain("--role");
  }
  const text = said({ roles: reader, rules: guard }, "talosctl reboot");
  expect(text).toContain("--role os:operator");
});

test("a gateway is not named where its rules had let the command through, or deny it", () => {
  const command = "talosctl kubeconfig .";
  const named = [{ hold: ["reads"] }, { allow: ["kubeconfig"] }];
  expect(said({ roles: ["os:admin"], rules: named }, command)).toBe("");
  const low = said({ roles: reader, rules: named }, command);
  expect(low).toContain("needs os:admin");
  expect(low).not.toContain("--allow");
  const denied = [{ deny: ["escapes"] }];
  const closed = said({ roles: ["os:admin"], rules: denied }, command);
  expect(closed).toContain("guard show prod");
  expect(closed).not.toContain("--delivery");
});

test("nothing is said where it must have been something else", () => {
  const admin = ["os:admin"];
  expect(said({ roles: admin, rules: null }, "talosctl kubeconfig")).toBe("");
  expect(said({ roles: admin, rules: [] }, "talosctl reboot")).toBe("");
  expect(said({ roles: reader, rules: [] }, "talosctl version")).toBe("");
  expect(said({ roles: reader, rules: null }, "kubectl get pods")).toBe("");
});
