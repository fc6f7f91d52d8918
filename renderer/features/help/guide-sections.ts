import type { Token, Tokens } from "marked";

/** What stands under one heading of the guide, without what stands under another one. */
export interface GuideSection {
  /** As links inside of the guide name it. */
  readonly id: string;
  readonly depth: number;
  readonly title: string;
  readonly tokens: readonly Token[];
  /** In lower case, for the search. */
  readonly words: string;
}

/** The guide by its headings. A heading inside of a block of code is none. */
export function sectionsOf(tokens: readonly Token[]): readonly GuideSection[] {
  const parts: { heading: Tokens.Heading; tokens: Token[] }[] = [];
  for (const token of tokens)
    if (isHeading(token)) parts.push({ heading: token, tokens: [] });
    else parts.at(-1)?.tokens.push(token);
  return parts.map(({ heading, tokens: inside }) => ({
    id: idOf(heading.text),
    depth: heading.depth,
    title: heading.text,
    tokens: inside,
    words: [heading.text, ...inside.map(wordsOf)].join(" ").toLowerCase(),
  }));
}

/** Those that have all of the words; no words: all. */
export function sectionsWith(
  sections: readonly GuideSection[],
  wanted: string,
): readonly GuideSection[] {
  const words = wanted.toLowerCase().split(/\s+/);
  return sections.filter((section) =>
    words.every((word) => section.words.includes(word)),
  );
}

function isHeading(token: Token): token is Tokens.Heading {
  return token.type === "heading";
}

/** As GitHub makes it of a heading. */
function idOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}

/** All text in it. What marked has of a list and of a table is not below `tokens`. */
function wordsOf(token: Token): string {
  const { tokens, items, header, rows, text } = token as {
    readonly tokens?: readonly Token[];
    readonly items?: readonly Token[];
    readonly header?: readonly Token[];
    readonly rows?: readonly (readonly Token[])[];
    readonly text?: string;
  };
  const inside = [tokens, items, header, ...(rows ?? [])].flatMap(
    (one) => one ?? [],
  );
  return inside.length > 0 ? inside.map(wordsOf).join(" ") : (text ?? "");
}
