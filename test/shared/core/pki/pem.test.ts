import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pem, readPem } from "../../../../shared/core/pki/pem.ts";

const read = (text: string) => readPem(new TextEncoder().encode(text));
const labels = (text: string) => read(text).map(({ label }) => label);
const one = pem("CERTIFICATE", Uint8Array.of(1, 2, 3));
const another = pem("PRIVATE KEY", Uint8Array.of(4));

describe("blocks are found", () => {
  test.each([
    ["one after another", `${one}${another}`],
    ["with text around them", `Bag\n${one}\nmore: text\n${another}end`],
    [
      "with Windows' ends of lines",
      `${one}${another}`.replaceAll("\n", "\r\n"),
    ],
    ["with blanks after their marks", `${one}${another}`.replaceAll("-----\n", "----- \t\n")], // prettier-ignore
    ["after one that does not end", `-----BEGIN CERTIFICATE-----\nAQID\n${one}${another}`], // prettier-ignore
    ["after an end of nothing", `-----END CERTIFICATE-----\n${one}${another}`],
  ])("%s", (_, text) => {
    expect(labels(text)).toEqual(["CERTIFICATE", "PRIVATE KEY"]);
    expect(read(text)[0]?.der).toEqual(Uint8Array.of(1, 2, 3));
  });

  test("what is written is read again", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (der) => {
        expect(read(pem("X", der))).toEqual([
          { label: "X", der, hasHeaders: false, isEncrypted: false },
        ]);
      }),
    );
  });

  test("a view into a larger buffer is read alone", () => {
    const bytes = new TextEncoder().encode(`${one}${another}`);
    expect(readPem(bytes.subarray(one.length))).toHaveLength(1);
  });
});

test.each([
  ["within a line", `# ${one}`],
  ["indented, as in a YAML text", one.replaceAll(/^/gm, "    ")],
  ["with another end", one.replace("END CERTIFICATE", "END KEY")],
  ["that does not end", one.replace(/-----END.*/, "")],
])("a mark %s is no block", (_, text) => {
  expect(labels(text)).toEqual([]);
});

test.each([
  ["RFC 1421 headers", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAQID\n-----END RSA PRIVATE KEY-----\n"], // prettier-ignore
  ["PKCS#8", pem("ENCRYPTED PRIVATE KEY", Uint8Array.of(1, 2, 3))],
])("a key that a passphrase protects is known by its %s", (_, text) => {
  expect(read(text)).toMatchObject([
    { isEncrypted: true, der: Uint8Array.of(1, 2, 3) },
  ]);
});

describe("hostile texts are read to their end: what is quadratic would run into the time limit", () => {
  const repeated = (part: string) => part.repeat(4_000_000 / part.length);
  test.each([
    ["beginnings", repeated("-----BEGIN A-----\n")],
    ["beginnings of different blocks", repeated("-----BEGIN A-----\n-----BEGIN B-----\n")], // prettier-ignore
    ["dashes", repeated("-----")],
    ["one long label", `-----BEGIN ${repeated("A")}`],
    ["blanks after a mark", repeated("-----BEGIN A-----    x")],
    [
      "headers",
      `-----BEGIN A-----\n${repeated("Proc-Type:")}\n-----END A-----`,
    ],
  ])("%s", (_, text) => {
    expect(() => read(text)).not.toThrow();
  });
});
