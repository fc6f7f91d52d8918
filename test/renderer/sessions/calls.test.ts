import { expect, test } from "vitest";
import {
  noCalls,
  verdictText,
  withNews,
} from "../../../renderer/features/sessions/calls.ts";
import {
  askAfter,
  type CallRecord,
} from "../../../shared/core/gateway/calls/call-record.ts";
import { grpcCodeName } from "../../../shared/core/gateway/calls/grpc-code-name.ts";
import { limits } from "../../../shared/core/limits.ts";

const record = (number: number, ms: number | null = 1): CallRecord => ({
  number,
  time: "2026-11-29T12:00:00.000Z",
  method: "/machine.MachineService/Version",
  words: "Read the version of node 10.0.0.2 of prod",
  nodes: ["10.0.0.2"],
  process: null,
  verdict: "forwarded",
  rule: null,
  code: ms === null ? null : 0,
  message: null,
  ms,
  bytesUp: 5,
  bytesDown: 5,
});

const numbersIn = ({ records }: typeof noCalls) =>
  records.map(({ number }) => number);

test("what runs is asked for again, and stands once when it is over", () => {
  const first = withNews(noCalls, {
    calls: 3,
    held: 1,
    records: [record(1), record(2, null), record(3)],
  });
  expect(askAfter(first)).toBe(1);
  const next = withNews(first, {
    calls: 4,
    held: 0,
    records: [record(2, 70), record(3), record(4)],
  });
  expect(numbersIn(next)).toEqual([1, 2, 3, 4]);
  expect(next.records[1]?.ms).toBe(70);
  expect(next.held).toBe(0);
  expect(askAfter(next)).toBe(4);
});

test("nothing new is the same, so that nothing is drawn anew", () => {
  const known = withNews(noCalls, { calls: 1, held: 0, records: [record(1)] });
  expect(withNews(known, { calls: 1, held: 0, records: [] })).toBe(known);
});

test("as many are kept as the holder remembers", () => {
  const most = limits.gatewayRemembered.most;
  const records = Array.from({ length: most }, (_, index) => record(index + 1));
  const known = withNews(noCalls, { calls: most, held: 0, records });
  const next = withNews(known, {
    calls: most + 1,
    held: 0,
    records: [record(most + 1)],
  });
  expect(next.records).toHaveLength(most);
  expect(next.records[0]?.number).toBe(2);
});

test("a call that goes on runs, and one that is over has passed", () => {
  expect(verdictText(record(1, null))).toBe("runs");
  expect(verdictText(record(1))).toBe("passed");
  expect(grpcCodeName(7)).toBe("PermissionDenied");
  expect(grpcCodeName(99)).toBe("99");
});
