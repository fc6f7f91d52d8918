import { expect, test } from "vitest";
import { actedOn } from "../../renderer/features/palette/acted-on.ts";
import { contextRow } from "../doubles/context-row.ts";

const contexts = [
  contextRow("prod", { current: true }),
  contextRow("lab"),
  contextRow("omni", { kind: "siderov1", roles: [], notAfter: null }),
];
const named = (wanted: string) =>
  actedOn(contexts, wanted).map(({ act, name }) => `${act} ${name}`);

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
