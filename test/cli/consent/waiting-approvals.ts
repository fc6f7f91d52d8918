import { expect } from "vitest";
import { unanswered } from "../../../shared/core/consent/question.ts";
import { QuestionFolder } from "../../../shared/node/consent/question-folder.ts";
import { program, runtime, type Machine, type Outcome } from "../harness.ts";

/** What a person is asked, as `approvals --json` has it. */
export interface Approval {
  readonly id: string;
  readonly act: string;
  readonly context: string;
  readonly roles: readonly string[];
  readonly production: boolean;
  readonly agent?: string;
  readonly reason?: string;
  readonly text: string;
  readonly process: {
    readonly pid: number;
    readonly path: string;
    readonly cwd: string;
  };
  readonly count: number;
}

/** All that wait. */
export async function waitingApprovals(
  machine: Machine,
): Promise<readonly Approval[]> {
  const { approvals } = await machine.json<{ approvals: Approval[] }>([
    "approvals",
    "--json",
  ]);
  return approvals;
}

/** The one that waits, as soon as it does; of several the one with these words in its text. */
export async function askedApproval(
  machine: Machine,
  words = "",
): Promise<Approval> {
  let found: readonly Approval[] = [];
  const look = async () => {
    const waiting = await waitingApprovals(machine);
    found = waiting.filter(({ text }) => text.includes(words));
    return found.length;
  };
  await expect.poll(look, { timeout: 20_000 }).toBe(1);
  const [one] = found;
  if (!one) throw new Error("it was there");
  return one;
}

/** Answers all that wait as time does where nobody comes. */
export async function nobodyComes({ home }: Machine): Promise<void> {
  const folder = new QuestionFolder(home);
  for (const one of folder.waiting(new Date()))
    await folder.answer(one, unanswered(new Date()));
}

/** Runs `talos-vault` as a program that nobody sits at: in a session of its own, and with nothing on stdin. */
export function runApart(
  machine: Machine,
  words: readonly string[],
): Promise<Outcome> {
  return machine.command(["setsid", "--wait", runtime, program, ...words]);
}
