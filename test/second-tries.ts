import type { Reporter, TestCase } from "vitest/node";

/** Names at the end each test that passed only when it was run again: it or what it tests has a race to be looked for. */
export default class SecondTries implements Reporter {
  readonly #named: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky)
      this.#named.push(`${test.module.relativeModuleId}: ${test.fullName}`);
  }

  onTestRunEnd(): void {
    for (const name of this.#named)
      console.log(`PASSED ONLY AT THE SECOND TRY ${name}`);
  }
}
