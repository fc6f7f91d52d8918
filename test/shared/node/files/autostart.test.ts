import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refusedSwitches } from "../../../../electron/security/switches.ts";
import {
  autostartPath,
  hiddenFlag,
  setAutostart,
} from "../../../../shared/node/files/autostart.ts";

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "tv-autostart-"));
});

afterEach(() => rmSync(home, { recursive: true }));

test("the entry lies where the desktop looks, starts the app hidden, and goes again", () => {
  const path = autostartPath({}, home);
  expect(path).toBe(join(home, ".config/autostart/talos-vault.desktop"));
  setAutostart(path, "/opt/Talos Vault/talos-vault", true);
  const text = readFileSync(path, "utf8");
  expect(text).toContain('Exec="/opt/Talos Vault/talos-vault" --hidden\n');
  setAutostart(path, "/opt/Talos Vault/talos-vault", false);
  expect(existsSync(path)).toBe(false);
  setAutostart(path, "/opt/Talos Vault/talos-vault", false);
});

test("a folder of settings that is named counts, where it is absolute", () => {
  const named = autostartPath({ XDG_CONFIG_HOME: "/elsewhere" }, home);
  expect(named).toBe("/elsewhere/autostart/talos-vault.desktop");
  expect(autostartPath({ XDG_CONFIG_HOME: "no" }, home)).toBe(
    autostartPath({}, home),
  );
});

test("a path with odd characters is one argument of Exec, by the rules of the specification", () => {
  const odd = '/opt/a "b" $c `d` \\e %f';
  const path = autostartPath({}, home);
  setAutostart(path, odd, true);
  const code = `
import sys
value = [l for l in open(sys.argv[1]) if l.startswith("Exec=")][0][5:].rstrip("\\n")
string, i = "", 0
while i < len(value):  # escapes of a string value
    if value[i] == "\\\\":
        string += {"s": " ", "n": "\\n", "t": "\\t", "r": "\\r", "\\\\": "\\\\"}[value[i + 1]]
        i += 2
    else:
        string += value[i]
        i += 1
word, i = "", 1
assert string[0] == '"'
while string[i] != '"':
    if string[i] == "\\\\":
        assert string[i + 1] in '"\`$\\\\'
        i += 1
    elif string[i] == "%":
        assert string[i + 1] == "%"
        i += 1
    word += string[i]
    i += 1
sys.stdout.write(word)
`;
  const read = execFileSync("python3", ["-c", code, path], { encoding: "utf8" }); // prettier-ignore
  expect(read).toBe(odd);
});

test("an installed app starts with the flag of its own entry", () => {
  expect(refusedSwitches([hiddenFlag], true)).toEqual([]);
});
