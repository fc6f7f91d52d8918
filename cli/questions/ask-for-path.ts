import { homedir } from "node:os";
import { failure, type Result } from "../../shared/core/result.ts";
import { askText, declined } from "./ask.ts";
import type { Terminal } from "../terminal.ts";

/**
 * Asks for a file until it can be read: what is wrong with an answer is said before the next question. An empty answer
 * and Ctrl-C are a no. `instead` names the way that needs no terminal.
 */
export async function askForPath<T>(
  terminal: Terminal,
  message: string,
  instead: string,
  read: (path: string) => Promise<Result<T>>,
): Promise<Result<T>> {
  for (;;) {
    const answer = await askText(terminal, message, instead);
    if (!answer.ok) return answer;
    const path = answer.value.trim();
    if (path === "") return failure(declined());
    const value = await read(inHome(path));
    if (value.ok) return value;
    terminal.fail(value.error);
    terminal.say("  Another file, or nothing to leave it.");
  }
}

/** No shell was there to do it. */
function inHome(path: string): string {
  return path.replace(/^~(?=$|[/\\])/, homedir());
}
