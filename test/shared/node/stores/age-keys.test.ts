import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { KeysAtHand } from "../../../../shared/core/ports/age-keys.ts";
import type { Result } from "../../../../shared/core/result.ts";
import { sopsAgeKeys } from "../../../../shared/node/stores/age-keys.ts";
import { atTheEdge, expectRefusal } from "../../../doubles/at-the-edge.ts";

const folder = mkdtempSync(join(tmpdir(), "tv-age-keys-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const one =
  "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const nowhere = { XDG_CONFIG_HOME: join(folder, "nothing") };
const found = async (env: NodeJS.ProcessEnv) =>
  texts(await sopsAgeKeys({ ...nowhere, ...env }).atHand());
const texts = (keys: Result<KeysAtHand>) =>
  keys.ok ? keys.value.identities.map((key) => key.reveal()) : keys;

test("no key anywhere is no error", async () => {
  expect(await found({})).toEqual([]);
});

test("keys come from every place that SOPS looks at", async () => {
  const config = join(folder, "config");
  mkdirSync(join(config, "sops/age"), { recursive: true });
  file("config/sops/age/keys.txt", `# public key: age1…\n${one}\n`);
  expect(await found({ XDG_CONFIG_HOME: config })).toEqual([one]);
  const named = file("named.txt", `\n ${one}\r\n# the old one:\n${one}\n`);
  expect(await found({ SOPS_AGE_KEY_FILE: named })).toEqual([one, one]);
  expect(await found({ SOPS_AGE_KEY: one })).toEqual([one]);
  const command = `/bin/sh -c 'echo "${one}"'`;
  expect(await found({ SOPS_AGE_KEY_CMD: command })).toEqual([one]);
});

test("a key that is none is told by where it stands, and the others count", async () => {
  const cut = one.slice(0, -1);
  const other = one.replace("-1", "-PQ-1");
  const named = file("mistyped.txt", `# mine\n${cut}\n${one}\n${other}\n`);
  const keys = sopsAgeKeys({ ...nowhere, SOPS_AGE_KEY: cut, SOPS_AGE_KEY_FILE: named }); // prettier-ignore
  const atHand = await keys.atHand();
  expect(texts(atHand)).toEqual([one]);
  const lines = [`line 2 of ${named}`, `line 4 of ${named}`];
  expect(atHand).toMatchObject({
    value: { broken: ["line 1 of SOPS_AGE_KEY", ...lines] },
  });
});

test("a command that gives a key is run once, however many files it is for", async () => {
  const runs = file("runs", "");
  const command = `/bin/sh -c 'echo >> "${runs}"; echo ${one}'`;
  const keys = sopsAgeKeys({ ...nowhere, SOPS_AGE_KEY_CMD: command });
  const both = await Promise.all([keys.atHand(), keys.atHand()]);
  expect([...both, await keys.atHand()].map(texts)).toEqual([[one], [one], [one]]); // prettier-ignore
  expect(readFileSync(runs, "utf8")).toBe("\n");
});

test("a file that was named and is not there is said", async () => {
  const named = { ...nowhere, SOPS_AGE_KEY_FILE: join(folder, "gone.txt") };
  expectRefusal(await sopsAgeKeys(named).atHand(), /gone\.txt/);
});

test.each(["/bin/false", "no-such-program", "'not closed"])(
  "a command that gives no key keeps no other from being tried: %s",
  async (command) => {
    const env = { ...nowhere, SOPS_AGE_KEY: one, SOPS_AGE_KEY_CMD: command };
    const keys = await sopsAgeKeys(env).atHand();
    expect(texts(keys)).toEqual([one]);
    const message = expect.stringMatching(
      /SOPS_AGE_KEY_CMD gave no key/,
    ) as string;
    expect(keys).toMatchObject({ value: { refusal: { message } } });
  },
);

atTheEdge("ageKeyFile", {
  make: (length) =>
    file(`${String(length)}.txt`, `${one}\n`.padEnd(length, "#")),
  read: (path) => sopsAgeKeys({ ...nowhere, SOPS_AGE_KEY_FILE: path }).atHand(),
  taken: (keys) => {
    expect(texts(keys)).toEqual([one]);
  },
  refused: (keys) => {
    expectRefusal(keys, /larger than/);
  },
});
