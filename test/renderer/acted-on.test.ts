import { rankWords } from "../../renderer/features/palette/match-words.ts";
import { expect, test } from "vitest";
import { contextCommands } from "../../renderer/features/palette/context-commands.ts";
import { contextRow } from "../doubles/context-row.ts";

const contexts = [
  contextRow("prod"),
  contextRow("lab"),
  contextRow("omni", { kind: "siderov1", roles: [], notAfter: null }),
];
const named = (wanted: string) =>
  contextCommands(contexts, wanted, "prod").map(
    ({ act, row }) => `${act} ${row.name}`,
  );

test("the palette offers a terminal, to check and to renew for the current context", () => {
  expect(named("")).toEqual(["terminal prod", "check prod", "renew prod"]);
  expect(named("p")).toEqual(["terminal prod", "check prod", "renew prod"]);
});

test("and every context once the word is begun, but nothing that cannot be renewed", () => {
  expect(named("check la")).toEqual([
    "terminal prod",
    "check prod",
    "check lab",
    "check omni",
    "renew prod",
  ]);
  expect(named("ren")).toEqual([
    "terminal prod",
    "check prod",
    "renew prod",
    "renew lab",
  ]);
});

test("the mark of production is taken away by its own word", () => {
  expect(named("unmark lab")).toContain("mark lab");
});

test("the dashboard of any context is a few letters away", () => {
  expect(named("dash")).toContain("dashboard lab");
});

test("words are found in any order, in names and in what is remembered of them", () => {
  const searched = {
    name: "prod-eu",
    rest: "10.4.0.10\nteam=core\nos:reader\nask berta\nproduction",
  };
  for (const wanted of [
    "eu prod",
    "prod eu",
    "10.4.0",
    "berta eu",
    "os:reader",
    "production",
    "team=core",
  ])
    // prettier-ignore
    expect(rankWords(searched, wanted), wanted).not.toBeNull();
  expect(rankWords(searched, "eu us")).toBeNull();
  // By the name before what is only remembered of it.
  expect(rankWords(searched, "prod")).toBeLessThan(
    rankWords({ ...searched, name: "lab" }, "prod") ?? 0,
  );
});
