import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"; // prettier-ignore
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  installedTerminals,
  openInTerminal,
  terminalWords,
} from "../../../../../shared/node/sessions/shells/terminals.ts";

const command = ["/bin/sh", "/run/user/1/talos-vault/0a/open"];

/** As the manual of each says it: xterm(1), ptyxis(1), ghostty(1) and so on. */
const forms: Readonly<Record<string, readonly string[]>> = {
  "x-terminal-emulator": ["x-terminal-emulator", "-e"],
  ptyxis: ["ptyxis", "--"],
  "gnome-terminal": ["gnome-terminal", "--"],
  kgx: ["kgx", "--"],
  konsole: ["konsole", "-e"],
  "xfce4-terminal": ["xfce4-terminal", "-x"],
  ghostty: ["ghostty", "-e"],
  kitty: ["kitty"],
  alacritty: ["alacritty", "-e"],
  wezterm: ["wezterm", "start", "--"],
  foot: ["foot"],
  tilix: ["tilix", "-e"],
  terminator: ["terminator", "-u", "-x"],
  xterm: ["xterm", "-e"],
};
const all = Object.keys(forms);

test.each(all)("%s is told what to run as its manual says", (name) => {
  expect(terminalWords(name, "", all, command)).toEqual([
    ...(forms[name] ?? []),
    ...command,
  ]);
  expect(terminalWords(name, "", [], command)).toBeNull();
});

test("a path that a terminal would read otherwise goes to none that reads it again", () => {
  const odd = ["/bin/sh", "/home/a $HOME/open"];
  const again = ["x-terminal-emulator", "konsole", "tilix"];
  for (const name of again)
    expect(terminalWords(name, "", all, odd)).toBeNull();
  expect(terminalWords("auto", "", again, odd)).toBeNull();
  expect(terminalWords("auto", "", [...again, "xterm"], odd)?.[0]).toBe("xterm"); // prettier-ignore
});

test("a command of the person's own has the words in its place, and none is no terminal", () => {
  expect(terminalWords("custom", "foot -T x {command}", [], command)).toEqual([
    "foot",
    "-T",
    "x",
    ...command,
  ]);
  expect(terminalWords("custom", "", all, command)).toBeNull();
});

let folder: string;
const path = process.env["PATH"];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tv-terminals-"));
});

afterEach(() => {
  process.env["PATH"] = path;
  rmSync(folder, { recursive: true });
});

function install(name: string, code: string): void {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${code}\n`);
  chmodSync(file, 0o755);
}

test("those that are installed are found, and opened with each word as it is", async () => {
  const seen = join(folder, "seen");
  const shown = `for word in "$@"; do printf '%s\\n' "$word"; done >'${seen}.tmp'; mv '${seen}.tmp' '${seen}'`;
  install("xterm", shown);
  install("kgx", "exit 1");
  process.env["PATH"] = `${folder}:/usr/bin:/bin`;
  const found = await installedTerminals();
  expect(found).toContain("kgx");
  expect(found).toContain("xterm");
  expect(await openInTerminal("kgx", "", command)).toBe(false);
  const odd = ["/bin/sh", 'a b "c" $d'];
  expect(await openInTerminal("xterm", "", odd)).toBe(true);
  await expect.poll(() => readFileSync(seen, "utf8")).toBe(`-e\n/bin/sh\n${odd[1] ?? ""}\n`); // prettier-ignore
  const custom = `'${join(folder, "xterm")}' -q {command}`;
  expect(await openInTerminal("custom", custom, command)).toBe(true);
  await expect.poll(() => readFileSync(seen, "utf8")).toBe(`-q\n${command.join("\n")}\n`); // prettier-ignore
});

test("a terminal that is not there is none", async () => {
  process.env["PATH"] = folder;
  expect(await openInTerminal("auto", "", command)).toBe(false);
  expect(await openInTerminal("custom", "/nowhere/term {command}", command)).toBe(false); // prettier-ignore
});
