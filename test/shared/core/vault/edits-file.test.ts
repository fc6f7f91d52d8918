import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  deriveKey,
  hmacSha256Hex,
} from "../../../../shared/core/pki/primitives/hash-and-hmac.ts";
import type { Secret } from "../../../../shared/core/secret.ts";
import {
  decrypt,
  encryptTo,
  newIdentity,
  recipientOf,
} from "../../../../shared/core/vault/sealed/age/age.ts";
import {
  contextColors,
  type Remarks,
} from "../../../../shared/core/vault/document.ts";
import type { EditLog } from "../../../../shared/core/vault/edits.ts";
import {
  sealEdits,
  unsealEdits,
} from "../../../../shared/core/vault/edits-file.ts";
import { readDocument } from "../../../../shared/core/vault/read-document.ts";
import { atTheEdge } from "../../../doubles/at-the-edge.ts";

const log: EditLog = {
  vaultId: "6f1c1a34-58a2-4c53-8b2c-0d7b8f4f9a11",
  generation: 7,
  mark: "00112233445566aa",
  edits: [
    {
      mark: "00112233445566ab",
      writtenAt: new Date("2026-11-29T10:00:00Z"),
      current: "",
      previous: "__proto__",
    },
    {
      mark: "00112233445566ac",
      writtenAt: new Date("2026-11-29T10:01:00Z"),
      contexts: new Map<string, Remarks>([
        [
          "__proto__",
          {
            labels: { constructor: "a", "": "ünd\u2028\u0000" },
            production: true,
            favorite: true,
            color: "red",
            note: '"\\\n',
            session: { roles: ["os:reader"], ttlSeconds: 60 },
            consent: "always",
            guard: { hold: ["etcd snapshot"], hours: { from: 8, until: 18 } },
          },
        ],
        ["two", { labels: {}, production: false, session: {} }],
      ]),
    },
    ...contextColors.map((color, index) => ({
      mark: `00112233445566b${String(index)}`,
      writtenAt: new Date(index),
      contexts: new Map([["x", { labels: {}, production: false, color }]]),
    })),
  ],
};

let identity: Secret;
let recovery: Secret;
let recipient: string;
beforeAll(async () => {
  identity = await newIdentity();
  recovery = await newIdentity();
  recipient = await recipientOf(recovery);
});

const sealed = async (edits = log) => {
  const bytes = await sealEdits(edits, identity, recipient);
  if (!bytes) throw new Error("too large");
  return bytes;
};

describe("a file of small changes", () => {
  test("reads back as what was written, of every kind", async () => {
    expect(await unsealEdits(await sealed(), identity)).toEqual({
      kind: "read",
      log,
    });
  });

  test("is refused with any bit of it changed, and with anything cut off or added", async () => {
    const whole = await sealed();
    const survivors: string[] = [];
    const tryOut = async (how: string, bytes: Uint8Array) => {
      if ((await unsealEdits(bytes, identity)).kind !== "unread")
        survivors.push(how);
    };
    for (let at = 0; at < whole.length; at += 7) {
      const flipped = Uint8Array.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      await tryOut(`bit of ${String(at)}`, flipped);
      await tryOut(`cut at ${String(at)}`, whole.subarray(0, at));
    }
    await tryOut("one more", Uint8Array.from([...whole, 0]));
    expect(survivors).toEqual([]);
  });

  test("is believed for its HMAC alone, whose key is the vault's identity's and not the document's", async () => {
    const opened = await decrypt(await sealed(), { kind: "identity", identity }); // prettier-ignore
    if (opened.kind !== "opened") throw new Error("not opened");
    const text = new TextDecoder().decode(opened.content);
    const again = async (content: string) =>
      unsealEdits(await encryptTo([await recipientOf(identity)], content), identity); // prettier-ignore
    expect((await again(text)).kind).toBe("read");
    for (const changed of [
      text.replace('"generation":7', '"generation":8'),
      text.replace(/"mac":"[0-9a-f]+"/, '"mac":""'),
      `${text}\n`,
    ])
      expect((await again(changed)).kind).toBe("unread");
    expect((await readDocument(opened.content, identity)).ok).toBe(false);
    // Whoever has another identity of the file seals nothing that the vault's identity believes.
    const theirs = await sealEdits(log, recovery, await recipientOf(identity));
    expect(theirs && (await unsealEdits(theirs, identity)).kind).toBe("unread");
  });

  test.each<readonly [string, string, string]>([
    ["of a later format is told from a damaged one", '{"format":2,', "too-new"],
    ["with nothing that we know is none of ours", '{"format":1,', "unread"],
    ["with no JSON is none of ours", "{{{", "unread"],
    ["that is no object is none of ours", "[", "unread"],
  ])("%s", async (_, start, kind) => {
    const body = `${start}"else":0,\n`;
    const key = deriveKey(identity.reveal(), "talos-vault/1 edits");
    const bytes = new TextEncoder().encode(`${body}"mac":""}\n`);
    const content = `${body}"mac":"${hmacSha256Hex(key, bytes)}"}\n`;
    const file = await encryptTo([await recipientOf(identity)], content);
    expect((await unsealEdits(file, identity)).kind).toBe(kind);
  });

  atTheEdge("edits", {
    make: async (bytes) => {
      const empty = await sealed(withNote(""));
      const opened = await decrypt(empty, { kind: "identity", identity });
      const rest = opened.kind === "opened" ? opened.content.length : 0;
      return withNote("x".repeat(bytes - rest));
    },
    read: (edits) => sealEdits(edits, identity, recipient),
    taken: async (file) =>
      expect(file && (await unsealEdits(file, identity)).kind).toBe("read"),
    refused: (file) => expect(file).toBeNull(),
  });
});

function withNote(note: string): EditLog {
  const contexts = new Map([["x", { labels: {}, production: false, note }]]);
  const edit = { mark: "00112233445566ab", writtenAt: new Date(0), contexts };
  return { ...log, edits: [edit] };
}

const age = "age";
const hasAge = spawnSync(age, ["--version"]).status === 0;

test.skipIf(!hasAge)(
  "the stock age opens it with either key, and JSON is in it",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "talos-vault-edits-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = await sealed();
    for (const key of [identity, recovery]) {
      const path = join(folder, "key.txt");
      writeFileSync(path, `${key.reveal()}\n`, { mode: 0o600 });
      const text = execFileSync(age, ["-d", "-i", path], { input: file });
      const { generation, edits } = JSON.parse(text.toString()) as {
        generation: number;
        edits: readonly object[];
      };
      expect(generation).toBe(7);
      expect(edits[1]).toMatchObject({
        writtenAt: "2026-11-29T10:01:00.000Z",
        contexts: [{ name: "__proto__", note: '"\\\n' }, { name: "two" }],
      });
    }
  },
);
