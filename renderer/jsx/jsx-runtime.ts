// What React's automatic runtime is asked for, by renderer/tsconfig.json: every text of the window comes through here,
// so that no page can forget that names, notes and labels come from files (docs/decisions/0034).
import {
  Fragment,
  jsx as reactJsx,
  jsxs as reactJsxs,
} from "react/jsx-runtime";
import { printable } from "../../shared/core/text/printable.ts";

export { Fragment };
export type { JSX } from "react/jsx-runtime";

export const jsx: typeof reactJsx = (type, props, key) =>
  reactJsx(type, shownProps(type, props), key);
export const jsxs: typeof reactJsxs = (type, props, key) =>
  reactJsxs(type, shownProps(type, props), key);

/** Attributes that are shown or read out. What is typed into a field stays as it is. */
const shownAttributes = ["title", "aria-label", "alt", "placeholder", "label"];

/** These take text alone; `bdi` is what isolates. */
const textOnly: readonly unknown[] = ["option", "title", "textarea", "bdi"];

function shownProps(type: unknown, props: unknown): unknown {
  if (typeof props !== "object" || props === null) return props;
  const given = props as Readonly<Record<string, unknown>>;
  const changed: Record<string, unknown> = {};
  for (const name of shownAttributes) {
    const text = given[name];
    if (typeof text === "string" && printable(text) !== text)
      changed[name] = printable(text);
  }
  const isElement = typeof type === "string" && !textOnly.includes(type);
  const children = shownChildren(given["children"], isElement);
  if (children !== given["children"]) changed["children"] = children;
  return Object.keys(changed).length === 0 ? props : { ...given, ...changed };
}

/** The same children where there is nothing to show in another way. */
function shownChildren(children: unknown, isElement: boolean): unknown {
  if (typeof children === "string")
    return isElement ? isolated(printable(children)) : printable(children);
  if (!Array.isArray(children)) return children;
  const shown: unknown[] = children.map((one) => shownChildren(one, isElement));
  return shown.some((one, index) => one !== children[index]) ? shown : children;
}

/** A name in another direction of writing inside a sentence: the words and numbers around it stay where they are. */
function isolated(text: string): unknown {
  const pieces = bidiPieces(text);
  if (pieces.length === 1) return text;
  const parts = pieces.map((piece, index) =>
    index % 2 === 0
      ? piece
      : reactJsx("bdi", { dir: "ltr", children: piece }, String(index)),
  );
  return reactJsx(Fragment, { children: parts }, text);
}

/** Letters that are written from right to left (Unicode's Bidi_Class R and AL, by the blocks that have them). */
const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const word = `[^\\s"“”()]*${rightToLeft.source}[^\\s"“”()]*`;
const run = new RegExp(`(${word}(?: ${word})*)`, "u");

/** A text in pieces: every second one is written from right to left and must not turn what stands around it. */
function bidiPieces(text: string): readonly string[] {
  return rightToLeft.test(text) ? text.split(run) : [text];
}
