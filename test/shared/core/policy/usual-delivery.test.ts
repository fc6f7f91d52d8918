import { expect, test } from "vitest";
import { usuallyHasGateway } from "../../../../shared/core/policy/usual-delivery.ts";
import type { TalosContext } from "../../../../shared/core/talosconfig/types.ts";
import { Secret } from "../../../../shared/core/secret.ts";

const addresses = { endpoints: ["10.0.0.1"], nodes: [] };
const withPair: TalosContext = {
  ...addresses,
  crt: "crt",
  key: new Secret("key"),
};
const withOmni: TalosContext = {
  ...addresses,
  auth: { siderov1: { identity: "ada@example.org" } },
};
const guard = { deny: ["reset"] };

test("what is lent of production has a gateway, where one can keep its credential", () => {
  const found = [withPair, withOmni, addresses].map((config) =>
    [false, true].map((production) =>
      usuallyHasGateway({ config, production }),
    ),
  );
  expect(found).toEqual([
    [false, true],
    [false, false],
    [false, false],
  ]);
});

test("a guard wants one everywhere, for nothing else asks it", () => {
  for (const config of [withPair, withOmni])
    for (const production of [false, true])
      expect(usuallyHasGateway({ config, production, guard })).toBe(true);
});
