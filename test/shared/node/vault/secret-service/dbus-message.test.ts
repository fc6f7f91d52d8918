import { describe, expect, test } from "vitest";
import {
  decodeAnswer,
  encodeCall,
  messageLength,
  typesOf,
} from "../../../../../shared/node/vault/secret-service/dbus-message.ts";
import { sessionBus } from "../../../../../shared/node/vault/secret-service/dbus-connection.ts";
import { atTheEdge } from "../../../../doubles/at-the-edge.ts";

describe("a message of D-Bus", () => {
  test("is laid out as the specification says", () => {
    const call = encodeCall(1, "d.e", {
      path: "/p",
      interface: "i.j",
      member: "M",
      signature: "sa{ss}ay",
      body: ["ab", [["k", "v"]], Uint8Array.of(7)],
    });
    const layout = `
      6c 01 00 01  25 00 00 00  01 00 00 00  4e 00 00 00
      01 01 6f 00  02 00 00 00  2f 70 00 00  00 00 00 00
      02 01 73 00  03 00 00 00  69 2e 6a 00  00 00 00 00
      03 01 73 00  01 00 00 00  4d 00 00 00  00 00 00 00
      06 01 73 00  03 00 00 00  64 2e 65 00  00 00 00 00
      08 01 67 00  08 73 61 7b  73 73 7d 61  79 00 00 00
      02 00 00 00  61 62 00 00  0e 00 00 00  00 00 00 00
      01 00 00 00  6b 00 00 00  01 00 00 00  76 00 00 00
      01 00 00 00  07
    `;
    expect(Buffer.from(call).toString("hex")).toBe(
      layout.replaceAll(/\s/g, ""),
    );
    expect(messageLength(call)).toBe(call.length);
  });

  test("that is cut off anywhere, or of another kind, is waited for, refused or passed by, and never read past its end", () => {
    const whole = encodeCall(1, "d.e", {
      path: "/p",
      interface: "i.j",
      member: "M",
      signature: "sa{ss}ay",
      body: ["ab", [["k", "v"]], Uint8Array.of(7)],
    });
    // Ours is a call: the same as an answer.
    whole[1] = 2;
    const [text, pairs, list] = decodeAnswer(whole)?.body ?? [];
    expect([text, pairs]).toEqual(["ab", [["k", "v"]]]);
    expect([...(list as Uint8Array)]).toEqual([7]);
    for (let length = 0; length < whole.length; length++) {
      const part = whole.slice(0, length);
      expect(messageLength(part)).toBe(length < 16 ? null : whole.length);
      expect(() => decodeAnswer(part)).toThrow();
    }
    whole[1] = 4;
    expect(decodeAnswer(whole)).toBeNull();
    whole[0] = 0x42;
    expect(() => messageLength(whole)).toThrow("no message");
  });

  test("has the types that its signature says", () => {
    expect(typesOf("sa{ss}(oayays)av")).toEqual([
      "s",
      "a{ss}",
      "(oayays)",
      "av",
    ]);
    for (const broken of ["(s", "a", "a{s", "h", "d", "a()", "{}"])
      expect(() => typesOf(broken), broken).toThrow();
  });

  test("with a list that never ends is refused", () => {
    // One field in the header, a variant: a list, eight bytes long, of structures without fields.
    const field = [1, 3, ..."a()".split("").map((one) => one.charCodeAt(0)), 0];
    const list = [0, 0, 8, 0, 0, 0, ...Array.from({ length: 12 }, () => 0)];
    const fields = [...field, ...list];
    const start = [0x6c, 2, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0];
    const message = [...start, fields.length, 0, 0, 0, ...fields];
    expect(() => decodeAnswer(Uint8Array.from(message))).toThrow(/type/);
  });

  atTheEdge("busMessage", {
    make: (amount) => {
      const header = Buffer.alloc(16);
      header.set([0x6c, 2, 0, 1]);
      header.writeUInt32LE(amount - 16, 4);
      return header;
    },
    read: (header) => () => messageLength(header),
    taken: (read) => expect(read()).toBe(1024 * 1024),
    refused: (read) => expect(read).toThrow("larger than it can be"),
  });
});

test.each([
  ["unix:path=/run/user/1/bus,guid=ab", "/run/user/1/bus"],
  ["unix:guid=ab,path=/tmp/a%20b", "/tmp/a b"],
  ["unix:abstract=/tmp/x,guid=ab", "\0/tmp/x"],
  ["tcp:host=h,port=1;unix:path=/second", "/second"],
  ["autolaunch:", null],
  ["", null],
])("the session bus at %j is %j", (address, path) => {
  expect(sessionBus({ DBUS_SESSION_BUS_ADDRESS: address })).toBe(path);
});

test("without an address the session bus is in the run folder", () => {
  expect(sessionBus({ XDG_RUNTIME_DIR: "/run/user/1" })).toBe(
    "/run/user/1/bus",
  );
  expect(sessionBus({})).toBeNull();
});
