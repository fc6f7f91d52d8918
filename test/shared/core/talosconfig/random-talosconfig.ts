import * as fc from "fast-check";
import { quoteOfWord } from "../../../../shared/core/talosconfig/yaml/plain-type.ts";
import { Secret } from "../../../../shared/core/secret.ts";
import type {
  TalosAuth,
  Talosconfig,
  TalosContext,
} from "../../../../shared/core/talosconfig/types.ts";

/** Strings that make a YAML writer think. */
const odd = fc.constantFrom(
  ..."true|no|null|~|123|0x1f|1_000|1e3|.inf|2024-01-01|2024-1-1T1:2:3Z|a: b|a:|:a|a #b|#a|- a|-|?|@a|*a|&a|!a|%a|{a|[a|,a|'a|\"a|a'b| a|a |a\tb|a\\b|=|é|日本|😀|\u200b|[fd00::1]:50000|::1|017|08|+1|-0|0b1|0o7|1.|--- a|...".split(
    "|",
  ),
  "",
  "a\nb",
  "a\nb\n",
  "\na",
  "a\n\nb",
  " a\nb",
  "a \nb",
  "a\rb",
  "\u0007",
  "\u001b[0m",
  "\u007f",
  "\u0085",
  "\u00a0",
  "\ufeff",
);

/**
 * Strings as a talosconfig may hold them. Left out, and covered by the golden vectors of go-yaml rc.6 instead:
 * YAML 1.1 booleans, base-60 numbers, `<<` and text that begins with an empty line, which talosctl 1.12 (rc.3)
 * writes in another way; and the line separators U+2028 and U+2029 and text of which the first of several lines
 * begins with a blank, which go-yaml itself does not read back as it wrote them.
 */
const text = fc
  .oneof(
    { weight: 3, arbitrary: odd },
    fc.string({ unit: "grapheme", maxLength: 40 }),
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.stringMatching(/^[a-z0-9.:/-]{1,60}$/),
  )
  .filter(
    (one) =>
      quoteOfWord(one) !== "single" &&
      !/[\u2028\u2029]|^[ \n][^]*\n|^\n/.test(one),
  );

/**
 * Names decide the order, and the order asks which characters are letters: taken from those that every version
 * of Unicode agrees on, digits of other scripts among them.
 */
const name = fc
  .oneof(
    { weight: 2, arbitrary: text.filter((one) => /^[\0-\u00ff]*$/.test(one)) },
    fc.string({
      unit: fc.constantFrom(...Array.from("aBz-_.019٣٠éж日😀")),
      maxLength: 12,
    }),
  )
  .filter((one) => quoteOfWord(one) !== "single");

const optional = <Name extends string>(field: Name) =>
  fc
    .option(text, { nil: "" })
    .map((value) =>
      value === ""
        ? ({} as Partial<Record<Name, string>>)
        : ({ [field]: value } as Record<Name, string>),
    );

const secret = text.map((value) => new Secret(value));

const auth: fc.Arbitrary<TalosAuth> = fc.oneof(
  fc.record({ basic: fc.record({ username: text, password: secret }) }),
  fc.record({ siderov1: fc.record({ identity: text }) }),
);

const context: fc.Arbitrary<TalosContext> = fc
  .tuple(
    fc.record({
      endpoints: fc.array(text, { maxLength: 3 }),
      nodes: fc.array(text, { maxLength: 2 }),
    }),
    optional("ca"),
    optional("crt"),
    fc.option(
      secret.filter((one) => one.reveal() !== ""),
      { nil: null },
    ),
    fc.option(auth, { nil: null }),
    optional("cluster"),
  )
  .map(([lists, ca, crt, key, login, cluster]) => ({
    ...lists,
    ...ca,
    ...crt,
    ...(key ? { key } : {}),
    ...(login ? { auth: login } : {}),
    ...cluster,
  }));

/** A talosconfig with many contexts; its current one is one of them. */
export function talosconfigs(contexts: number): fc.Arbitrary<Talosconfig> {
  return fc
    .uniqueArray(fc.tuple(name, context), {
      minLength: 1,
      maxLength: contexts,
      selector: ([key]) => key,
    })
    .map((entries) => ({
      context: entries[0]?.[0] ?? "",
      contexts: new Map(entries),
    }));
}
