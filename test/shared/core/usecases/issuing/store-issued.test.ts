import { expect, test } from "vitest";
import { storeIssued } from "../../../../../shared/core/usecases/issuing/store-issued.ts";
import { originOf } from "../../../../../shared/core/usecases/imports/origin.ts";
import { documentOfStored, storedOf } from "../../../../doubles/documents.ts";
import { must } from "../../../../doubles/memory-host.ts";

const now = new Date("2026-11-24T12:00:00Z");
const config = { endpoints: ["10.0.0.1"], nodes: [] };

test("what is issued beside a context that came from a store did not come from there", () => {
  const place = { address: "vault:secret/a", server: "", version: "1" };
  const origin = originOf({ ...place, sha256: "00" }, "prod", config, now);
  const before = documentOfStored({ prod: storedOf(config, { origin }) });
  const beside = must(storeIssued(before, "prod", "beside", config, now));
  expect(beside.contexts.get("beside")?.metadata.origin).toBeUndefined();
  const renewed = must(storeIssued(before, "prod", null, config, now));
  expect(renewed.contexts.get("prod")?.metadata.origin).toEqual(origin);
});

test.each([null, "beside"])(
  "an issued credential keeps the keys that Talos does not know (%s)",
  (as) => {
    const unknown = { owner: "infra", "auth.x": { since: 2020 } };
    const before = documentOfStored({ prod: storedOf(config, { unknown }) });
    const after = must(storeIssued(before, "prod", as, config, now));
    expect(after.contexts.get(as ?? "prod")?.metadata.unknown).toEqual(unknown);
  },
);
