import { expect, test } from "vitest";
import {
  addressBytes,
  standsFor,
} from "../../../../../shared/core/pki/verifying/server-name.ts";

const names = (dns: readonly string[], addresses: readonly string[] = []) => ({
  dns,
  addresses: addresses.flatMap((one) => addressBytes(one) ?? []),
  hasOthers: false,
});

// What crypto/x509 VerifyHostname of Go 1.26 says to each.
test.each([
  ["cp.test", ["cp.test"], true],
  ["CP.Test", ["cp.tesT"], true],
  ["cp.test.", ["cp.test"], true],
  ["cp.test", ["cp.test."], false],
  ["cp.test..", ["cp.test"], false],
  ["a.cp.test", ["*.cp.test"], true],
  ["b.a.cp.test", ["*.cp.test"], false],
  ["cp.test", ["*.cp.test"], false],
  ["cp.test", ["*.test"], true],
  ["cp", ["*"], false],
  ["*", ["*"], true],
  ["acp.test", ["a*.test"], false],
  ["a.b.test", ["a.*.test"], false],
  ["a_b.test", ["*.test"], true],
  ["-a.test", ["*.test"], false],
  ["-a.test", ["-A.test"], true],
  ["10.0.0.1", ["10.0.0.1"], false],
  ["", [""], false],
] as const)("%j and %j: %s", (host, dns, is) => {
  expect(standsFor(names(dns), host)).toBe(is);
});

test("an address is one of the addresses, however it is written", () => {
  const own = names(["cp.test"], ["10.0.0.1", "fd00::1"]);
  for (const host of [
    "10.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:a00:1",
    "fd00:0:0::0001",
    "FD00::1",
  ])
    expect(standsFor(own, host)).toBe(true);
  for (const host of ["10.0.0.2", "::10.0.0.1", "fd00::1%lo", "010.0.0.1"])
    expect(standsFor(own, host)).toBe(false);
});

test("without alternative names it stands for nothing", () => {
  expect(standsFor(null, "cp.test")).toBe(false);
});

test.each([
  "1::2::3",
  "1:2:3:4:5:6:7::8",
  "::1.2.3",
  "1:2",
  ":1::",
  "1.2.3.4:1",
])("%s is no address", (text) => {
  expect(addressBytes(text)).toBeNull();
});
