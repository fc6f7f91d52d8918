import { expect, test } from "vitest";
import { readElevation } from "../../../../../shared/core/gateway/elevation/requested-elevation.ts";
import { unknownRoles } from "../../../../../shared/core/usecases/issuing/unknown-roles.ts";

test.each([
  ["os:raeder", "os:reader"],
  ["os:oprator", "os:operator"],
  ["reader", "os:reader"],
  ["admin", "os:admin"],
  ["os:ectd:backup", "os:etcd:backup"],
])("%s is taken for a slip of %s", (typed, meant) => {
  const { message, next } = unknownRoles([typed]);
  expect(message).toBe(`No rule of Talos uses ${typed}.`);
  expect(next).toContain(`Did you mean ${meant}?`);
  const request = { guards: [], roles: ["os:etcd:backup"], isAgents: false };
  const more = readElevation(`os:${typed.replace("os:", "")}`, request);
  // What is a role once os: stands before it is asked for as it is.
  if (!more.ok) expect(more.error.next).toContain(`Did you mean ${meant}?`);
  else expect(more.value?.roles).toEqual([meant]);
});

test("a role that is like none is only said to be unknown", () => {
  expect(unknownRoles(["team-a"]).next).toBe(
    "Look at the roles that Talos knows, or say that this one is meant.",
  );
});
