import { expect, test } from "vitest";
import { classifyFile } from "../../../../../shared/core/imports/classify-file.ts";
import { inspectFile } from "../../../../../shared/core/usecases/imports/inspect-file.ts";

test("a file without anything to look into says all that there could be", () => {
  const bytes = new TextEncoder().encode("dear all\n");
  const classified = classifyFile(bytes);
  const inspected = inspectFile({ bytes, classified }, new Date(), "FILE");
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

test("a file of another kind is named in what to do with it", () => {
  const bytes = new TextEncoder().encode("<<EOT\ncontexts: {}\nEOT\n");
  const classified = classifyFile(bytes);
  const inspected = inspectFile({ bytes, classified }, new Date(), "out.txt");
  if (inspected.ok) throw new Error(inspected.value.kind);
  const { message, found } = inspected.error;
  expect(message).toContain("out.txt");
  expect(found?.path).toBe("out.txt");
});
