import { describe, expect, test } from "vitest";
import type { AuditEvent } from "../../../../shared/core/audit/event.ts";
import { whereBroken } from "../../../../shared/core/audit/explain-break.ts";
import { anchorText, readAnchor } from "../../../../shared/core/audit/head.ts";
import { hashOfLine } from "../../../../shared/core/audit/line.ts";
import {
  beginSeal,
  emptyLog,
  extendLog,
  type LogState,
} from "../../../../shared/core/audit/log-state.ts";
import {
  firstKey,
  type AuditProof,
} from "../../../../shared/core/audit/seal.ts";
import {
  AuditVerifier,
  type KnownHead,
  type Verdict,
} from "../../../../shared/core/audit/verify.ts";
import { joined } from "../../../../shared/core/bytes.ts";
import { Secret } from "../../../../shared/core/secret.ts";

const now = new Date("2026-11-29T12:00:00Z");
const vaultId = "5c0f3c1e-vault";
const recoveryKey = new Secret("AGE-SECRET-KEY-1RECOVERY");
const recipient = "age1recovery";
const start = { by: "recovery-key", vault: vaultId, recipient } as const;
const lineFeed = 0x0a;

/** Finds first keys as whoever has the recovery key does. */
const proof: AuditProof = {
  recipient,
  keyOf: async (_start, place) => firstKey(recoveryKey, { vaultId, ...place }),
};

function event(number: number): AuditEvent {
  return {
    event: number % 2 === 0 ? "session.start" : "session.end",
    context: "prod",
    session: `session ${String(number)}`,
  };
}

interface Log {
  readonly lines: readonly Uint8Array[];
  readonly state: LogState;
}

/** So many lines, sealed from the second one on. */
function logOf(count: number, prefix = "session"): Log {
  const first = { event: "log.start", detail: { format: 1 } } as const;
  const begun = extendLog(emptyLog, [first], now);
  const keyAt = (place: Pick<LogState, "n"> & { readonly prev: string }) =>
    firstKey(recoveryKey, { vaultId, ...place });
  const sealed = beginSeal(begun.state, start, keyAt, now);
  const events = Array.from({ length: count - 2 }, (_, index) => ({
    ...event(index),
    session: `${prefix} ${String(index)}`,
  }));
  const rest = extendLog(sealed.state, events, now);
  const bytes = joined([begun.bytes, sealed.bytes, rest.bytes]);
  return { lines: linesOf(bytes), state: rest.state };
}

function linesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  let from = 0;
  for (const [index, byte] of bytes.entries())
    if (byte === lineFeed) {
      lines.push(bytes.subarray(from, index));
      from = index + 1;
    }
  if (from < bytes.length) lines.push(bytes.subarray(from));
  return lines;
}

function headOf({ n, hash }: LogState): KnownHead {
  return { n, hash, from: "keychain" };
}

async function verify(
  lines: readonly Uint8Array[],
  heads: readonly KnownHead[] = [],
  options: { readonly proof?: AuditProof; readonly vaultId?: string } = {},
): Promise<Verdict> {
  const verifier = new AuditVerifier({ heads, vaultId, ...options });
  await verifier.take(lines);
  return verifier.end();
}

const log = logOf(40);
const heads = [headOf(log.state)];

function withFeeds(lines: readonly Uint8Array[]): Uint8Array {
  const feed = new Uint8Array([lineFeed]);
  return joined(lines.flatMap((line) => [line, feed]));
}

describe("a whole log", () => {
  test("says where it ends, and that the recovery key proves it", async () => {
    expect(await verify(log.lines, heads, { proof })).toEqual({
      archive: null,
      broken: null,
      first: 1,
      last: 40,
      head: { n: 40, hash: log.state.hash },
      until: now.toISOString(),
      provenFrom: 2,
      accepted: null,
      isUnfinished: false,
      earlier: [],
    });
  });

  test("says without the recovery key that nothing is proven", async () => {
    const { broken, provenFrom } = await verify(log.lines, heads);
    expect({ broken, provenFrom }).toEqual({ broken: null, provenFrom: null });
  });

  test("may be empty", async () => {
    expect((await verify([])).broken).toBeNull();
  });
});

describe("one bit of a log of 40 lines", () => {
  const bytes = withFeeds(log.lines);
  const bits = [1, 2, 4, 8, 16, 32, 64, 128];

  test.each([
    { by: "the head", given: undefined, step: 1 },
    // Three times as long, and the same walk over the lines.
    { by: "the recovery key", given: proof, step: 3 },
  ])(
    "is told by $by with its line, whichever byte it is in",
    async ({ given, step }) => {
      let line = 1;
      const missed: string[] = [];
      for (const [index, byte] of bytes.entries()) {
        if (byte === lineFeed) line += 1;
        if (index % step !== 0) continue;
        // Another bit of each byte than of its neighbour: all eight, without eight times the time.
        const changed = Uint8Array.from(bytes);
        changed[index] = byte ^ (bits[index % bits.length] ?? 1);
        const isLast = index === bytes.length - 1;
        const options = given ? { proof: given } : {};
        const { broken } = await verify(linesOf(changed), heads, options);
        const own = byte === lineFeed ? line - 1 : line;
        if (broken?.line !== own && !isLast)
          missed.push(`${String(index)}: ${JSON.stringify(broken)}`);
      }
      expect(missed).toEqual([]);
      expect(line).toBe(41);
    },
  );
});

describe("lines of a log", () => {
  const each = log.lines.map((_, index) => index);

  test("one that is missing is told with its place", async () => {
    for (const index of each) {
      const { broken } = await verify(log.lines.toSpliced(index, 1), heads);
      expect(broken?.line).toBe(index + 1);
      expect(broken?.kind).toBe(index === 39 ? "cut" : "number");
    }
  });

  test("one that is there twice is told with its place", async () => {
    for (const index of each) {
      const twice = log.lines.toSpliced(index, 0, log.lines[index] ?? never());
      expect((await verify(twice, heads)).broken).toMatchObject({
        line: index + 2,
        kind: "number",
      });
    }
  });

  test("two in each other's place are told with the first place", async () => {
    for (const index of each.slice(0, -1)) {
      const [one = never(), other = never()] = log.lines.slice(index);
      const swapped = log.lines.toSpliced(index, 2, other, one);
      expect((await verify(swapped, heads)).broken).toMatchObject({
        line: index + 1,
        kind: "number",
      });
    }
  });

  test("an end that is cut off is told by the head alone", async () => {
    for (const index of each) {
      const cut = log.lines.slice(0, index);
      expect((await verify(cut)).broken).toBeNull();
      const { broken } = await verify(cut, heads);
      expect(broken).toMatchObject({ line: index + 1, kind: "cut" });
      // There is no such line to look at.
      expect(broken && whereBroken(broken, "the log")).toBe("The end of the log is missing."); // prettier-ignore
      expect(broken?.text).toContain("the keychain knows line 40");
    }
  });

  test("a line of another program is told, and a line that is longer than any", async () => {
    const foreign = new TextEncoder().encode('{"hello":"world"}');
    const long = new TextEncoder().encode(`"${"x".repeat(64 * 1024)}"`);
    for (const line of [foreign, long])
      expect(
        (await verify(log.lines.toSpliced(20, 0, line), heads)).broken,
      ).toMatchObject({ line: 21, kind: "unreadable" });
  });
});

describe("a log that was written anew", () => {
  const other = logOf(40, "another");

  test("is told by a head or an anchor, and fits without one", async () => {
    expect((await verify(other.lines)).broken).toBeNull();
    expect((await verify(other.lines, heads)).broken).toMatchObject({
      line: 40,
      kind: "head",
    });
    const anchor = readAnchor(
      anchorText({ n: 10, hash: hashOfLine(log.lines[9] ?? never()) }),
    );
    const kept = { ...(anchor ?? never()), from: "anchor" } as const;
    expect((await verify(log.lines, [kept])).broken).toBeNull();
    expect((await verify(other.lines, [kept])).broken).toMatchObject({
      line: 10,
      kind: "head",
    });
  });

  test("is held against no anchor of a line before the first one", () => {
    expect(readAnchor(`0-${"0".repeat(32)}`)).toBeNull();
  });

  test("says by whom a line is known that it lacks, and that a person took it all the same", async () => {
    const [head = never()] = heads;
    expect((await verify(other.lines, heads)).broken?.from).toBe(head.from);
    const accept = {
      event: "log.accept",
      detail: { kept: { n: 40, hash: head.hash } },
    } as const;
    const taken = extendLog(other.state, [accept], now);
    const lines = [...other.lines, ...linesOf(taken.bytes)];
    expect(await verify(lines, [headOf(taken.state)], { proof })).toMatchObject(
      { broken: null, accepted: { line: 41, kept: 40 } },
    );
  });

  test("with today's key is told by the recovery key alone, from the first such line", async () => {
    // Whoever owns the machine has the newest key and the keychain, and writes from line 20 on what they like.
    const kept = log.lines.slice(0, 19);
    const [last = never()] = kept.slice(-1);
    const bytes = withFeeds(kept).length;
    const state = { ...log.state, n: 19, hash: hashOfLine(last), bytes };
    const forged = extendLog(
      state,
      Array.from({ length: 21 }, (_, at) => event(at + 100)),
      now,
    );
    const lines = [...kept, ...linesOf(forged.bytes)];
    const own = [headOf(forged.state)];
    expect((await verify(lines, own)).broken).toBeNull();
    expect((await verify(lines, own, { proof })).broken).toMatchObject({
      line: 20,
      kind: "seal",
    });
  });

  test("with a seal of its own is told by the recovery key alone", async () => {
    const kept = log.lines.slice(0, 19);
    const [last = never()] = kept.slice(-1);
    const state = { ...log.state, n: 19, hash: hashOfLine(last), bytes: 0 };
    const drawn = { ...start, by: "recipient", sealed: "" } as const;
    const key = new Uint8Array(32).fill(7);
    const begun = beginSeal(state, drawn, () => key, now);
    const lines = [...kept, ...linesOf(begun.bytes)];
    expect((await verify(lines)).broken).toBeNull();
    const opens: AuditProof = {
      ...proof,
      keyOf: async (one, place) =>
        one.by === "recipient" ? key : proof.keyOf(one, place),
    };
    expect((await verify(lines, [], { proof: opens })).broken).toMatchObject({
      line: 20,
      kind: "seal",
    });
  });

  test("without a seal is told by the recovery key", async () => {
    const kept = log.lines.slice(0, 19);
    const [last = never()] = kept.slice(-1);
    const state = { ...log.state, n: 19, hash: hashOfLine(last), seal: null };
    const forged = extendLog(state, [event(1)], now);
    const lines = [...kept, ...linesOf(forged.bytes)];
    expect((await verify(lines)).broken).toBeNull();
    expect((await verify(lines, [], { proof })).broken).toMatchObject({
      line: 20,
      kind: "unsealed",
    });
  });
});

describe("a log that is not this vault's", () => {
  test("of another vault is named", async () => {
    expect(
      (await verify(log.lines, [], { vaultId: "another" })).broken,
    ).toMatchObject({ line: 2, kind: "other-vault" });
  });

  test("is its log from where it took the other one's place", async () => {
    const own = { ...start, vault: "another", recipient: "age1another" };
    const key = new Uint8Array(32).fill(7);
    const replaced = beginSeal(log.state, own, () => key, now);
    const after = extendLog(replaced.state, [event(1)], now);
    const bytes = joined([replaced.bytes, after.bytes]);
    const lines = [...log.lines, ...linesOf(bytes)];
    const wanted = {
      vaultId: "another",
      proof: { recipient: own.recipient, keyOf: async () => key },
    };
    expect(await verify(lines, [headOf(after.state)], wanted)).toMatchObject({
      broken: null,
      provenFrom: 41,
    });
    expect((await verify(lines)).broken).toMatchObject({
      line: 41,
      kind: "other-vault",
    });
  });

  test("of a newer release is named", async () => {
    const first = { event: "log.start", detail: { format: 2 } } as const;
    const { bytes } = extendLog(emptyLog, [first], now);
    expect((await verify(linesOf(bytes))).broken).toMatchObject({
      line: 1,
      kind: "newer",
    });
  });
});

function never(): never {
  throw new Error("it is there");
}
