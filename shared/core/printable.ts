/** Names and labels come from files: a control character in them must not steer a terminal, nor turn a line round. */
export function printable(text: string): string {
  return text.replace(
    // oxlint-disable-next-line no-control-regex
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (found) => {
      const code = found.codePointAt(0) ?? 0;
      return `\\u${code.toString(16).padStart(4, "0")}`;
    },
  );
}
