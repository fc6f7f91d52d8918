import { expect, test } from "vitest";
import { exportContexts } from "../../../../../shared/core/usecases/contexts/export-contexts.ts";
import { documentOfStored, storedOf } from "../../../../doubles/documents.ts";
import { must } from "../../../../doubles/memory-host.ts";

test("a key that Talos does not know stays in the vault: an export is what talosctl would write", () => {
  const config = { endpoints: ["10.0.0.1"], nodes: ["10.0.0.2"] };
  const lab = storedOf(config, { unknown: { "x-owner": "infra" } });
  const document = documentOfStored({ lab });
  const { text, contexts } = must(
    exportContexts(document, ["lab"], { names: ["lab"] }, new Date()),
  );
  expect(text.reveal()).toContain("10.0.0.2");
  expect(text.reveal()).not.toContain("owner");
  expect(contexts.get("lab")?.metadata.unknown).toEqual({ "x-owner": "infra" });
});
