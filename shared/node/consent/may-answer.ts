import type {
  ConsentLink,
  ConsentQuestion,
} from "../../core/consent/question.ts";
import { isSameProcess } from "../system/processes/process-identity.ts";
import { chainOf } from "./asking-process.ts";

/** Who wants to answer. */
export interface Answerer {
  /** It and all that started it. */
  readonly chain: readonly ConsentLink[];
  /** Its controlling terminal; null: it has none. */
  readonly terminal: string | null;
  /** The session of ours that it works in; null: none. */
  readonly session: string | null;
}

/** Why somebody may not answer a question. */
export type NoAnswerer =
  /** No person sits at it. */
  | "no-terminal"
  /** Whoever asks sits at it as well. */
  | "same-terminal"
  /** It was started by who asks, or by what started who asks. */
  | "same-program"
  /** It works with a credential that was lent. */
  | "in-session";

/**
 * Why this process may not give an answer to a question; null: it may. Processes are compared by number and start
 * time, never by name. The one that leads the asker's terminal does not make them related, because a person starts
 * windows from a shell.
 */
export function judgeAnswerer(
  { process: asking }: ConsentQuestion,
  { chain, terminal, session }: Answerer,
  needsTerminal: boolean,
): NoAnswerer | null {
  if (session !== null) return "in-session";
  if (needsTerminal && terminal === null) return "no-terminal";
  if (terminal !== null && terminal === asking.terminal) return "same-terminal";
  const asker: ConsentLink = asking;
  const near = [asker, ...asking.chain].filter(
    ({ leadsTerminal }) => !leadsTerminal,
  );
  const isRelated = chain.some((one) =>
    near.some(({ process: other }) => isSameProcess(one.process, other)),
  );
  return isRelated ? "same-program" : null;
}

/** Whether a window of this process may: its own questions, and those of programs that it has nothing to do with. It needs no terminal. */
export function mayAnswerInWindow(
  question: ConsentQuestion,
  pid: number,
): boolean {
  if (question.process.process.pid === pid) return true;
  const answerer = { chain: chainOf(pid), terminal: null, session: null };
  return judgeAnswerer(question, answerer, false) === null;
}
