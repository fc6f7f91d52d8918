import { expect, test } from "vitest";
import { rolesLost } from "../../../../../shared/core/usecases/issuing/roles-lost.ts";
import { plainContext } from "../../../../doubles/documents.ts";

const now = new Date("2026-11-24T12:00:00Z");
const later = new Date("2027-11-24T12:00:00Z");

/** A context whose own credential has these roles. */
function contextWith(roles: readonly string[], notAfter = later) {
  const { config, metadata } = plainContext("k");
  const certificate = { notBefore: now, notAfter, roles, fingerprint: "00" };
  return {
    config: { ...config, crt: "crt" },
    metadata: { ...metadata, certificate },
  };
}

test.each([
  [["os:admin"], ["os:reader"]],
  [["os:admin"], ["os:operator", "os:etcd:backup"]],
  [["os:impersonator"], ["os:operator"]],
  [["os:operator"], ["os:reader"]],
  [["os:reader"], ["os:etcd:backup"]],
  [["os:reader", "team:sre"], ["os:reader"]],
  [["os:reader"], []],
])("%j replaced by %j can do less", (before, after) => {
  expect(rolesLost(contextWith(before), after, now)).toEqual(before);
});

test.each([
  [["os:reader"], ["os:admin"]],
  [["os:reader"], ["os:operator"]],
  [["os:admin"], ["os:admin"]],
  [["os:admin"], ["os:impersonator"]],
  [["os:operator", "os:reader"], ["os:operator"]],
  [["team:sre"], ["os:admin"]],
])("%j replaced by %j can do as much", (before, after) => {
  expect(rolesLost(contextWith(before), after, now)).toBeNull();
});

test("nothing is lost where the one that is there is of no use", () => {
  const ended = contextWith(["os:admin"], new Date(now.getTime() - 1));
  const whole = contextWith(["os:admin"]);
  const { crt: _, ...half } = whole.config;
  const none = plainContext("k");
  for (const one of [ended, { ...whole, config: half }, none])
    expect(rolesLost(one, ["os:reader"], now)).toBeNull();
});
