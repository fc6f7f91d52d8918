import { expect, test } from "vitest";
import { readSettings } from "../../../../shared/core/settings/settings.ts";
import {
  filledIn,
  longestCommand,
  readTerminalCommand,
} from "../../../../shared/core/settings/terminal-command.ts";

import { MemoryHost } from "../../../doubles/memory-host.ts";

const words = (line: string) => {
  const read = readTerminalCommand(line);
  return read.ok ? read.value : null;
};

test.each([
  ["foot {command}", ["foot", "{command}"]],
  ["  foot   --app-id  vault {command} ", ["foot", "--app-id", "vault", "{command}"]], // prettier-ignore
  [`"/opt/My Term/t" -T 'a "b"' -e {command}`, ["/opt/My Term/t", "-T", 'a "b"', "-e", "{command}"]], // prettier-ignore
  ["term --x='a b' {command} --hold", ["term", "--x=a b", "{command}", "--hold"]], // prettier-ignore
  ["term $HOME `x` \\n {command}", ["term", "$HOME", "`x`", "\\n", "{command}"]], // prettier-ignore
])("%s is its words, and nothing in it is expanded", (line, expected) => {
  expect(words(line)).toEqual(expected);
});

test.each([
  "",
  "   ",
  "foot",
  "{command}",
  "-e {command}",
  "foot {command} {command}",
  "foot x{command}",
  'foot "{command}',
  "foot 'a {command}",
  "foot \u0000 {command}",
  `foot ${"a".repeat(longestCommand)} {command}`,
  `foot ${"a ".repeat(40)} {command}`,
])("%s is refused", (line) => {
  expect(words(line)).toBeNull();
  // A file of settings that has it is read without it.
  expect(readSettings(JSON.stringify({ terminalCommand: line })).terminalCommand).toBe(""); // prettier-ignore
});

test("what runs stands as words of its own, whatever is in them", () => {
  const command = ["/bin/sh", "/run/a b/{command}"];
  expect(filledIn(["t", "-e", "{command}", "-q"], command)).toEqual([
    "t",
    "-e",
    ...command,
    "-q",
  ]);
});

test("a page chooses the person's own command, and says none", async () => {
  const memory = new MemoryHost();
  const { host } = memory;
  const change = (fields: object) =>
    host.call("settings.change", { change: fields });
  expect(await change({ terminal: "custom" })).toMatchObject({ ok: false });
  const terminalCommand = "foot {command}";
  memory.settings = { ...memory.settings, terminalCommand };
  expect(await change({ terminal: "custom" })).toMatchObject({ ok: true });
  expect(await change({ terminalCommand: "evil {command}" })).toMatchObject({
    ok: false,
    error: { code: "usage" },
  });
});
