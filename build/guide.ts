import { Lexer } from "marked";
import type { Plugin } from "vite";

/**
 * The guide, `docs/guide.md`, as a module that the page can draw: what marked reads in it, so that no Markdown is read in the
 * window. `raw`, and the text of what has parts, would have every word again.
 */
export function guideAsTokens(): Plugin {
  return {
    name: "guide-as-tokens",
    transform(text, id) {
      if (!id.endsWith("/docs/guide.md")) return null;
      const tokens = JSON.stringify(Lexer.lex(text), slim);
      return { code: `export default ${tokens};`, map: null };
    },
  };
}

function slim(key: string, value: unknown): unknown {
  if (key === "raw") return undefined;
  const hasParts =
    typeof value === "object" &&
    value !== null &&
    "tokens" in value &&
    !("depth" in value);
  return hasParts ? { ...value, text: undefined } : value;
}
