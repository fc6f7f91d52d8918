import { afterAll, expect, test } from "vitest";
import { listAuthorities } from "../../../../../shared/core/usecases/authorities/list-authorities.ts";
import { describeContexts } from "../../../../../shared/core/usecases/contexts/describe-contexts.ts";
import { expiryCalendar } from "../../../../../shared/core/usecases/renewal/expiry-calendar.ts";
import type { VaultDocument } from "../../../../../shared/core/vault/document.ts";
import { contextOf, TestAuthority } from "../../../../doubles/certificates.ts";
import { documentOfStored, storedOf } from "../../../../doubles/documents.ts";

const authority = new TestAuthority();
afterAll(() => authority.dispose());

const now = new Date();
const dayMs = 24 * 60 * 60 * 1000;
const stored = (days: number, production = false) =>
  storedOf(contextOf(authority.pair.crt, authority.client({ days })), {
    production,
  });

async function calendarOf(
  document: VaultDocument,
  names: readonly string[],
  at = now,
) {
  const authorities = listAuthorities(document, at).map((one) => one.authority);
  const wanted = {
    contexts: await describeContexts(document, new Set(names)),
    authorities: new Set(authorities),
  };
  return expiryCalendar(document, wanted, at);
}

/** The values of a property in the order of the file, unfolded. */
function valuesOf(text: string | undefined, property: string) {
  return [
    ...(text ?? "")
      .replaceAll("\r\n ", "")
      .matchAll(new RegExp(`^${property}:(.*)\r$`, "gm")),
  ].map(([, value]) => value);
}

test("what is wanted and is to end is in it, soonest first, with production marked and reminders as here", async () => {
  const document = documentOfStored({
    yearly: stored(365, true),
    month: stored(30),
    other: stored(10),
  });
  const calendar = await calendarOf(document, ["yearly", "month", "gone"]);
  expect(calendar?.count).toBe(3);
  const titles = valuesOf(calendar?.text, "SUMMARY");
  expect(titles).toEqual([
    "The certificate of month ends",
    "The certificate of yearly (production) ends",
    expect.stringMatching(/^The Talos CA of month.*yearly ends$/),
  ]);
  // A month's certificate is in its last third ten days before its end.
  expect(valuesOf(calendar?.text, "TRIGGER")).toEqual([
    "-P7D", "-P1D", "-P30D", "-P14D", "-P7D", "-P1D", "-P30D", "-P14D", "-P7D", "-P1D",
  ]); // prettier-ignore
  expect(calendar?.text).not.toMatch(/PRIVATE KEY|[A-Za-z0-9+/]{100}/);
});

test("nothing to come is no calendar", async () => {
  const document = documentOfStored({ lab: stored(3) });
  const later = new Date(now.getTime() + 3651 * dayMs);
  expect(await calendarOf(document, ["lab"], later)).toBeNull();
  expect(await calendarOf(documentOfStored({}), [])).toBeNull();
});

test("a renewed certificate is the same event at another time, and each vault has its own", async () => {
  const before = documentOfStored({ lab: stored(3) });
  const after = documentOfStored({ lab: stored(90) });
  const first = await calendarOf(before, ["lab"]);
  const later = new Date(now.getTime() + dayMs);
  const second = await calendarOf(after, ["lab"], later);
  const [ids, sequences, starts] = ["UID", "SEQUENCE", "DTSTART"].map(
    (one) => ({
      first: valuesOf(first?.text, one),
      second: valuesOf(second?.text, one),
    }),
  );
  expect(ids?.first).toEqual(ids?.second);
  expect(new Set(ids?.first).size).toBe(2);
  expect(starts?.first).not.toEqual(starts?.second);
  expect(Number(sequences?.second[0])).toBeGreaterThan(
    Number(sequences?.first[0]),
  );
  const elsewhere = { ...after, vaultId: "another" };
  const third = await calendarOf(elsewhere, ["lab"]);
  for (const id of valuesOf(third?.text, "UID"))
    expect(ids?.first).not.toContain(id);
});

test("a name that would steer a line is spelled out", async () => {
  const name = "prod\u202Eue-\r\nATTACH:x";
  const document = documentOfStored({ [name]: stored(90) });
  const calendar = await calendarOf(document, [name]);
  expect(valuesOf(calendar?.text, "SUMMARY")[0]).toBe(
    "The certificate of prod⟨U+202E⟩ue-⟨U+000D⟩⟨U+000A⟩ATTACH:x ends",
  );
});
