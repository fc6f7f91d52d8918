import { expect, test } from "vitest";
import { classifyFile } from "../../../../../shared/core/imports/classify-file.ts";
import { inspectFile } from "../../../../../shared/core/usecases/imports/inspect-file.ts";

test("a file without anything to look into says all that there could be", () => {
  const bytes = new TextEncoder().encode("dear all\n");
  const classified = classifyFile(bytes);
  const inspected = inspectFile({ bytes, classified }, new Date());
  if (inspected.ok) throw new Error(inspected.value.kind);
  const { message, next } = inspected.error;
  for (const kind of [
    "talosconfig",
    "certificate",
    "secrets.yaml",
    "machine config",
  ]) {
    expect(message).toContain(kind);
    expect(next).toContain(kind);
  }
});
