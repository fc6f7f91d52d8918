import { generateHybridIdentity, generateX25519Identity } from "age-encryption";
import { expect, test } from "vitest";
import { readIdentities } from "../../../../../../shared/core/vault/sealed/age/age-identities.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const read = async (file: Uint8Array) => {
  const { identities, brokenLines } = await readIdentities(file);
  return { texts: identities.map((one) => one.reveal()), brokenLines };
};

test("identities of both kinds of age count, and a line of a file that lacks a letter is told", async () => {
  const plain = await generateX25519Identity();
  const hybrid = await generateHybridIdentity();
  const file = `# mine\r\n ${plain}\r\n${plain.slice(0, -1)}\n\n${hybrid}\n${hybrid.slice(0, -1)}\nage1abc`;
  expect(await read(bytes(file))).toEqual({
    texts: [plain, hybrid],
    brokenLines: [3, 6],
  });
});

test("a file that PowerShell wrote is read, and a comment in another encoding spoils no line beside it", async () => {
  const plain = await generateX25519Identity();
  const utf16 = Buffer.from(`\ufeff# mine\r\n${plain}\r\n`, "utf16le");
  const whole = { texts: [plain], brokenLines: [] };
  expect(await read(utf16)).toEqual(whole);
  expect(await read(Buffer.from(`# clé\n${plain}\n`, "latin1"))).toEqual(whole);
});

test("what is no identity file has none", async () => {
  const none = { texts: [], brokenLines: [] };
  expect(await read(new Uint8Array(0))).toEqual(none);
  expect(await read(bytes("contexts: {}\n"))).toEqual(none);
});
