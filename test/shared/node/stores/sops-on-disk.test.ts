import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { success } from "../../../../shared/core/result.ts";
import { Secret } from "../../../../shared/core/secret.ts";
import { sopsStore } from "../../../../shared/core/usecases/stores/sops-store.ts";
import {
  newIdentity,
  recipientOf,
} from "../../../../shared/core/vault/sealed/age/age.ts";
import {
  diskFiles,
  readTrusted,
} from "../../../../shared/node/files/disk-files.ts";
import { ownSops } from "../../../../shared/node/stores/sops-program.ts";
import { sharedFiles } from "../../../../shared/node/files/shared-files.ts";
import { expectRefusal } from "../../../doubles/at-the-edge.ts";

const vectors = join(import.meta.dirname, "../../../vectors/sops");
const vector = (name: string) => readFileSync(join(vectors, name), "utf8");
const identity = new Secret(vector("identity.txt").trim());
const sealed = vector("talosconfig.sops.yaml");
const changed = new TextEncoder().encode(
  vector("talosconfig.yaml").replace("192.0.2.", "198.51.100."),
);

const root = mkdtempSync(join(tmpdir(), "tv-sops-disk-"));
afterAll(() => {
  rmSync(root, { recursive: true });
});
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, "repository-"));
});
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

async function storeAt(path: string, named: readonly string[] = []) {
  const ports = {
    files: diskFiles,
    readRules: readTrusted,
    shared: sharedFiles,
    keys: {
      atHand: async () => success({ identities: [identity], broken: [] }),
      moreFor: async () => success({ identities: [], broken: [] }),
    },
    clock: { now: () => new Date(), monotonicMs: () => 0 },
    program: ownSops({}, () => undefined),
  };
  const store = sopsStore(ports, path, named);
  expect(await store.read()).toMatchObject({ ok: true });
  expect(await store.readyToWrite(changed)).toMatchObject({ ok: true });
  return store;
}

test("what somebody wrote while a question stood open is not replaced", async () => {
  const path = file("lab.sops.yaml", sealed);
  const store = await storeAt(path);
  const theirs = `${sealed}# theirs\n`;
  writeFileSync(path, theirs);
  expectRefusal(await store.write(changed), /was changed meanwhile/);
  expect(readFileSync(path, "utf8")).toBe(theirs);
  rmSync(path);
  expectRefusal(await store.write(changed), /was changed meanwhile/);
  expect(readdirSync(folder)).toEqual([]);
});

test("whoever was said to be able to read a file is who can, whatever its rules say by then", async () => {
  const own = await recipientOf(identity);
  const rules = file(".sops.yaml", `creation_rules:\n  - age: ${own}\n`);
  const path = join(folder, "new.sops.yaml");
  const store = await storeAt(path);
  const other = await recipientOf(await newIdentity());
  writeFileSync(rules, `creation_rules:\n  - age: ${other}\n`);
  expect(await store.write(changed)).toMatchObject({ ok: true });
  const written = await storeAt(path);
  expect(await written.readyToWrite(changed)).toMatchObject({
    value: { recipients: [own], rules: null, isKept: true },
  });
});

test("what somebody made meanwhile where nothing was is not replaced", async () => {
  const path = join(folder, "new.sops.yaml");
  const store = await storeAt(path, [await recipientOf(identity)]);
  writeFileSync(path, "theirs\n");
  expectRefusal(await store.write(changed), /made by somebody else meanwhile/);
  expect(readFileSync(path, "utf8")).toBe("theirs\n");
});

test("a file that is there is changed through a link, and keeps who may read it", async () => {
  mkdirSync(join(folder, "real"));
  const path = file("real/lab.sops.yaml", sealed);
  chmodSync(path, 0o644);
  const { mode } = statSync(path);
  const link = join(folder, "lab.sops.yaml");
  symlinkSync("real/lab.sops.yaml", link);
  const store = await storeAt(link);
  expect(await store.write(changed)).toMatchObject({ ok: true });
  expect(readlinkSync(link)).toBe("real/lab.sops.yaml");
  expect(readFileSync(path, "utf8")).not.toBe(sealed);
  expect(statSync(path).mode).toBe(mode);
});
