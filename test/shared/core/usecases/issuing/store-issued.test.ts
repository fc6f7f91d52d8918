import { expect, test } from "vitest";
import { storeIssued } from "../../../../../shared/core/usecases/issuing/store-issued.ts";
import { documentOfStored, storedOf } from "../../../../doubles/documents.ts";
import { must } from "../../../../doubles/memory-host.ts";

const now = new Date("2026-11-24T12:00:00Z");
const config = { endpoints: ["10.0.0.1"], nodes: [] };

test.each([null, "beside"])(
  "an issued credential keeps the keys that Talos does not know (%s)",
  (as) => {
    const unknown = { owner: "infra", "auth.x": { since: 2020 } };
    const before = documentOfStored({ prod: storedOf(config, { unknown }) });
    const after = must(storeIssued(before, "prod", as, config, now));
    expect(after.contexts.get(as ?? "prod")?.metadata.unknown).toEqual(unknown);
  },
);
