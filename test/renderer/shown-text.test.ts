import { renderToStaticMarkup } from "react-dom/server";
import * as fc from "fast-check";
import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { noteLines } from "../../renderer/features/contexts/page/text-lines.ts";
import { jsx, jsxs } from "../../renderer/jsx/jsx-runtime.ts";

const markup = (
  type: "p" | "li" | "option",
  props: { readonly children: ReactNode },
) =>
  renderToStaticMarkup(
    (Array.isArray(props.children) ? jsxs : jsx)(type, props),
  );

test("a name from right to left stays in its place in a sentence, and the sentence in its", () => {
  expect(markup("p", { children: "Removed שלום עולם-2. 3 are left." })).toBe(
    '<p>Removed <bdi dir="ltr">שלום עולם-2.</bdi> 3 are left.</p>',
  );
  expect(
    markup("p", { children: 'There is "مرحبا" (10.0.0.1) already.' }),
  ).toBe(
    '<p>There is &quot;<bdi dir="ltr">مرحبا</bdi>&quot; (10.0.0.1) already.</p>',
  );
  expect(markup("li", { children: ["Use ", "שלום", " now"] })).toBe(
    '<li>Use <bdi dir="ltr">שלום</bdi> now</li>',
  );
});

test("what is text alone stays text, and nothing is put around other scripts", () => {
  expect(markup("option", { children: "of שלום" })).toBe(
    "<option>of שלום</option>",
  );
  for (const text of ["prod-eu", "日本 🇪🇺", "Größe"])
    expect(markup("p", { children: text })).toBe(`<p>${text}</p>`);
});

test("what cannot be seen in a name is spelled out, line ends too, and a note shows its lines", () => {
  expect(markup("p", { children: "prod\nus\u202e" })).toBe(
    "<p>prod⟨U+000A⟩us⟨U+202E⟩</p>",
  );
  expect(
    noteLines(" ask Berta\r\n\r\n\tbefore rebooting\u2028twice\n"),
  ).toEqual(["ask Berta", "", "  before rebooting", "twice"]);
});

test("whatever a text is made of, nothing of it steers the page: between tags and in what is read out", () => {
  const odd = fc.oneof(
    fc.constantFrom(
      ...Array.from("\u0000\u001b\u009b\u00ad\u200b\u202e\u2066\u2028\ufeff"),
      "\u{e0041}",
      "שלום",
      "<b>",
      "pr",
    ),
    fc.string({ unit: "binary", maxLength: 3 }),
  );
  const raw = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\u00ad\ufeff]/u;
  fc.assert(
    fc.property(fc.array(odd, { maxLength: 6 }), (parts) => {
      const text = parts.join("");
      const shown = renderToStaticMarkup(
        jsxs("p", {
          title: text,
          "aria-label": text,
          children: [text, jsx("bdi", { children: text })],
        }),
      );
      expect(shown).not.toMatch(raw);
      expect(shown).not.toContain("<b>");
    }),
  );
});
