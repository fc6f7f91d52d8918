import { join } from "node:path";
import { expect, test } from "vitest";
import { parserThread } from "../../../shared/node/parsing/parser-thread.ts";
import { must } from "../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";

test("the program of the thread that reads files, as it is built, is whole in one file", async () => {
  const built = join(import.meta.dirname, "../../../.vite/parser/parser.cjs");
  const limits = { inlineBytes: 0, timeMs: 50_000, memoryMb: 512 };
  const bytes = new TextEncoder().encode(makeTalosconfig(3));
  const read = must(await parserThread(built, limits).classify(bytes));
  expect(read.kind === "talosconfig" && read.parsed.config.contexts.size).toBe(
    3,
  );
});
