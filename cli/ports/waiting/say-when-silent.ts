import type { Terminal } from "../../terminal.ts";

/** Says a sentence when work has not come to an end after some time: a silent command looks broken. Resolves as the work does. */
export async function sayWhenSilent<T>(
  terminal: Terminal,
  sentence: string,
  silentMs: number,
  work: Promise<T>,
): Promise<T> {
  const timer = setTimeout(() => terminal.say(sentence), silentMs);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
