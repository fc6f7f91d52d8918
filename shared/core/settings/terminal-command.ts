import { vaultError } from "../errors.ts";
import { failure, success, type Result } from "../result.ts";
import { splitWords } from "../text/shell-words.ts";

/** Characters of a line. */
export const longestCommand = 500;
const mostWords = 32;

/** Stands for the program and its arguments that run in the terminal; each is a word of its own. */
export const commandPlace = "{command}";

/**
 * A person's own command for a terminal, as words: `foot --app-id vault {command}`. Words are told apart by spaces; quotes
 * keep them together and are not read otherwise, so nothing is expanded. Errors: `usage`, with what is wrong.
 */
export function readTerminalCommand(line: string): Result<readonly string[]> {
  const words = splitWords(line);
  if (words === null) return wrong("A quote is not closed.");
  const [program = ""] = words;
  if (program === "" || program.startsWith("-") || program === commandPlace)
    return wrong("It begins with no program.");
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(line)) return wrong("It has a character in it that nobody sees."); // prettier-ignore
  if (words.length > mostWords || line.length > longestCommand)
    return wrong("It is too long.");
  return words.filter((word) => word === commandPlace).length === 1
    ? success(words)
    : wrong(`It needs ${commandPlace} once, as a word.`);
}

/** The words with the command in its place. */
export function filledIn(
  template: readonly string[],
  command: readonly string[],
): readonly string[] {
  return template.flatMap((word) => (word === commandPlace ? command : [word]));
}

function wrong(message: string): Result<never> {
  return failure(
    vaultError(
      "usage",
      `That is no command for a terminal. ${message}`,
      `Write the program, its options and ${commandPlace}.`,
    ),
  );
}
