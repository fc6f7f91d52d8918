import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readHealth } from "../../../shared/core/diagnosis/stored-health.ts";
import { readLedger } from "../../../shared/core/ledger/entry.ts";
import { decode } from "../../../shared/core/vault/codec.ts";
import { metadataCodec } from "../../../shared/core/vault/fields/metadata-json.ts";

/** It has the shape of a moment, and is none: of an hour alone nobody makes a Date. */
const none = "2026-11-29T12:00:00+05";

test("what has the shape of a moment and is none is nowhere taken for one", () => {
  expect(Date.parse(none)).toBeNaN();
  expect(decode(metadataCodec, { importedAt: none, labels: {}, production: false })).toBe(null); // prettier-ignore
  expect(readHealth(JSON.stringify({ writtenAt: none, contexts: {} })).health.size).toBe(0); // prettier-ignore
  expect(readLedger(`{"note":"renamed","at":"${none}","from":"a","to":"b"}`)).toMatchObject({ renamings: [], unreadable: 1 }); // prettier-ignore
});

test("every reader of a moment looks at more than its shape", () => {
  const shape = /v\.isoTimestamp\(\)(?!,\s*v\.check\()/;
  const others = globSync("shared/**/*.ts").filter((path) =>
    shape.test(readFileSync(path, "utf8")),
  );
  expect(others).toEqual([]);
});
