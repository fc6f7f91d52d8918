import {
  create,
  ScalarType,
  toBinary,
  type DescField,
  type DescMessage,
} from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import { firstMessage } from "../../../../../shared/core/gateway/calls/first-message.ts";
import { phrases } from "../../../../../shared/core/gateway/calls/method-phrases.ts";
import { describeCall } from "../../../../../shared/core/gateway/calls/describe-call.ts";
import {
  readRequest,
  requestSchema,
} from "../../../../../shared/core/gateway/calls/read-request.ts";
import { describeFields } from "../../../../../shared/core/gateway/calls/describe-fields.ts";
import { limits } from "../../../../../shared/core/limits.ts";
import {
  ruleTableOf,
  talosVersions,
} from "../../../../../shared/core/roles/methods.ts";
import { atTheEdge } from "../../../../doubles/at-the-edge.ts";

const everyMethod = [
  ...new Set(
    talosVersions.flatMap((version) =>
      ruleTableOf(version).map(({ method }) => method),
    ),
  ),
]
  .filter((method) => requestSchema(method) !== null)
  .toSorted();

/** Values of which each is told from every other, and what a question has to say of each. */
class Values {
  readonly expected: string[] = [];
  #count = 1000;

  of(schema: DescMessage, chosen: number): Record<string, unknown> {
    const fields = schema.fields.filter(
      (field) =>
        !field.oneof ||
        field.oneof.fields[chosen % field.oneof.fields.length] === field,
    );
    return Object.fromEntries(
      fields.map((field) => this.#entry(field, chosen)),
    );
  }

  #entry(field: DescField, chosen: number): [string, unknown] {
    const value = this.#value(field, chosen);
    return field.oneof
      ? [field.oneof.localName, { case: field.localName, value }]
      : [field.localName, value];
  }

  #value(field: DescField, chosen: number): unknown {
    if (field.fieldKind === "list")
      return [this.#one(field, chosen), this.#one(field, chosen)];
    if (field.fieldKind !== "map") return this.#one(field, chosen);
    const key = this.#say(`key-${String(this.#count++)}`);
    return { [key]: "hidden-value" };
  }

  #one(field: DescField, chosen: number): unknown {
    if (field.message?.typeName === "google.protobuf.Duration") {
      const seconds = this.#count++;
      this.#say(seconds.toLocaleString("en"));
      return { seconds: BigInt(seconds), nanos: 0 };
    }
    if (field.message) return this.of(field.message, chosen);
    if (field.enum) return field.enum.values.at(-1)?.number;
    if (field.localName === "password") return "hidden-value";
    return this.#scalar(field.scalar, this.#count++);
  }

  #scalar(kind: ScalarType | undefined, number: number): unknown {
    if (kind === ScalarType.BOOL) return true;
    if (kind === ScalarType.STRING) return this.#say(`text-${String(number)}`);
    if (kind === ScalarType.BYTES) {
      this.#say(number.toLocaleString("en"));
      return new Uint8Array(number);
    }
    this.#say(String(number));
    const isBig = kind === ScalarType.INT64 || kind === ScalarType.UINT64;
    return isBig ? BigInt(number) : number;
  }

  #say(text: string): string {
    this.expected.push(text);
    return text;
  }
}

describe("the question about a call", () => {
  test.each(
    everyMethod.flatMap((method) =>
      [0, 1, 2, 3].map((chosen) => [method, chosen] as const),
    ),
  )("%s says every field of its request (variant %i)", (method, chosen) => {
    const schema = requestSchema(method);
    if (!schema) throw new Error(method);
    const values = new Values();
    const sent = create(schema, values.of(schema, chosen));
    const request = readRequest(method, toBinary(schema, sent));
    expect(request?.message).toEqual(sent);
    const question = describeCall({
      method,
      context: "prod",
      nodes: ["10.0.0.12"],
      request,
    });
    expect(question).toContain("node 10.0.0.12 of prod");
    for (const text of values.expected) expect(question).toContain(text);
    for (const { path } of describeFields(schema, sent).filter(
      ({ text }) => text === "yes",
    ))
      expect(question.toLowerCase()).toContain(saidOf(path.at(-1) ?? ""));
    expect(question).not.toContain("hidden-value");
  });

  test("each method has a phrase, and no other has one", () => {
    expect(Object.keys(phrases).toSorted()).toEqual(
      [
        ...everyMethod,
        "/machine.MachineService/GenerateConfiguration",
      ].toSorted(),
    );
  });

  const asked = (
    method: string,
    fields: Readonly<Record<string, unknown>>,
    nodes = ["10.0.0.12"],
  ) => {
    const schema = requestSchema(method);
    if (!schema) throw new Error(method);
    const bytes = toBinary(schema, create(schema, fields));
    const request = readRequest(method, bytes);
    return describeCall({ method, context: "prod", nodes, request });
  };

  test.each([
    [
      "Reset",
      {
        graceful: true,
        reboot: true,
        systemPartitionsToWipe: [{ label: "EPHEMERAL", wipe: true }],
      },
      "Reset node 10.0.0.12 of prod, wiping EPHEMERAL, leaving etcd gracefully first, then reboot",
    ],
    [
      "Reset",
      {},
      "Reset node 10.0.0.12 of prod, wiping the whole system disk, without leaving etcd first, then switch off",
    ],
    [
      "Reset",
      { mode: 2, userDisksToWipe: ["/dev/sdb"], graceful: true, reboot: true },
      "Reset node 10.0.0.12 of prod, leaving the system disk, wiping the disks /dev/sdb, leaving etcd gracefully first, then reboot",
    ],
    ["Reboot", {}, "Reboot node 10.0.0.12 of prod"],
    ["Reboot", { mode: 1 }, "Reboot node 10.0.0.12 of prod, mode: POWERCYCLE"],
    [
      "ServiceRestart",
      { id: "etcd" },
      "Restart the service etcd on node 10.0.0.12 of prod",
    ],
    [
      "Upgrade",
      { image: "ghcr.io/x/installer:v1", stage: true },
      "Upgrade node 10.0.0.12 of prod to the image ghcr.io/x/installer:v1, stage: yes",
    ],
    [
      "ApplyConfiguration",
      { data: new Uint8Array(2000), dryRun: true },
      "Apply a machine configuration to node 10.0.0.12 of prod, as a dry run that changes nothing, data: 2,000 bytes",
    ],
  ] as const)("%s %o", (name, fields, sentence) => {
    expect(asked(`/machine.MachineService/${name}`, fields)).toBe(sentence);
  });

  test("several nodes are all named, and none is said where none is", () => {
    const reboot = "/machine.MachineService/Reboot";
    expect(asked(reboot, {}, ["a", "b"])).toBe("Reboot nodes a, b of prod");
    expect(asked(reboot, {}, [])).toBe("Reboot the node that answers of prod");
    const many = Array.from({ length: 13 }, (_, index) => `n${String(index)}`);
    expect(asked(reboot, {}, many)).toContain("n9 and 3 more");
  });

  test("what cannot be seen or passes for other letters is spelled out", () => {
    const question = asked(
      "/machine.MachineService/ServiceStop",
      { id: "etcd\u202e\n" },
      ["10.0.0.1\u200b"],
    );
    expect(question).not.toMatch(/[\u202e\u200b\n]/);
  });

  test("a field that this release does not know is said", () => {
    const reboot = "/machine.MachineService/Reboot";
    // Field 15, a varint of 1.
    const request = readRequest(reboot, Uint8Array.of(0x78, 1));
    const question = describeCall({
      method: reboot,
      context: "prod",
      nodes: ["a"],
      request,
    });
    expect(question).toContain("does not know (15)");
  });

  test("bytes that are no message are none", () => {
    const reset = "/machine.MachineService/Reset";
    expect(readRequest(reset, Uint8Array.of(0x0a, 0xff))).toBeNull();
    expect(readRequest("/x.Y/Z", new Uint8Array())).toBeNull();
  });

  atTheEdge("gatewayWords", {
    make: (length) => "x".repeat(length),
    read: (id) => asked("/machine.MachineService/ServiceStop", { id }),
    taken: (question) => expect(question).not.toContain("…"),
    refused: (question) => expect(question).toContain("…"),
  });
});

describe("the first message of a call", () => {
  const framed = (bytes: Uint8Array, flag = 0) => {
    const frame = new Uint8Array(bytes.length + 5);
    new DataView(frame.buffer).setUint8(0, flag);
    new DataView(frame.buffer).setUint32(1, bytes.length);
    frame.set(bytes, 5);
    return frame;
  };
  const { most } = limits.gatewayMessage;

  test("is read once it is whole, whatever comes after it", () => {
    const frame = framed(Uint8Array.of(1, 2, 3));
    for (let end = 0; end < frame.length; end++)
      expect(firstMessage(frame.subarray(0, end), most).kind).toBe("part");
    expect(firstMessage(frame, most)).toMatchObject({ kind: "whole" });
    const more = new Uint8Array([...frame, 9, 9]);
    const read = firstMessage(more, most);
    expect(read.kind === "whole" && [...read.bytes]).toEqual([1, 2, 3]);
  });

  test("is not read where it is compressed", () => {
    expect(firstMessage(framed(Uint8Array.of(1), 1), most).kind).toBe(
      "unreadable",
    );
  });

  atTheEdge("gatewayMessage", {
    make: (length) => framed(new Uint8Array(length)),
    read: (frame) => firstMessage(frame, most).kind,
    taken: (kind) => expect(kind).toBe("whole"),
    refused: (kind) => expect(kind).toBe("unreadable"),
  });
});

/** How a flag is said where the question does not simply name it. */
function saidOf(name: string): string {
  const words: Readonly<Record<string, string>> = {
    dryRun: "dry run",
    graceful: "gracefully",
    reboot: "reboot",
    wipe: "wip",
  };
  return (
    words[name] ??
    name
      .replace(/(?<=[a-z\d])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
      .toLowerCase()
  );
}
