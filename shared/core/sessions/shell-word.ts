const plain = /^[\w@%+=:,./-]+$/;

/** A name as a word of a POSIX shell: what a file calls a context must do nothing when a command is copied. */
export function shellWord(text: string): string {
  return plain.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
