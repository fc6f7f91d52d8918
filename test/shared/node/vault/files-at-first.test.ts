import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { filesAtFirst } from "../../../../shared/node/vault/files-at-first.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "tv-first-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const put = (name: string, text = "") =>
  writeFileSync(join(home, name), text, { mode: 0o600 });

test("a folder that is not there is one without a vault", () => {
  expect(filesAtFirst(join(home, "none"))).toMatchObject({ isThere: false });
});

test("a vault is there by its name, with what opens it, and the settings count", () => {
  put("vault.age");
  put("identity.age");
  put("settings.json", '{"theme":"dark","unlockAtStart":true,"x":1}');
  expect(filesAtFirst(home)).toMatchObject({
    isThere: true,
    hasPassphrase: true,
    hasRecovery: false,
    settings: { theme: "dark", unlockAtStart: true },
  });
});

test("generations without a vault are for the host to tell about", () => {
  mkdirSync(join(home, "backups"), { mode: 0o700 });
  expect(filesAtFirst(home)).toBeNull();
});

test("settings that cannot be read are, too", () => {
  mkdirSync(join(home, "settings.json"));
  expect(filesAtFirst(home)).toBeNull();
});
