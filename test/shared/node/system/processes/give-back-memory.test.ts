import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const module = resolve(
  import.meta.dirname,
  "../../../../../shared/node/system/processes/give-back-memory.ts",
);

/** Bytes of machine code in a Node of its own that has run a thousand functions a few times. */
function machineCode(begin: string): number {
  const program = `
    import { skipEarlyMachineCode } from ${JSON.stringify(module)};
    import { getHeapSpaceStatistics } from "node:v8";
    ${begin}
    const body = "let sum = 0; for (const one of [1, 2, 3, 4]) sum += one * n; return sum;";
    const all = Array.from({ length: 1000 }, (_, at) => new Function("n", \`\${body} // \${at}\`));
    for (let turn = 0; turn < 50; turn++) for (const one of all) one(turn);
    console.log(getHeapSpaceStatistics().find((space) => space.space_name === "code_space").space_used_size);
  `;
  const args = ["--input-type=module-typescript", "--eval", program];
  return Number(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

test("the window's main process has no machine code for what has run a few times", () => {
  expect(machineCode("skipEarlyMachineCode();")).toBeLessThan(
    machineCode("") / 2,
  );
});
