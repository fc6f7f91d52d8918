// The one place that knows how a text becomes a word of a shell or of another small language: quoted so that nothing in it
// is read as anything but itself.

import { codePoint, printable } from "./printable.ts";

/** Not first: `=`, which zsh takes for a command's path, and `%`, which fish takes for a process. */
const plain = /^[\w@+:,./-][\w@%+=:,./-]*$/;

const single = (value: string, escaped: string) =>
  `'${value.replaceAll("'", escaped)}'`;

/** A word of a POSIX shell, always quoted. */
export function inSh(text: string): string {
  return single(text, `'\\''`);
}

/**
 * A text as a word of a POSIX shell and of fish: what somebody else wrote must do nothing when a command is copied.
 * Between single quotes fish reads backslashes, so both stand outside.
 */
export function shellWord(text: string): string {
  return plain.test(text) ? text : `'${text.replace(/['\\]/g, "'\\$&'")}'`;
}

/**
 * What some shell reads between single quotes, or takes for one; cmd.exe does not know them as quotes at all. Of ours: `*`
 * stands for any name, and a dash begins an option.
 */
const readSomewhere = /^-|['\u2018-\u201b"\\`$&|<>^%!;*]/g;

/**
 * A context's name as a word of a command that is shown, for whatever shell it is copied into: what a file calls a context
 * must do nothing there. Odd characters are spelled out, ⟨U+0027⟩; the context is found by that spelling.
 */
export function nameWord(name: string): string {
  return plain.test(name) && !name.startsWith("-")
    ? name
    : `'${printable(name).replace(readSomewhere, codePoint)}'`;
}

/** In single quotes fish reads backslashes, which other shells do not. */
export function inFish(text: string): string {
  return single(text.replaceAll("\\", "\\\\"), "\\'");
}

/** PowerShell takes typographic quotes for quotes too, and doubles of them for themselves. */
export function inPowershell(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}

const nuEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** A double-quoted string of nushell. Its escapes of characters are `\u{hex}`, which JSON does not have. */
export function inNu(text: string): string {
  const escaped = text.replace(
    // oxlint-disable-next-line no-control-regex
    /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/g,
    (found) =>
      nuEscapes[found] ?? `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `"${escaped}"`;
}

/** A string of AppleScript, which has no escapes for characters: line ends and quotes alone. */
export function inAppleScript(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`;
}

/**
 * An argument of Exec in a desktop entry (Desktop Entry Specification, "The Exec key"): between double quotes, with what is
 * read there escaped, then once more as the value of a string; `%` begins a field code.
 */
export function inDesktopEntry(text: string): string {
  const quoted = text.replace(/["`$\\]/g, "\\$&").replaceAll("%", "%%");
  return `"${quoted.replaceAll("\\", "\\\\")}"`;
}

/** The words of a line that a person wrote: told apart by blanks, quotes keep them together, nothing is expanded. Null where a quote is not closed. */
export function splitWords(line: string): readonly string[] | null {
  const words: string[] = [];
  const one = /\s*((?:[^\s"']|"[^"]*"|'[^']*')+)/y;
  while (one.lastIndex < line.trimEnd().length) {
    const found = one.exec(line);
    if (!found) return null;
    words.push((found[1] ?? "").replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
  }
  return words;
}
