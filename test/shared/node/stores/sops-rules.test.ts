import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { success } from "../../../../shared/core/result.ts";
import { creationRule } from "../../../../shared/core/stores/sops/creation-rules.ts";
import { sopsStore } from "../../../../shared/core/usecases/stores/sops-store.ts";
import {
  newIdentity,
  recipientOf,
} from "../../../../shared/core/vault/sealed/age/age.ts";
import {
  diskFiles,
  readTrusted,
} from "../../../../shared/node/files/disk-files.ts";
import { sharedFiles } from "../../../../shared/node/files/shared-files.ts";
import { ownSops } from "../../../../shared/node/stores/sops-program.ts";
import { systemClock } from "../../../../shared/node/system/system-clock.ts";
import { expectRefusal } from "../../../doubles/at-the-edge.ts";

let folder = "";
let rules = "";
const secrets = () => join(folder, "mine");

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tv-rules-"));
  rules = join(folder, ".sops.yaml");
  mkdirSync(secrets());
  const recipient = await recipientOf(await newIdentity());
  writeFileSync(rules, `creation_rules:\n  - age: ${recipient}\n`);
});
afterEach(() => rmSync(folder, { recursive: true }));

async function pushed(namedForSops: readonly string[] = []) {
  const ports = { files: diskFiles, readRules: readTrusted, shared: sharedFiles, keys: { atHand: async () => success({ identities: [], broken: [] }), moreFor: async () => success({ identities: [], broken: [] }) }, clock: systemClock, program: ownSops({}, () => undefined), namedForSops }; // prettier-ignore
  const store = sopsStore(ports, join(secrets(), "lab.sops.yaml"));
  const bytes = new TextEncoder().encode("contexts: {}\n");
  const ready = await store.readyToWrite(bytes);
  if (!ready.ok) return ready;
  const written = await store.write(bytes);
  return written.ok ? ready : written;
}

test("the nearest rules above a new file say who reads it", async () => {
  const ready = await pushed();
  expect(ready).toMatchObject({ value: { rules, isKept: false } });
  const [recipient] = ready.ok ? (ready.value?.recipients ?? []) : [];
  expect(readFileSync(rules, "utf8")).toContain(recipient);
});

test("whom SOPS itself would take by the environment in the stead of the rules is known", async () => {
  const named = await recipientOf(await newIdentity());
  expect(await pushed([named])).toMatchObject({ value: { rules, passedOver: [named] } }); // prettier-ignore
  rmSync(join(secrets(), "lab.sops.yaml"));
  const [, own = ""] = /age: (\S+)/.exec(readFileSync(rules, "utf8")) ?? [];
  expect(await pushed([own])).not.toHaveProperty("value.passedOver");
});

const unsafe: readonly (readonly [string, () => void])[] = [
  ["can be written by everybody", () => chmodSync(rules, 0o666)],
  ...(process.getuid?.() === 0
    ? ([
        ["is of another user", () => chownSync(rules, 23_456, 23_456)],
      ] as const)
    : []),
];

test.each(unsafe)(
  "of rules whose file %s no key is given to anybody",
  async (why, change) => {
    change();
    expectRefusal(await pushed(), why);
    expect(readdirSync(secrets())).toEqual([]);
  },
);

test.each(["(a+)+$", "(a|a)*$", ".*.*.*.*x", "a?a?a?a?a?a?a?a?a?$", "(?=a)a"])(
  "a pattern that may be tried for ever is left to SOPS: %s",
  (pattern) => {
    const text = `creation_rules:\n  - path_regex: ${pattern}\n    age: age1x\n`;
    const path = "a".repeat(4000);
    expect(creationRule(text, path)).toEqual({ kind: "beyond" });
  },
);

test.each([
  String.raw`secrets/.*\.ya?ml$`,
  String.raw`^clusters/[^/]+/.*\.enc\.(yaml|json)$`,
  String.raw`[(*+?{]?[)]?secrets/(?:a|b)/lab\.sops\.yaml`,
])("a pattern of paths is read: %s", (pattern) => {
  const text = `creation_rules:\n  - path_regex: '${pattern}'\n    age: age1x\n`;
  expect(creationRule(text, "other.txt")).toEqual({ kind: "none" });
});
