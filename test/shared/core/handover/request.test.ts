import { describe, expect, test } from "vitest";
import { fingerprintWords } from "../../../../shared/core/handover/fingerprint-words.ts";
import {
  makeRequest,
  readRequest,
} from "../../../../shared/core/handover/request.ts";
import { findText } from "../../../../shared/core/handover/signed-text.ts";
import { judgeWords } from "../../../../shared/core/handover/texts.ts";
import { limits } from "../../../../shared/core/limits.ts";
import { pem, readPem } from "../../../../shared/core/pki/pem.ts";
import {
  newSigningKey,
  signData,
} from "../../../../shared/core/pki/issuing/sign.ts";
import { atTheEdge, expectRefusal } from "../../../doubles/at-the-edge.ts";
import { must } from "../../../doubles/memory-host.ts";

const now = new Date("2026-11-29T12:00:00Z");
const label = "TALOS VAULT ACCESS REQUEST";
const bytesOf = (text: string) => new TextEncoder().encode(text);
const { text } = must(makeRequest("Ada", now));
const content = readPem(bytesOf(text))[0]?.der ?? new Uint8Array();
const end = content.indexOf(10);
const json = new TextDecoder().decode(content.subarray(0, end));
const signature = content.subarray(end + 1);

/** A request of this JSON and signature. */
const written = (body: string, sealed: Uint8Array = signature) =>
  bytesOf(pem(label, new Uint8Array([...bytesOf(`${body}\n`), ...sealed])));

/** A request that is signed as it should be, whatever is in it. */
function signed(fields: object): Uint8Array {
  const { publicKey, privateKey } = newSigningKey();
  const key = Buffer.from(publicKey).toString("base64");
  const body = JSON.stringify({ format: 1, name: "Ada", createdAt: now.toISOString(), key, ...fields }); // prettier-ignore
  const [block] = readPem(bytesOf(privateKey));
  const data = bytesOf(`talos-vault/1 handover request\n${body}`);
  return written(body, (block && signData(block, data)) ?? undefined);
}

test("a request says a name, a key and its words, and survives what mail does to it", () => {
  const read = must(readRequest(bytesOf(text)));
  expect(read).toMatchObject({ name: "Ada", createdAt: now });
  expect(read.words).toBe(fingerprintWords(read.publicKey));
  expect(read.words.split(" ")).toHaveLength(8);
  const mailed = `Hi,\r\n\r\n${text.replaceAll("\n", "\r\n")}\r\n-- \r\nAda`;
  expect(must(readRequest(bytesOf(mailed)))).toEqual(read);
  // As PowerShell 5 saves what a command prints.
  const saved = Buffer.from(`\ufeff${text}`, "utf16le");
  expect(must(readRequest(saved))).toEqual(read);
  expect(must(findText(saved))).toEqual({ kind: "request", text });
});

test("the words are those of the fingerprint's first 88 bits", () => {
  // SHA-256 of nothing begins with e3b0c442 98fc1c14 9afbf4: 1821, 1073, 133, 399, 1550, 82, 863, 1012.
  expect(fingerprintWords(new Uint8Array())).toBe(
    "together mail awful cradle scrub apart hip leader",
  );
});

describe("what is no request of anybody is refused by name:", () => {
  test.each([
    ["an empty file", "", /There is no request/],
    ["a file of something else", "contexts: {}\n", /There is no request/],
    ["an answer", text.replaceAll("REQUEST", "ANSWER"), /That is an answer/],
    ["two requests", text + text, /more than one request/],
    ["half of one", text.slice(0, 120), /There is no request/],
  ])("%s", (_, given, message) => {
    expectRefusal(readRequest(bytesOf(given)), message);
  });

  test.each([
    ["no signature", written(json, new Uint8Array()), /has no signature/],
    ["a signature of zeros", written(json, new Uint8Array(64)), /altered/],
    ["another name", written(json.replace("Ada", "Eve")), /altered/],
    ["a blank more", written(json.replace(":", ": ")), /damaged/],
    ["a field more", signed({ more: 1 }), /damaged/],
    [
      "a moment that is none",
      signed({ createdAt: "2026-11-29T12:00:00+05" }),
      /damaged/,
    ],
    [
      "a moment in another form",
      signed({ createdAt: "2026-11-29T12:00:00Z" }),
      /damaged/,
    ],
    ["a newer format", signed({ format: 2 }), /newer/],
    ["no JSON", written("{"), /damaged/],
    ["a key twice", written(json.replace("{", '{"name":"Eve",')), /damaged/],
    ["a huge key", signed({ key: "A".repeat(400_000) }), /no Ed25519 key/],
    ["an empty key", signed({ key: "" }), /no Ed25519 key/],
    ["a key that is no base64", signed({ key: "%%%%" }), /damaged/],
  ])("%s", (_, given, message) => {
    expectRefusal(readRequest(given), message);
  });

  test.each(["\u001b[31mAda", "Ada\u202Egnp", "A\u0000", "Ada\nroot", "\u2066Ada", " Ada", ""])("a name that nobody sees as it is: %j", (name) => {
    expectRefusal(readRequest(signed({ name })), /name in the request/);
    expectRefusal(makeRequest(name, now), /The name/);
  }); // prettier-ignore
});

atTheEdge("handoverWords", {
  make: (amount) => "x".repeat(amount),
  read: (words) => judgeWords("The name", words),
  taken: (refusal) => expect(refusal).toBe(null),
  refused: (refusal) => expect(refusal?.message).toMatch(/more than 200/),
});

atTheEdge("handoverText", {
  make: (amount) => bytesOf(text.padEnd(amount, "\n")),
  read: (bytes) => readRequest(bytes),
  taken: (answer) => void must(answer),
  refused: (answer) => expectRefusal(answer, /longer than any request/),
});

test("the bound on a text is one that every answer keeps", () => {
  expect(limits.handoverText.most).toBeGreaterThan(
    2 * limits.contextField.most,
  );
});
