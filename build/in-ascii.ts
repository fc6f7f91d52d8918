import type { Plugin } from "vite";

/** One half of a surrogate pair at a time, which JavaScript joins in strings, templates and patterns alike. */
const escaped = (unit: string) =>
  `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** V8 keeps the text of what it loaded, in twice the bytes where one letter of it is beyond Latin-1. */
export function inAscii(): Plugin {
  return {
    name: "in-ascii",
    generateBundle: (_, files) => {
      for (const file of Object.values(files))
        if (file.type === "chunk")
          file.code = file.code.replaceAll(/[^\0-\x7f]/g, escaped);
    },
  };
}
