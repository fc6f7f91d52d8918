import { expect, test } from "vitest";
import { contextRow } from "../../doubles/context-row.ts";
import {
  activeIn,
  beginOf,
  emptyFilter,
  endOf,
  filterAbout,
  lastDayOf,
} from "../../../renderer/features/audit/event-filter.ts";
import {
  brokenText,
  sealText,
  verifiedTexts,
  whenText,
} from "../../../renderer/features/audit/log-text.ts";

const verified = {
  at: "2026-11-24T14:02:00.000Z",
  first: 1,
  last: 1204,
  broken: null,
  archives: [],
  unseen: null,
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
  expect(verifiedTexts(verified).join(" ")).toMatch(/seals were not checked/);
  const proven = { ...verified, wasProofAsked: true, provenFrom: 2 };
  expect(verifiedTexts(proven).join(" ")).toMatch(/proves lines 2 to 1,204/);
  const unknown = { ...verified, unknownEnd: "there is no keychain" };
  expect(verifiedTexts(unknown).join(" ")).toMatch(
    /is not known: there is no keychain\./,
  );
});

test("what was archived is named: what was looked at, what is not there, and where a break is", () => {
  const archives = ["/old/audit-1-31.jsonl"];
  expect(verifiedTexts({ ...verified, archives })).toContain("Some of them are archived, in /old/audit-1-31.jsonl."); // prettier-ignore
  const unseen = { name: "audit-1-31.jsonl", folder: "/old" };
  expect(verifiedTexts({ ...verified, first: 32, unseen })).toContain("What was before line 32 was not looked at: it went to /old as audit-1-31.jsonl, which is not there. Find it where it is now, or put it back and verify again."); // prettier-ignore
  const broken = { line: 12, archive: "/old/audit-1-31.jsonl", text: "It is not what it was.", means: "Somebody wrote.", next: "", canAccept: false }; // prettier-ignore
  expect(brokenText(broken)).toBe("Line 12, in the archive /old/audit-1-31.jsonl: It is not what it was. Somebody wrote."); // prettier-ignore
  expect(brokenText({ ...broken, archive: null })).toMatch(/^Line 12: It is/);
  const cut = { ...broken, line: null, archive: null };
  expect(brokenText(cut)).toMatch(/^It is not/);
});

test("each chip takes off what it says, and the last day is within", () => {
  const about = filterAbout({ kind: "context", name: "prod" });
  const until = endOf("2026-11-24");
  const filter = { ...about, until, since: beginOf("2026-11-20") };
  const prod = contextRow("prod", { production: true });
  expect(activeIn(filter, [prod]).map(({ text }) => text)).toEqual([
    "Context prod (production)",
    "From 2026-11-20",
    "To 2026-11-24",
  ]);
  expect(lastDayOf(until)).toBe("2026-11-24");
  expect(Date.parse(until ?? "")).toBeGreaterThan(
    Date.parse(beginOf("2026-11-24") ?? ""),
  );
  expect(activeIn(filter, [])[0]?.without).toMatchObject({ context: "" });
  expect(endOf("")).toBeNull();
  expect(activeIn(emptyFilter, [])).toEqual([]);
});
