import { expect, test } from "vitest";
import type { Lease } from "../../../../shared/core/sessions/lease.ts";
import { programOf } from "../../../../shared/node/sessions/session-program.ts";
import { terminalName } from "../../../../shared/node/system/is-terminal.ts";
import { processStat } from "../../../../shared/node/system/processes/process-stat.ts";

const own = { pid: process.pid, startTime: "1", bootId: "b" };
const other = { ...own, pid: process.ppid };
const lease = (fields: Partial<Lease>) =>
  ({ kind: "env", holder: other, watched: own, ...fields }) as Lease;

test("a session says which program has it, once one has", () => {
  expect(programOf(lease({}))?.name).toBe(processStat("self")?.name);
  // Of exec the command that ours runs.
  const child = programOf(lease({ kind: "exec", watched: other }));
  expect(child).not.toBeNull();
  expect(programOf(lease({ kind: "window", holder: own }))).toBeNull();
  expect(
    programOf(lease({ watched: { ...own, pid: 2 ** 22 + 1 } })),
  ).toBeNull();
});

test("a terminal is called as ps calls it", () => {
  expect(terminalName(0x8803)).toBe("pts/3");
  expect(terminalName((136 << 8) | 44 | (1 << 20))).toBe("pts/300");
  expect(terminalName(0x0401)).toBe("tty1");
  expect(terminalName(0)).toBeNull();
});
