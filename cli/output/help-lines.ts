import { fittedTo } from "./wrapped.ts";

/** Behind one of these a line is over: the end of a sentence, or a command to be copied. */
const over =
  /[.:]$|(?:^|: |then )(?:talos-vault|talosctl|tar|age) (?:[^.]|\.\S)*$/;
/** Lines by themselves: what is indented or set in columns, options of a list, and commands. */
const alone = /^\s|\S {2,}\S|^(?:talos-vault|talosctl) |^$/;

/**
 * The help as lines that a terminal of so many columns has room for. Its paragraphs are written with line ends of their own, which
 * say nothing; a command stays whole.
 */
export function helpLines(text: string, columns: number): string {
  const paragraphs: string[] = [];
  let isOpen = false;
  for (const line of text.split("\n")) {
    const isAlone = alone.test(line);
    const last = paragraphs.length - 1;
    if (isOpen && !isAlone) paragraphs[last] += ` ${line}`;
    else paragraphs.push(line);
    isOpen = !isAlone && !over.test(line);
  }
  return paragraphs
    .flatMap((line) => (/^\s/.test(line) ? [line] : fittedTo(columns, line, 0)))
    .join("\n");
}
