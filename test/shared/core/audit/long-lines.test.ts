import { describe, expect, test } from "vitest";
import type { AuditEvent } from "../../../../shared/core/audit/event.ts";
import {
  readAuditLine,
  type AuditLine,
} from "../../../../shared/core/audit/line.ts";
import {
  emptyLog,
  extendLog,
} from "../../../../shared/core/audit/log-state.ts";
import { limits } from "../../../../shared/core/limits.ts";

const now = new Date("2026-11-29T12:00:00Z");
const most = limits.recordLine.most;
const sealed = {
  ...emptyLog,
  seal: { key: new Uint8Array(32), recipient: "age1", isProof: true },
};

const call = (method: string): AuditEvent => ({
  event: "call",
  context: "prod",
  session: "s1",
  reason: "maintenance",
  detail: { method },
});

/** The only line of an event, and how long it is. */
function written(event: AuditEvent): {
  readonly bytes: number;
  readonly line: AuditLine | null;
} {
  const { bytes } = extendLog(sealed, [event], now);
  const line = bytes.subarray(0, -1);
  return { bytes: line.length, line: readAuditLine(line) };
}

describe("an event whose line", () => {
  const room = most - written(call("")).bytes;

  test("is as long as one may be is told whole", () => {
    const method = "a".repeat(room);
    const { bytes, line } = written(call(method));
    expect(bytes).toBe(most);
    expect(line?.detail).toEqual({ method });
  });

  test("would be longer says what it is about, and how long it was", () => {
    const { line } = written(call("a".repeat(room + 1)));
    expect(line).toMatchObject({
      event: "call",
      context: "prod",
      session: "s1",
      detail: { tooLong: most + 1 },
    });
    expect(line?.reason).toBeUndefined();
  });

  test("would be longer for its context's name says that it happened", () => {
    const { line } = written({ ...call(""), context: "ä".repeat(most) });
    expect(line).toMatchObject({ event: "call", time: now.toISOString() });
    expect(line?.context).toBeUndefined();
    expect(Number(line?.detail?.["tooLong"])).toBeGreaterThan(most);
  });
});
