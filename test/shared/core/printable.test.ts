import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  printable,
  printableJson,
  printableLines,
} from "../../../shared/core/printable.ts";

const unseen = [
  "\u0000",
  "\u0007",
  "\u001b",
  "\u007f",
  "\u0085",
  "\u009b",
  "\u00a0",
  "\u00ad",
  "\u061c",
  "\u180e",
  "\u200b",
  "\u200d",
  "\u200e",
  "\u2028",
  "\u2029",
  "\u202e",
  "\u2060",
  "\u2066",
  "\u2069",
  "\u2800",
  "\u3000",
  "\u3164",
  "\ufe0f",
  "\ufeff",
  "\ufff9",
  "\u{e0041}",
  "\ud800",
];

describe("what is shown of a name", () => {
  test("what cannot be seen, or turns the line round, is spelled out", () => {
    expect(printable("prod-eu\u202e")).toBe("prod-eu⟨U+202E⟩");
    expect(printable("\u{e0041}")).toBe("⟨U+E0041⟩");
    for (const one of unseen) {
      const shown = printable(`prod${one}eu`);
      expect(shown).toMatch(/^prod⟨U\+[0-9A-F]{4,6}⟩eu$/);
    }
  });

  test("no two names that differ are shown alike, but for what the spelling itself says", () => {
    const name = fc.stringMatching(/^[a-c ]{0,3}$/);
    fc.assert(
      fc.property(name, fc.constantFrom(...unseen), name, (a, one, b) => {
        expect(printable(a + one + b)).not.toBe(printable(a + b));
        expect(printable(printable(a + one + b))).toBe(printable(a + one + b));
      }),
    );
  });

  test("names of other scripts and pictures are shown as they are", () => {
    for (const name of [
      "prod eu",
      "produção",
      "боевой",
      "本番",
      "ייצור",
      "⚠️ prod",
      "👩‍💻",
    ])
      expect(printable(name)).toBe(name);
    expect(printableLines("one\ntwo\u001b")).toBe("one\ntwo⟨U+001B⟩");
  });

  test("JSON has the value and nothing that cannot be seen", () => {
    const text = fc.array(
      fc.oneof(
        fc.constantFrom(...unseen),
        fc.string({ unit: "binary", maxLength: 5 }),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(text, (parts) => {
        const value = { [`k${parts.join("")}`]: parts };
        const json = printableJson(value);
        expect(JSON.parse(json)).toEqual(value);
        expect(printableLines(json)).toBe(json);
      }),
    );
  });
});
