import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const looking = join(
  import.meta.dirname,
  "../../../doubles/throw-away-keys-process.ts",
);

test("the key of a gateway's throw-away CA is gone once it has signed, and those of the two it signed are there", () => {
  const options = { encoding: "utf8", timeout: 30_000 } as const;
  const { stdout, stderr } = spawnSync(process.execPath, [looking], options);
  expect(stderr).toBe("");
  const { given, held } = JSON.parse(stdout) as Record<string, unknown>;
  expect(given).toEqual(["ca", "server", "client"]);
  // Those of the two are in what was given, which shows that one is found.
  const signed = { text: true, bytes: false, keyObject: false };
  expect(held).toEqual([{ ...signed, text: false }, signed, signed]);
});
