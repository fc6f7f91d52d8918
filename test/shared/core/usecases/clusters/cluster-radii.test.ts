import { afterAll, beforeAll, expect, test } from "vitest";
import {
  readLedger,
  writeLine,
  type LedgerEntry,
} from "../../../../../shared/core/ledger/entry.ts";
import { viewLedger } from "../../../../../shared/core/ledger/view.ts";
import { authorityFacts } from "../../../../../shared/core/usecases/issuing/preview-issue.ts";
import { blastRadii } from "../../../../../shared/core/usecases/clusters/cluster-radii.ts";
import {
  base64,
  contextOf,
  TestAuthority,
} from "../../../../doubles/certificates.ts";
import { documentOf } from "../../../../doubles/documents.ts";

const now = new Date(Date.now() + 60_000);
let old: TestAuthority;
let next: TestAuthority;
let other: TestAuthority;

beforeAll(() => {
  [old, next, other] = [
    new TestAuthority(),
    new TestAuthority(),
    new TestAuthority(),
  ];
});
afterAll(() => {
  for (const one of [old, next, other]) one.dispose();
});

const fingerprint = ({ pair }: TestAuthority) =>
  authorityFacts(base64(pair.crt))?.fingerprint ?? "";

let made = 0;
/** Of a certificate of its own. */
const line = (authority: string | null, fields: Partial<LedgerEntry> = {}) =>
  writeLine({
    issuedAt: "2026-01-01T00:00:00.000Z",
    context: "prod",
    roles: ["os:admin"],
    serial: "01",
    fingerprint: String(made++).padStart(64, "0"),
    authority,
    notBefore: "2026-01-01T00:00:00.000Z",
    notAfter: "2099-01-01T00:00:00.000Z",
    via: "authority",
    purpose: "file",
    recipient: "Ada",
    ...fields,
  });

const radii = (
  contexts: Parameters<typeof documentOf>[0],
  ...lines: readonly string[]
) =>
  blastRadii(
    documentOf(contexts),
    viewLedger(readLedger(lines.join("")), [], [], now),
    now,
  );

test("a cluster in the middle of a rotation is one, whatever came first", () => {
  const contexts = {
    before: contextOf(old.pair.crt, old.client()),
    after: contextOf(next.pair.crt, next.client({ roles: ["os:reader"] })),
    both: contextOf(old.pair.crt + next.pair.crt, old.client()),
    lab: contextOf(other.pair.crt, other.client()),
  };
  const ended = { notAfter: "2026-01-02T00:00:00.000Z" };
  const found = radii(
    contexts,
    line(fingerprint(next)),
    line(fingerprint(old), { roles: ["os:reader"] }),
    line(fingerprint(old), ended),
    line(null),
  );
  expect(found).toMatchObject([
    {
      names: ["after", "before", "both"],
      contexts: 3,
      issued: 2,
      administrators: 3,
      // What the ledger says ends later, and its CA does not.
      until: authorityFacts(base64(next.pair.crt))?.notAfter,
    },
    { names: ["lab"], contexts: 1, issued: 0, administrators: 1 },
    { authority: null, names: [], contexts: 0, issued: 1 },
  ]);
});

test("what nothing opens any more is not there", () => {
  const ended = contextOf(old.pair.crt, old.client({ days: -1 }));
  expect(radii({ ended })).toEqual([]);
  const [left] = radii({ ended }, line(fingerprint(old)));
  expect(left).toMatchObject({ names: ["ended"], contexts: 0, issued: 1 });
});

test("a certificate that left twice is one", () => {
  const ended = contextOf(old.pair.crt, old.client({ days: -1 }));
  const left = (recipient: string) =>
    line(fingerprint(old), {
      purpose: "exported",
      fingerprint: "ab".repeat(32),
      recipient,
    });
  expect(radii({ ended }, left("/a.yaml"), left("stdout"))).toMatchObject([
    { issued: 1, administrators: 1 },
  ]);
});

test("os:impersonator counts as the administrator that it can be", () => {
  const ended = contextOf(old.pair.crt, old.client({ days: -1 }));
  const roles = ["os:impersonator"];
  expect(radii({ ended }, line(fingerprint(old), { roles }))).toMatchObject([
    { issued: 1, administrators: 1 },
  ]);
});

test("what is in a context is not counted a second time", () => {
  const reader = contextOf(old.pair.crt, old.client({ roles: ["os:reader"] }));
  const own = documentOf({ reader }).contexts.get("reader");
  const print = own?.metadata.certificate?.fingerprint ?? "";
  const issued = line(fingerprint(old), { fingerprint: print });
  expect(radii({ reader }, issued)).toMatchObject([
    { contexts: 1, issued: 0, administrators: 0 },
  ]);
});

test("nothing is accepted for longer than its CA", () => {
  const short = new TestAuthority("ed25519", 14);
  const config = contextOf(short.pair.crt, short.client({ days: 365 }));
  const [found] = radii(
    { prod: config },
    line(fingerprint(short), { notAfter: "2099-01-01T00:00:00.000Z" }),
  );
  short.dispose();
  const days = (Date.parse(found?.until ?? "") - now.getTime()) / 86_400_000;
  expect(found).toMatchObject({ contexts: 1, issued: 1 });
  expect(days).toBeGreaterThan(13);
  expect(days).toBeLessThan(14);
});
