import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { verbs } from "../../cli/verbs.ts";
import { actions } from "../../shared/core/problem.ts";
import { deedsForError } from "../../renderer/features/remedies/deeds.ts";

const root = resolve(import.meta.dirname, "../..");
/** What the doctor of the command line alone says; no window asks for it. */
const ofTheDoctor = [
  "shared/core/usecases/imports/plaintext-checks.ts",
  "shared/core/usecases/vault/check-contents.ts",
  "shared/core/usecases/vault/examine.ts",
];
const sources = (floors: string) =>
  globSync(`{${floors}}/**/*.{ts,tsx}`, { cwd: root }).map((path) => ({
    path,
    text: readFileSync(join(root, path), "utf8").replaceAll(
      /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
      "",
    ),
  }));

test("no sentence that a window may show names a command of ours", () => {
  const words = Object.keys(verbs).join("|");
  const command = new RegExp(`talos-vault (?:--[a-z]|(?:${words})\\b)`);
  const found = sources("renderer,electron,shared/core,shared/host")
    .filter(({ text }) => command.test(text))
    .map(({ path }) => path);
  expect(found.toSorted()).toEqual(ofTheDoctor);
});

test("no window asks for what only the doctor says", () => {
  const names = ofTheDoctor.map((path) => path.replace(/^.*\//, ""));
  const found = sources("renderer,electron,shared/host").filter(({ text }) =>
    names.some((name) => text.includes(name)),
  );
  expect(found).toEqual([]);
});

test("a vault that does not open has a button wherever the core knows a way", () => {
  const ways = actions.filter(
    (action) =>
    ["recover", "restore", "accept-older", "recover-keychain", "recover-passphrase"].includes(action), // prettier-ignore
  );
  expect(ways).toHaveLength(5);
  for (const action of ways)
    expect(deedsForError([action], undefined, false), action).toHaveLength(1);
});
