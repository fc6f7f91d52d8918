import { expect, test } from "vitest";
import { fileCommand } from "../../../cli/output/file-commands.ts";

test.each([
  ["request", "handover give CONTEXT 'a b' --for NAME --reason TEXT"],
  ["answer", "handover accept 'a b'"],
  ["receipt", "handover receipt 'a b'"],
] as const)("a %s of a hand-over leads to its verb", (text, command) => {
  const file = { kind: "handover", text } as const;
  for (const asked of ["talosconfig", "authority", "any"] as const)
    expect(fileCommand({ path: "a b", file, asked })).toBe(
      `talos-vault ${command}`,
    );
});
