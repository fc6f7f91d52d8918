import { generateKeyPairSync } from "node:crypto";
import * as fc from "fast-check";
import forge from "node-forge";
import { describe, expect, test } from "vitest";
import { examineContext } from "../../../../shared/core/certificates/examine-context.ts";
import { readCertificate } from "../../../../shared/core/pki/certificate.ts";
import { integer, sequence } from "../../../../shared/core/pki/der.ts";
import { contextOf } from "../../../doubles/certificates.ts";
import {
  nameOf,
  oddCertificate,
  oddClient,
  rawTime,
  separateNames,
  string,
} from "../../../doubles/odd-certificates.ts";

const { Type } = forge.asn1;
const teletexString = 20;
const universalString = 28;
const utf8 = (text: string) => Buffer.from(text, "utf8").toString("latin1");

describe("the times of a certificate are read as Go reads them", () => {
  const endOf = (notAfter: ReturnType<typeof rawTime>) =>
    readCertificate(oddCertificate({ notAfter }).der)?.notAfter.toISOString();

  test.each([
    ["without an end", "99991231235959Z", "9999-12-31T23:59:59.000Z"],
    ["before there were certificates", "19490101000000Z", "1949-01-01T00:00:00.000Z"], // prettier-ignore
    ["of three digits", "09991231235959Z", "0999-12-31T23:59:59.000Z"],
    ["of two, which is no year 2005", "00050601000000Z", "0005-06-01T00:00:00.000Z"], // prettier-ignore
    ["zero, a leap day", "00000229000000Z", "0000-02-29T00:00:00.000Z"],
    ["with a zone", "20300101000000+0100", "2029-12-31T23:00:00.000Z"],
  ])("a year %s", (_, text, read) => {
    expect(endOf(string(Type.GENERALIZEDTIME, text))).toBe(read);
  });

  test.each([
    ["with a fraction of a second", "20300101000000.5Z"],
    ["with a year below zero", "-0010101000000Z"],
    ["of a month 13", "20301301000000Z"],
    ["of a 30th of February", "20300230000000Z"],
    ["of an hour 24", "20300101240000Z"],
  ])("one %s makes it unreadable", (_, text) => {
    expect(endOf(string(Type.GENERALIZEDTIME, text))).toBeUndefined();
  });

  test("what does not end, or ended before our era, is told as any other", () => {
    const now = new Date("2026-11-24T12:00:00Z");
    const codesOf = (notBefore: string, notAfter: string) => {
      const { crt, key } = oddClient(oddCertificate(), undefined, {
        notBefore: string(Type.GENERALIZEDTIME, notBefore),
        notAfter: string(Type.GENERALIZEDTIME, notAfter),
      });
      const context = contextOf(oddCertificate().crt, { crt, key });
      return examineContext(context, now).map(({ code }) => code);
    };
    expect(codesOf("20260101000000Z", "99991231235959Z")).toContain(
      "very-long-life",
    );
    expect(codesOf("00000101000000Z", "00010101000000Z")).toContain("expired");
    expect(codesOf("99980101000000Z", "99991231235959Z")).toContain(
      "not-yet-valid",
    );
    expect(codesOf("00000101000000Z", "99991231235959Z")).toContain(
      "very-long-life",
    );
  });
});

describe("Organization values are read whatever their string is", () => {
  const rolesIn = (...name: Parameters<typeof nameOf>) =>
    readCertificate(oddCertificate({ subject: nameOf(...name) }).der)
      ?.organizations;

  test.each([
    ["PrintableString", Type.PRINTABLESTRING, "os:admin", "os:admin"],
    ["UTF8String", Type.UTF8, utf8("team ä 漢"), "team ä 漢"],
    ["UTF8String with control characters", Type.UTF8, "a\u001b[2J\0b", "a\u001b[2J\0b"], // prettier-ignore
    ["BMPString", Type.BMPSTRING, "team 漢", "team 漢"],
    ["T61String", teletexString, "team \xe4", "team ä"],
    ["IA5String", Type.IA5STRING, "a@b", "a@b"],
    ["an empty one", Type.UTF8, "", ""],
  ])("%s", (_, type, text, read) => {
    expect(rolesIn(type, text)).toEqual([read]);
  });

  test.each([
    ["a PrintableString with what it may not have", Type.PRINTABLESTRING, "a\0b"], // prettier-ignore
    ["a UTF8String that is not UTF-8", Type.UTF8, "\xff\xfe"],
    ["a UniversalString", universalString, "\0\0\0a"],
  ])("%s makes it unreadable, as for Go", (_, type, text) => {
    expect(
      readCertificate(oddCertificate({ subject: nameOf(type, text) }).der),
    ).toBeNull();
  });

  test("in one RDN or in several, in the order of the certificate", () => {
    expect(rolesIn(Type.UTF8, "os:reader", "os:admin")).toEqual([
      "os:reader",
      "os:admin",
    ]);
    const apart = oddCertificate({ subject: separateNames("b", "a") });
    expect(readCertificate(apart.der)?.organizations).toEqual(["b", "a"]);
  });

  test("an empty subject and an empty issuer are none", () => {
    const { der } = oddCertificate({ subject: sequence([]) });
    expect(readCertificate(der)).toMatchObject({
      organizations: [],
      subject: "",
      issuer: "",
    });
  });
});

describe("no certificate ends the process or throws", () => {
  test.each(["secp256k1", "brainpoolP256r1"])("the curve %s", (namedCurve) => {
    const keys = generateKeyPairSync("ec", { namedCurve });
    expect(readCertificate(oddCertificate({ keys }).der)).toMatchObject({
      organizations: ["talos"],
      keyType: "ec",
      curve: namedCurve,
    });
  });

  test.each([
    ["a month 99", { notAfter: rawTime("269901000000Z") }],
    ["a beginning of letters", { notBefore: rawTime("abcdefghijklZ") }],
    ["a time that is a number", { notAfter: integer(Uint8Array.of(1)) }],
  ])("%s makes it unreadable", (_, request) => {
    expect(readCertificate(oddCertificate(request).der)).toBeNull();
  });

  test("bytes after its end make it unreadable, as for Go", () => {
    const { der } = oddCertificate();
    expect(readCertificate(der)).not.toBeNull();
    expect(readCertificate(Uint8Array.of(...der, 0))).toBeNull();
  });

  test("whatever bytes are changed, the answer is a value with times", () => {
    const { der } = oddCertificate();
    const change = fc.tuple(fc.nat(der.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (all) => {
        const changed = Uint8Array.from(der);
        for (const [at, byte] of all) changed[at] = byte;
        const read = readCertificate(changed);
        if (read === null) return;
        expect(read.notBefore.toISOString()).toMatch(/Z$/);
        expect(read.notAfter.toISOString()).toMatch(/Z$/);
      }),
      { numRuns: 3000 },
    );
  });
});
