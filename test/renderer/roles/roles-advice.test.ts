import { expect, test } from "vitest";
import {
  commandsLike,
  contextsFor,
  matchingRules,
  noteText,
} from "../../../renderer/features/roles/match-commands.ts";
import { talosctlCommands } from "../../../shared/core/roles/commands.ts";
import { latestVersion, rulesOf } from "../../../shared/core/roles/methods.ts";
import { contextRow } from "../../doubles/context-row.ts";

const now = Date.parse("2026-11-24T12:00:00Z");
const named = (text: string) =>
  commandsLike(text).map(({ command }) => command);

test("a command is found by its name, or by a method that it needs", () => {
  expect(named("etcd").length).toBeGreaterThan(6);
  expect(named("MachineService/Reboot")).toContain("reboot");
  expect(named("zzz")).toEqual([]);
});

test("the table has what is like it, and nothing for what nobody knows", () => {
  const rules = rulesOf(latestVersion);
  const methods = (typed: string) =>
    matchingRules(rules, typed).map(({ method }) => method);
  expect(methods("")).toHaveLength(rules.length);
  expect(methods("reboot")).toContain("/machine.MachineService/Reboot");
  expect(methods("MachineService/Reboot")).toEqual([
    "/machine.MachineService/Reboot",
  ]);
  expect(methods("zzz")).toEqual([]);
});

test("contexts that may do the least come first, and none that has ended", () => {
  const [command] = commandsLike("reboot");
  const contexts = [
    contextRow("a-admin"),
    contextRow("b-ended", { notAfter: "2026-11-20T12:00:00Z" }),
    contextRow("c-operator", { roles: ["os:operator"] }),
    contextRow("d-reader", { roles: ["os:reader"] }),
  ];
  expect(command && contextsFor(contexts, command, latestVersion, now)).toEqual(
    ["c-operator", "a-admin"],
  );
});

test("no note of a command cites Talos' source to a person", () => {
  const notes = talosctlCommands.flatMap(({ note }) => note ?? []);
  expect(notes.some((note) => note.includes(".go:"))).toBe(true);
  for (const note of notes) expect(noteText(note)).not.toContain(".go:");
});
