import { expect, test } from "vitest";
import { actText } from "../../../../shared/core/consent/question-text.ts";
import {
  lentTogether,
  type Lending,
} from "../../../../shared/core/lending-to-ask-about.ts";
import { areNamesTyped } from "../../../../shared/core/policy/confirmation.ts";
import { askConsent } from "../../../../shared/core/usecases/consent/ask-and-record.ts";
import { MemoryLedger } from "../../../doubles/memory-ledger.ts";
import {
  questionAbout,
  scriptedPerson,
} from "../../../doubles/scripted-person.ts";

const lending = (context: string, changed: Partial<Lending> = {}): Lending => ({
  context,
  production: false,
  roles: ["os:admin"],
  ttlSeconds: 3600,
  ...changed,
});
const text = (first: Lending, ...more: readonly Lending[]) =>
  actText({ act: "session", ...lentTogether(first, ...more) });

test("one is asked about as itself", () => {
  expect(lentTogether(lending("a"))).toEqual(lending("a"));
  expect(text(lending("a"))).toBe(
    'A session gets a credential of "a" with os:admin for 1 hour.',
  );
});

test("every context stands in the question, beside those that are lent the same", () => {
  const asked = text(
    lending("a", { production: true }),
    lending("b", { roles: ["os:operator"], ttlSeconds: 60 }),
    lending("c"),
    lending("d", { opens: ["hand out a kubeconfig"] }),
  );
  expect(asked).toBe(
    '4 sessions get, each for itself, a credential of "a" (production), "c" with os:admin for 1 hour; and a credential of "b" with os:operator for 1 minute; and a way to "d" with os:admin for 1 hour, and what it takes out may last longer: it can hand out a kubeconfig.',
  );
});

test("the whole is as dangerous as its parts together", () => {
  const together = lentTogether(
    lending("a"),
    lending("b", { production: true, roles: ["os:reader"], ttlSeconds: null }),
  );
  expect(together).toMatchObject({
    context: "a",
    production: true,
    roles: ["os:admin", "os:reader"],
    ttlSeconds: null,
    others: 1,
  });
});

test.each([
  ["a b", ["a", "b"], true],
  [" b,a ", ["a", "b"], true],
  ["a", ["a", "b"], false],
  ["a b c", ["a", "b"], false],
  ["a a", ["a", "b"], false],
  ["my lab, b", ["my lab", "b"], true],
  ["p⟨U+0430⟩ b", ["pа", "b"], true],
  ["", [], false],
])("%j for %j", (typed, names, isMeant) => {
  expect(areNamesTyped(names, typed)).toBe(isMeant);
});

test("one answer is written down for each of them", async () => {
  const ledger = new MemoryLedger();
  const person = scriptedPerson(["once"]);
  const asked = {
    act: "session" as const,
    lending: lentTogether(lending("a"), lending("b")),
  };
  const answer = await askConsent(
    {
      clock: { now: () => new Date(0), monotonicMs: () => 0 },
      random: { bytes: (length) => new Uint8Array(length) },
      ledger,
      person,
      asking: () => questionAbout("session").process,
    },
    asked,
  );
  expect(answer.ok).toBe(true);
  expect(person.asked).toHaveLength(1);
  expect(person.asked[0]).toMatchObject({ context: "a", others: 1 });
  const notes = ledger.now().asked;
  expect(notes.map((note) => [note.context, note.answer, note.others])).toEqual(
    [
      ["b", "once", undefined],
      ["a", "once", undefined],
    ],
  );
});
