import * as fc from "fast-check";
import { printableJson } from "../../../../shared/core/text/json-text.ts";
import { describe, expect, test } from "vitest";
import { judgeName } from "../../../../shared/core/talosconfig/context-name.ts";
import { lookalikes } from "../../../../shared/core/text/lookalikes.ts";
import {
  printable,
  printableLines,
  replaceUnseen,
} from "../../../../shared/core/text/printable.ts";

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
      "👩🏽‍💻 ops",
      "1️⃣ first",
      "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
      "🇪🇺",
      "ℹ️ ü",
    ])
      expect(printable(name)).toBe(name);
    for (const name of [
      "сор",
      "с 5 до 7, prod",
      "α",
      "IT-сервер",
      "Diyarbakır",
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
        expect(replaceUnseen(json.replaceAll("\n", ""), () => "!")).toBe(
          json.replaceAll("\n", ""),
        );
      }),
    );
  });
});

describe("lookalikes", () => {
  test.each([
    ["prоd-eu", "pr⟨U+043E⟩d-eu"],
    ["prod-ео", "prod-⟨U+0435⟩⟨U+043E⟩"],
    ["staɡing", "sta⟨U+0261⟩ing"],
    ["prod‐eu", "prod⟨U+2010⟩eu"],
    ["10․0․0․1", "10⟨U+2024⟩0⟨U+2024⟩0⟨U+2024⟩1"],
    ["𝚙rod", "⟨U+1D699⟩rod"],
    ["ⅽi", "⟨U+217D⟩i"],
    ["\u{e0067}prod", "⟨U+E0067⟩prod"],
  ])("%s is shown as %s", (name, shown) => {
    expect(printable(name)).toBe(shown);
    expect(printable(shown)).toBe(shown);
  });

  test("names that may be taken for each other are found, whatever they are made of", () => {
    const names = ["prod", "ргоd", "lab-1", "lab-l", "modem", "modern", "eu"];
    expect([...lookalikes([...names, "⚠️ x", "⚠ x", "ｅｕ"])]).toEqual([
      ["prod", ["ргоd"]],
      ["ргоd", ["prod"]],
      ["lab-1", ["lab-l"]],
      ["lab-l", ["lab-1"]],
      ["modem", ["modern"]],
      ["modern", ["modem"]],
      ["eu", ["ｅｕ"]],
      ["ｅｕ", ["eu"]],
      ["⚠️ x", ["⚠ x"]],
      ["⚠ x", ["⚠️ x"]],
    ]);
  });

  test("ten thousand names that all look alike are told in proportion", () => {
    const names = Array.from({ length: 10_000 }, (_, number) =>
      number.toString(2).padStart(14, "0").replaceAll("0", "I"),
    );
    // Of the processor, so that a busy machine decides nothing. Each against each other takes longer.
    const before = process.cpuUsage();
    const alike = lookalikes(names);
    const { user } = process.cpuUsage(before);
    expect(user).toBeLessThan(1_000_000);
    expect(alike.size).toBe(10_000);
    expect(alike.get(names[0] ?? "")).toEqual(names.slice(1, 4));
    expect(alike.get(names[9] ?? "")).toEqual(names.slice(0, 3));
  });

  // Looked at a letter at a time against all others, they would take until the test is ended.
  test("a million letters without a Latin one are looked at once", () => {
    const letters = "д".repeat(1_000_000);
    expect(printable(letters)).toBe(letters);
  });
});

test("what printable spells out as unseen is in no name, and all else may be", () => {
  const odd = fc.oneof(
    fc.constantFrom(...unseen, "⚠️", "👩🏽‍💻", "о", "\ue0a0"),
    fc.string({ unit: "binary", minLength: 1, maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(odd, { maxLength: 4 }), (parts) => {
      const name = `a${parts.join("")}z`;
      const isSeen = replaceUnseen(name, () => "!") === name;
      expect(judgeName(name).kind).toBe(isSeen ? "fit" : "unfit");
    }),
  );
});
