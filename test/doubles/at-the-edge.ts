import { describe, expect, test } from "vitest";
import { limits, type LimitName } from "../../shared/core/limits.ts";
import type { Result } from "../../shared/core/result.ts";

export interface Edge<Input, Answer> {
  /** Something of this amount, in the unit of the limit. Its making is not timed. */
  readonly make: (amount: number) => Input | Promise<Input>;
  readonly read: (input: Input) => Answer | Promise<Answer>;
  /** Fails for the answer to what is above the bound. */
  readonly taken: (answer: Answer) => void | Promise<void>;
  /** Fails for the answer to what is at the bound. */
  readonly refused: (answer: Answer) => void | Promise<void>;
  /** Milliseconds of this thread that the refusal may take on a busy machine. */
  readonly cheapMs?: number;
}

/** The two tests of a limit: at its bound a thing is taken, one above it is refused, and refusing it costs little. */
export function atTheEdge<Input, Answer>(
  name: LimitName,
  { make, read, taken, refused, cheapMs = 500 }: Edge<Input, Answer>,
): void {
  const { most, unit, thing } = limits[name];
  describe(`${thing}, ${most.toLocaleString("en")} ${unit}`, () => {
    test("so much is taken", async () => {
      await taken(await read(await make(most)));
    });

    test("one more is refused, and soon", async () => {
      const input = await make(most + 1);
      const before = process.threadCpuUsage();
      const answer = await read(input);
      const { user, system } = process.threadCpuUsage(before);
      await refused(answer);
      expect((user + system) / 1000).toBeLessThan(cheapMs);
    });
  });
}

/**
 * The test of a limit whose edge nobody can wait for or hit to the byte: with a smaller one, which whatever keeps to it takes,
 * or with far more than it lets through.
 */
export function overTime(
  name: LimitName,
  sentence: string,
  work: () => Promise<void>,
): void {
  test(`${limits[name].thing}: ${sentence}`, work);
}

/** A refusal that says what is the matter and what to do next. */
export function expectRefusal(
  answer: Result<unknown>,
  message: string | RegExp,
): void {
  expect(answer).toMatchObject({
    ok: false,
    error: { message: expect.stringMatching(message) as string },
  });
  if (!answer.ok) expect(answer.error.next).not.toBe("");
}
