import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeTalosconfig } from "../../../../doubles/talosconfig-maker.ts";
import { emitTalosconfig } from "../../../../../shared/core/talosconfig/yaml/emit.ts";
import { readPlainYaml } from "../../../../../shared/core/talosconfig/yaml/plain-yaml.ts";
import { readYamlOf } from "../../../../../shared/core/talosconfig/yaml/yaml-node.ts";
import { talosconfigs } from "../random-talosconfig.ts";

const seed = Number(process.env["TALOS_VAULT_SEED"] ?? Date.now() % 2 ** 31);
process.stderr.write(`plain YAML: TALOS_VAULT_SEED=${String(seed)}\n`);

/** What the library reads: a comment without words says nothing, and is nothing that is plain. */
function byLibrary(text: string): unknown {
  return readYamlOf(`${text}\n#\n`);
}

/** Read at once, it is what the library reads; returns whether it was. */
function agrees(text: string): boolean {
  const root = readPlainYaml(text);
  if (root === null) return false;
  const rest = { otherDocuments: [], comments: [], dropped: [] };
  expect(byLibrary(text), text).toEqual({
    ok: true,
    value: { root, ...rest, foreignTag: null },
  });
  return true;
}

describe("YAML that is read without the library", () => {
  test("is what talosctl writes", () => {
    expect(agrees(makeTalosconfig(3))).toBe(true);
    expect(agrees('context: ""\ncontexts: {}\n')).toBe(true);
    expect(
      agrees(
        "context: a\n\ncontexts:\n  \"1\":\n    endpoints: []\n    nodes:\n    - '[fd00::1]:50000'\n    - 10.0.0.1\n    x: true\n    y: 1.50\n",
      ),
    ).toBe(true);
  });

  test("is what SOPS makes of that", () => {
    const file = (name: string) => readFileSync(join(import.meta.dirname, "../../../../vectors/sops", name), "utf8"); // prettier-ignore
    for (const name of ["talosconfig.sops.yaml", "secrets.sops.yaml"])
      expect(agrees(file(name)), name).toBe(true);
    expect(agrees("a:\n    - b: c\n      d: |-\n        x\n        - y: z\n    - e\n    - b: c\n      f:\n        - g\nh: i\n")).toBe(true); // prettier-ignore
  });

  test.each([
    "",
    "a: |\n  b",
    "a: |\n  b\n\n",
    "a: |\n\n  b\n",
    "a: |\n  b\n\n  c\n",
    "a: |\n  b\n   c\n",
    "a: |\n  b\n c\n",
    "a: |\nb: c\n",
    "a: |\n  b \n",
    "a: |\n  # b\nc: d\n",
    "a: |\n  b\n# c\n",
    "a: |+\n  b\n",
    "a: |2\n  b\n",
    "a: | # b\n  c\n",
    "a: |\n  b\n---\nc: d\n",
    "a:\n- |\n  b\n",
    "a:\n- b: |\n   c\n",
    "a:\n- b: |\n  c\n",
    "a:\n- b: c\n  d: |\n   e\n- f\n",
    "a:\n- b:\n    c: d\n  e: f\n",
    "a:\n- b:\n  - c\n- d\n",
    "a:\n- b: c\n   d: e\n",
    "a:\n- b: c\n d: e\n",
    "a:\n-   b: c\n    d: e\n",
    "a:\n- b: c\n  b: d\n",
    "a:\n- null: c\n",
    "- a: b\n- c: d\n",
    "- a: b\nc: d\n",
    "a: ENC[b,c:d,e]",
    "a: ENC[b",
    "a: ENC[b] c",
    "a: ENC[b]]",
    "a:\n- ENC[b,c]\n",
    "ENC[a]: b",
    "a:\n- ENC[b]: c\n",
    "\n",
    "a",
    " a: b",
    "- a",
    "a:",
    "a:\nb: c",
    "a: ",
    "a: b ",
    "a: b c",
    "a: b\n  c",
    "a: b\n  c: d",
    "a: b: c",
    "a: b:",
    "a:b",
    "a: - b",
    "a: ~",
    "a: null",
    "null: a",
    "a: |",
    "a: >-\n  b",
    "a: &b c",
    "a: *b",
    "a: !b c",
    "a: 'b''c'",
    'a: "b\\n"',
    'a: "b',
    'a: "b" c',
    'a: "b\n  c"',
    "a: [b]",
    "a: {b: c}",
    "a: b # c",
    "# a\nb: c",
    "---\na: b",
    "a: b\n---\nc: d",
    "a: b\n...",
    "%YAML 1.1\n---\na: b",
    "a: b\na: c",
    "a: b\n'a': c",
    "a:\n  - b\n c: d",
    "a:\n  b: c\n d: e",
    "a:\n  - b\n    - c",
    "a:\n  - b: c",
    "a:\n- - b",
    "a:\n-\n- b",
    "a: b\n- c",
    "- a\nb: c",
    "? a\n: b",
    "<<: a",
    "a:\tb",
    "\ta: b",
    "a: b\r\nc: d",
    "a: é",
    "a: .",
    "a: -1",
    "a: =",
    "a: @b",
    "a: b,c",
  ])("%j is read as the library reads it", (text) => {
    if (!agrees(text)) expect(readPlainYaml(text)).toBeNull();
  });

  test("is the same in whatever order its lines come", () => {
    const odd = fc.constantFrom(
      ..."-|null|~|<<|a:|:a|=|''|\"\"|'1'|\"a b\"|[]|{}|[a]|#|a b|@a|...|---|.|é|'|\"|\"\\x41\"|'a''b'|!a|&a|*a|%a".split(
        "|",
      ),
    );
    const usual = fc.constantFrom(
      ..."a|b|c|d|true|1.5|0x1f|1:30|10.0.0.1:50000|a@b|2024-01-01".split("|"),
    );
    const word = fc.oneof(
      { weight: 9, arbitrary: usual },
      { weight: 1, arbitrary: odd },
    );
    const end = fc.oneof(
      { weight: 30, arbitrary: fc.constant("") },
      { weight: 1, arbitrary: fc.constantFrom(" ", "\t", "\r", " #", "\n") },
    );
    const line = fc
      .tuple(
        fc.constantFrom(0, 0, 0, 2, 2, 4, 1),
        fc.constantFrom("item", "key", "pair", "pair", "pair", "value", "entry", "lines"), // prettier-ignore
        word,
        word,
        end,
      )
      .map(([column, kind, one, other, after]) => {
        const what = { item: `- ${one}`, key: `${one}:`, pair: `${one}: ${other}`, value: one, entry: `- ${one}: ${other}`, lines: `${one}: |` }[kind]; // prettier-ignore
        return " ".repeat(column) + what + after;
      });
    let read = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
        if (agrees(lines.join("\n"))) read++;
      }),
      { seed, numRuns: 3000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  test("is the same in what we write for any talosconfig", () => {
    fc.assert(
      fc.property(talosconfigs(4), (config) => {
        agrees(emitTalosconfig(config));
      }),
      { seed, numRuns: 200 },
    );
  });
});
