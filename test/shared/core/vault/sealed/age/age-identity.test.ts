import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { identityToRecipient } from "age-encryption";
import { describe, expect, test } from "vitest";
import { pinnedBun } from "../../../../../../build/pinned-bun.ts";
import { Secret } from "../../../../../../shared/core/secret.ts";
import { x25519KeyOf } from "../../../../../../shared/core/vault/sealed/age/age-identity.ts";
import {
  newIdentity,
  recipientOf,
} from "../../../../../../shared/core/vault/sealed/age/age.ts";

const judges = resolve("test/doubles/age-judges-process.ts");
const bun = pinnedBun();
/** Vectors of cctv-age 0.2.0 that are neither armored nor opened by a passphrase. */
const applicable = 66;
const files = 300;

describe("an X25519 identity reads age files as the spec says", () => {
  const runtimes = [
    { name: "Node", runtime: process.execPath },
    ...(bun === null ? [] : [{ name: "Bun", runtime: bun }]),
  ];

  test.each(runtimes)(
    "under $name: every vector of C2SP, and files changed at random as the library reads them",
    ({ runtime }) => {
      const said = execFileSync(runtime, [judges, String(files)], {
        encoding: "utf8",
      });
      expect(JSON.parse(said)).toEqual({
        vectors: applicable,
        wrong: [],
        different: [],
      });
    },
    120_000,
  );

  test("another kind of identity, or one that is not as age writes it, is left to the library", async () => {
    const identity = (await newIdentity()).reveal();
    expect(x25519KeyOf(new Secret(identity))).not.toBeNull();
    const last = identity.endsWith("Q") ? "P" : "Q";
    for (const other of [
      "",
      identity.toLowerCase(),
      `${identity} `,
      identity.slice(0, -1),
      identity.slice(0, -1) + last,
      identity.replace("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-PQ-1"),
      "AGE-PLUGIN-YUBIKEY-1QQQQ",
      "AGE-SECRET-KEY-1",
      `AGE-SECRET-KEY-1${"Q".repeat(5000)}`,
    ])
      expect(x25519KeyOf(new Secret(other)), other).toBeNull();
  });
});

test("a public half is written as the library writes it", async () => {
  for (let count = 0; count < 20; count++) {
    const own = await newIdentity();
    expect(await recipientOf(own)).toBe(
      await identityToRecipient(own.reveal()),
    );
  }
});
