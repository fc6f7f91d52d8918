import { Readable } from "node:stream";
import { expect, test } from "vitest";
import {
  planFiles,
  toTerminal,
} from "../../cli/commands/sessions/each/each-output.ts";
import { Terminal } from "../../cli/terminal.ts";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atTheEdge } from "../doubles/at-the-edge.ts";
import { must } from "../doubles/memory-host.ts";

/** What a terminal gets of a command that prints these pieces. */
async function printed(
  pieces: readonly (string | Buffer)[],
  isData = true,
): Promise<readonly string[]> {
  const lines: string[] = [];
  const terminal = new Terminal();
  terminal.out = (line) => lines.push(`out ${line}`);
  terminal.say = (line) => lines.push(`say ${line}`);
  const open = toTerminal(terminal, ["a", "longer"], isData);
  const output = must(open("a"));
  output.read(Readable.from(pieces.map((one) => Buffer.from(one))), null);
  await output.close();
  return lines;
}

test.each([
  [["one\ntwo"], ["out a      | one", "out a      | two"]],
  [
    ["on", "e\r", "\ntwo\r\n"],
    ["out a      | one", "out a      | two"],
  ],
  [
    ["10 %\r", "20 %\r\n"],
    ["out a      | 10 %", "out a      | 20 %"],
  ],
  [["\n"], ["out a      | "]],
  [["a\tb\t\tc"], ["out a      | a       b               c"]],
  [["\u001b[1mbold\u001b[0m"], ["out a      | bold"]],
  [[Buffer.from([0xc3]), Buffer.from([0xa9])], ["out a      | é"]],
  [[""], []],
])("%j", async (pieces, lines) => {
  expect(await printed(pieces)).toEqual(lines);
});

test("all of it is for the person where stdout has data of its own", async () => {
  expect(await printed(["one"], false)).toEqual(["say a      | one"]);
});

atTheEdge("commandLine", {
  make: (amount) => "x".repeat(amount),
  read: (text) => printed([text]),
  taken: (lines) => expect(lines).toHaveLength(1),
  refused: (lines) => expect(lines).toHaveLength(2),
});

test("each context has files of its own, whatever it is called", () => {
  const folder = mkdtempSync(join(tmpdir(), "tv-each-"));
  const long = "x".repeat(999);
  const names = ["a", "a/b", "..", ".a", "a b", "é", `${long}1`, `${long}2`];
  const files = [...must(planFiles(folder, names)).values()].map(({ stdout }) =>
    stdout.slice(folder.length + 1),
  );
  expect(files.slice(0, 6)).toEqual([
    "a.out",
    "a%2Fb.out",
    "%2e..out",
    "%2ea.out",
    "a%20b.out",
    "%C3%A9.out",
  ]);
  expect(new Set(files).size).toBe(names.length);
  expect(files.every((name) => name.length < 255)).toBe(true);
  writeFileSync(join(folder, "a.err"), "");
  expect(planFiles(folder, names)).toMatchObject({
    ok: false,
    error: { code: "file-exists" },
  });
  rmSync(folder, { recursive: true });
});
