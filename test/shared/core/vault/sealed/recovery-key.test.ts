import { describe, expect, test } from "vitest";
import { Secret } from "../../../../../shared/core/secret.ts";
import { newIdentity } from "../../../../../shared/core/vault/sealed/age/age.ts";
import { readRecoveryKey } from "../../../../../shared/core/vault/sealed/recovery-key.ts";
import { openSlot } from "../../../../../shared/core/vault/sealed/slots.ts";

const key = (await newIdentity()).reveal();
const read = async (text: string) => {
  const outcome = await readRecoveryKey(new Secret(text));
  return outcome.ok ? outcome.value.reveal() : outcome.error.message;
};

describe("a recovery key is read", () => {
  test.each([
    ["as it was shown", key],
    ["in small letters", key.toLowerCase()],
    ["with blanks around it", `  ${key}\t\n`],
    ["in groups", key.replace(/(.{8})/g, "$1 ")],
    ["broken into lines", `${key.slice(0, 40)}\r\n${key.slice(40)}\r\n`],
    [
      "from an identity file",
      `# created: 2026-11-29T00:00:00Z\n# public key: age1…\n${key}\n`,
    ],
  ])("%s", async (_, text) => {
    expect(await read(text)).toBe(key);
  });

  test("every mistyped, missing or added character is a wrong checksum, and no exception", async () => {
    for (let at = "AGE-SECRET-KEY-1".length; at < key.length; at++) {
      const other = key[at] === "Q" ? "P" : "Q";
      for (const text of [
        key.slice(0, at) + other + key.slice(at + 1),
        key.slice(0, at) + key.slice(at + 1),
        `${key.slice(0, at)}QQ${key.slice(at)}`,
      ])
        expect(await read(text)).toContain("checksum is wrong");
    }
  });

  test.each([
    ["", "not a recovery key"],
    ["correct horse battery staple", "not a recovery key"],
    ["AGE-SECRET-KEY-PQ-1QQQQ", "not a recovery key"],
    [
      "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
      "public half",
    ],
    [`${key}\n${key}`, "more than one key"],
  ])("%j is said to be none", async (text, says) => {
    expect(await read(text)).toContain(says);
  });

  test("what is no key opens no slot, and throws nothing", async () => {
    const identity = new Secret("AGE-SECRET-KEY-1NOTAKEY");
    const slot = new TextEncoder().encode("age-encryption.org/v1\n");
    expect(await openSlot(slot, { kind: "identity", identity })).toBeNull();
  });
});
