import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { verbs } from "../../cli/verb-registry/verb-registry.ts";
import { actions } from "../../shared/core/problem.ts";
import { windowActionsOfError } from "../../renderer/features/actions/window-actions.ts";

const root = resolve(import.meta.dirname, "../..");
/** What is copied for a terminal is a command, and no sentence. */
const toCopy = ["shared/host/contexts/copy-handlers.ts"];
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
  expect(found).toEqual(toCopy);
});

test("the window has one word for a thing, and no sentence that names a command of others", () => {
  const refused = [
    [/\b(?:the|a) ledger\b/, "the activity"],
    [/\bone a\s+line\b/, "one per line"],
    [/\bas everywhere\b|\bAs the vault says\b/, "default"],
    [/\bkill -\d/, "killed"],
    [/\btalosctl rotate-ca\b/, "the rotation"],
  ] as const;
  const found = sources("renderer,electron").flatMap(({ path, text }) =>
    refused
      .filter(([shape]) => shape.test(text))
      .map(([shape, better]) => `${path}: ${String(shape)}, say: ${better}`),
  );
  expect(found).toEqual([]);
});

test("a vault that does not open has a button wherever the core knows a way", () => {
  const ways = actions.filter(
    (action) =>
    ["recover", "restore", "restore-backup", "accept-older", "recover-keychain", "recover-passphrase"].includes(action), // prettier-ignore
  );
  expect(ways).toHaveLength(6);
  for (const action of ways)
    expect(
      windowActionsOfError([action], undefined, false),
      action,
    ).toHaveLength(1);
});
