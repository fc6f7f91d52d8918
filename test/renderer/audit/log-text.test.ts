import { expect, test } from "vitest";
import {
  activeIn,
  beginOf,
  emptyFilter,
  endOf,
  filterAbout,
  lastDayOf,
} from "../../../renderer/features/audit/event-filter.ts";
import {
  sealText,
  verifiedTexts,
  whenText,
} from "../../../renderer/features/audit/log-text.ts";

const verified = {
  at: "2026-11-24T14:02:00.000Z",
  first: 1,
  last: 1204,
  broken: null,
  unknownEnd: null,
  provenFrom: null,
  wasProofAsked: false,
  accepted: null,
};

test("the badge says how far the log is sealed, and when it was verified", () => {
  expect(sealText({ last: 1204, seal: "recovery-key" })).toBe(
    "Sealed to line 1,204",
  );
  expect(sealText({ last: 3, seal: null })).toBe("Not sealed, 3 lines");
  const now = Date.parse("2026-11-24T15:00:00.000Z");
  expect(whenText(verified, now)).toMatch(
    /^Verified today at \d\d:02, to line 1,204\.$/,
  );
  const later = now + 3 * 86_400_000;
  expect(whenText(verified, later)).toMatch(/^Verified on 2026-11-24 at /);
  expect(whenText(null, now)).toMatch(/^Not verified/);
});

test("what nobody looked at is said, and what nobody knows", () => {
  expect(verifiedTexts(verified).join(" ")).toMatch(/seals were not looked at/);
  const proven = { ...verified, wasProofAsked: true, provenFrom: 2 };
  expect(verifiedTexts(proven).join(" ")).toMatch(/proves lines 2 to 1,204/);
  const unknown = { ...verified, unknownEnd: "there is no keychain" };
  expect(verifiedTexts(unknown).join(" ")).toMatch(
    /is not known: there is no keychain\./,
  );
});

test("each chip takes off what it says, and the last day is within", () => {
  const about = filterAbout({ kind: "context", name: "prod" });
  const until = endOf("2026-11-24");
  const filter = { ...about, until, since: beginOf("2026-11-20") };
  expect(activeIn(filter).map(({ text }) => text)).toEqual([
    "Context prod",
    "From 2026-11-20",
    "To 2026-11-24",
  ]);
  expect(lastDayOf(until)).toBe("2026-11-24");
  expect(Date.parse(until ?? "")).toBeGreaterThan(
    Date.parse(beginOf("2026-11-24") ?? ""),
  );
  expect(activeIn(filter)[0]?.without).toMatchObject({ context: "" });
  expect(endOf("")).toBeNull();
  expect(activeIn(emptyFilter)).toEqual([]);
});
