import { expect } from "vitest";
import { unanswered } from "../../../shared/core/consent/question.ts";
import { QuestionFolder } from "../../../shared/node/consent/question-folder.ts";
import { program, runtime, type Machine, type Outcome } from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";

/** One that waits, as `approvals --json` prints it. */
export interface Approval {
  readonly id: string;
  readonly act: string;
  readonly context: string;
  readonly roles: readonly string[];
  readonly production: boolean;
  readonly scope?: string;
  readonly reason?: string;
  readonly text: string;
  readonly process: { readonly pid: number; readonly cwd: string };
}

interface Recorded extends Approval {
  readonly answer: string;
  readonly answeredBy: string | null;
}

/** Programs that ask on a machine, and the person who answers them on a terminal of their own. */
export class AskedMachine {
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** As a program that nobody sits at runs it: a session of its own, and nothing on stdin. */
  apart(...words: readonly string[]): Promise<Outcome> {
    return this.#machine.command([
      "setsid",
      "--wait",
      runtime,
      program,
      ...words,
    ]);
  }

  async waiting(): Promise<readonly Approval[]> {
    const words = ["approvals", "--json"];
    return (await this.#machine.json<{ approvals: Approval[] }>(words))
      .approvals;
  }

  /** The one that waits, once it does. */
  async asked(): Promise<Approval> {
    await expect
      .poll(async () => (await this.waiting()).length, { timeout: 10_000 })
      .toBe(1);
    const [one] = await this.waiting();
    if (!one) throw new Error("it was there");
    return one;
  }

  /** What was asked and answered, newest first. */
  async recorded(): Promise<readonly Recorded[]> {
    const words = ["ledger", "--json"];
    return (await this.#machine.json<{ asked: Recorded[] }>(words)).asked;
  }

  /** A person on a terminal of their own; `more` stands before the command. */
  async onTerminal(words: string, more = ""): Promise<string> {
    const shown = await withTerminal(
      this.#machine,
      `${more} '${runtime}' '${program}' ${words}; echo code $?`,
      "until('code')",
      true,
    );
    // oxlint-disable-next-line no-control-regex
    return shown.replaceAll(/\u001b\[[\d;]*m/g, "").replaceAll(/\s+/g, " ");
  }

  /** Runs a command as a program, has a person answer what it asks, and gives both. */
  async answered(
    answer: "approve" | "deny",
    ...words: readonly string[]
  ): Promise<{ readonly ran: Outcome; readonly question: Approval }> {
    const running = this.apart(...words);
    const question = await this.asked();
    await this.onTerminal(`approvals ${answer} ${question.id}`);
    return { ran: await running, question };
  }

  /** Nothing of a test that failed is left for the next one. */
  async clear(): Promise<void> {
    const folder = new QuestionFolder(this.#machine.home);
    for (const one of folder.waiting(new Date()))
      await folder.answer(one, unanswered(new Date()));
  }
}
