// Messages of D-Bus (dbus.freedesktop.org/doc/dbus-specification.html, "Type System", "Message Protocol"), as far as the
// Secret Service needs them: no doubles, no 64-bit numbers, no descriptors.
import { limits } from "../../../core/limits.ts";

/** A value of a basic type, a list of them, or fields of a structure. Entries of a dictionary are pairs. */
export type Value = string | number | boolean | Uint8Array | Variant | List;
export type List = readonly Value[];

/** A value that brings its type along. */
export interface Variant {
  readonly signature: string;
  readonly value: Value;
}

export interface Call {
  readonly path: string;
  /** Of the method; the destination is the connection's. */
  readonly interface: string;
  readonly member: string;
  readonly signature: string;
  readonly body: List;
}

export interface Answer {
  readonly replyTo: number;
  /** The name of the error that it is; null: it is none. */
  readonly error: string | null;
  readonly body: List;
}

const kinds = { call: 1, answer: 2, error: 3 } as const;
const fields = {
  path: 1,
  interface: 2,
  member: 3,
  error: 4,
  replyTo: 5,
  destination: 6,
  signature: 8,
} as const;
const littleEndian = 0x6c;
const protocol = 1;
const noAutoStart = 0;
const fixedHeader = 16;

/** Types that lie at multiples of that many bytes. */
const alignments: Readonly<Record<string, number>> = {
  y: 1,
  g: 1,
  v: 1,
  b: 4,
  i: 4,
  u: 4,
  s: 4,
  o: 4,
  a: 4,
  "(": 8,
  "{": 8,
};

/** The whole message of a call. */
export function encodeCall(
  serial: number,
  destination: string,
  call: Call,
): Uint8Array {
  const body = new Writer();
  for (const [index, type] of typesOf(call.signature).entries())
    body.write(type, call.body[index] ?? "");
  const header = new Writer();
  for (const byte of [littleEndian, kinds.call, noAutoStart, protocol])
    header.write("y", byte);
  header.write("u", body.length);
  header.write("u", serial);
  const named: (readonly [number, Variant])[] = [
    [fields.path, { signature: "o", value: call.path }],
    [fields.interface, { signature: "s", value: call.interface }],
    [fields.member, { signature: "s", value: call.member }],
    [fields.destination, { signature: "s", value: destination }],
  ];
  if (call.signature !== "")
    named.push([fields.signature, { signature: "g", value: call.signature }]);
  header.write("a(yv)", named);
  header.align(8);
  return Buffer.concat([header.bytes(), body.bytes()]);
}

/** The length of the message that begins here; null: not enough of it has come. Throws where none can begin. */
export function messageLength(bytes: Uint8Array): number | null {
  if (bytes.length < fixedHeader) return null;
  const view = viewOf(bytes);
  if (view.getUint8(0) !== littleEndian || view.getUint8(3) !== protocol)
    throw new Error("what came is no message of D-Bus that we read");
  const header = fixedHeader + view.getUint32(12, true);
  const whole = Math.ceil(header / 8) * 8 + view.getUint32(4, true);
  if (whole > limits.busMessage.most)
    throw new Error("a message of D-Bus is larger than it can be");
  return whole;
}

/** What a message answers; null: it is a signal or a call. Throws where it is not whole. */
export function decodeAnswer(bytes: Uint8Array): Answer | null {
  const reader = new Reader(bytes);
  const [, kind] = [reader.read("y"), reader.read("y")];
  for (const type of ["y", "y", "u", "u"]) reader.read(type);
  const named = new Map(
    (reader.read("a(yv)") as readonly (readonly [number, Variant])[]).map(
      ([field, { value }]) => [field, value],
    ),
  );
  if (kind !== kinds.answer && kind !== kinds.error) return null;
  reader.align(8);
  const signature = textOf(named.get(fields.signature) ?? "");
  return {
    replyTo: Number(named.get(fields.replyTo)),
    error: kind === kinds.error ? textOf(named.get(fields.error)) : null,
    body: typesOf(signature).map((type) => reader.read(type)),
  };
}

/** The complete types that a signature is made of. */
export function typesOf(signature: string): readonly string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length;) {
    const end = endOfType(signature, at);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

/** A structure has a field: a list of those without would have no end. */
function endOfType(signature: string, start: number): number {
  const [open] = signature.slice(start);
  if (open === "a") return endOfType(signature, start + 1);
  const close = { "(": ")", "{": "}" }[open ?? ""];
  if (close === undefined) {
    if (open === undefined || !(open in alignments))
      throw new Error("a type of D-Bus that we do not read");
    return start + 1;
  }
  let at = endOfType(signature, start + 1);
  while (signature[at] !== close) at = endOfType(signature, at);
  return at + 1;
}

/** A text as one. Throws where it is something else. */
export function textOf(value: Value | undefined): string {
  if (typeof value !== "string") throw new Error("an answer of another type");
  return value;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function alignmentOf(type: string): number {
  return alignments[type[0] ?? ""] ?? 1;
}

class Writer {
  readonly #parts: Uint8Array[] = [];
  length = 0;

  bytes(): Uint8Array {
    return Buffer.concat(this.#parts);
  }

  align(to: number): void {
    const missing = (to - (this.length % to)) % to;
    if (missing > 0) this.#add(new Uint8Array(missing));
  }

  write(type: string, value: Value): void {
    this.align(alignmentOf(type));
    const [kind] = type;
    if (kind === "a") this.#writeList(type.slice(1), value);
    else if (kind === "(" || kind === "{") {
      const list = value as List;
      for (const [index, field] of typesOf(type.slice(1, -1)).entries())
        this.write(field, list[index] ?? "");
    } else if (kind === "v") {
      const variant = value as Variant;
      this.write("g", variant.signature);
      this.write(variant.signature, variant.value);
    } else if (kind === "y") this.#add(Uint8Array.of(Number(value)));
    else if (kind === "b" || kind === "u" || kind === "i")
      this.#number(Number(value));
    else this.#text(textOf(value), kind === "g");
  }

  #writeList(type: string, value: Value): void {
    const items = new Writer();
    // The items are aligned in the message, not in the list.
    items.length = this.length + 4;
    items.align(alignmentOf(type));
    const start = items.length;
    if (type === "y") items.#add(value as Uint8Array);
    else for (const item of value as List) items.write(type, item);
    this.#number(items.length - start);
    this.#add(items.bytes());
  }

  #text(text: string, isSignature: boolean): void {
    const bytes = new TextEncoder().encode(text);
    if (isSignature) this.#add(Uint8Array.of(bytes.length));
    else this.#number(bytes.length);
    this.#add(bytes);
    this.#add(Uint8Array.of(0));
  }

  #number(value: number): void {
    const bytes = new Uint8Array(4);
    viewOf(bytes).setUint32(0, value, true);
    this.#add(bytes);
  }

  #add(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.length += bytes.length;
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
  }

  align(to: number): void {
    this.#at = Math.ceil(this.#at / to) * to;
  }

  read(type: string): Value {
    this.align(alignmentOf(type));
    const [kind] = type;
    if (kind === "a") return this.#readList(type.slice(1));
    if (kind === "(" || kind === "{")
      return typesOf(type.slice(1, -1)).map((field) => this.read(field));
    if (kind === "v") {
      const signature = textOf(this.read("g"));
      const [inside, ...more] = typesOf(signature);
      if (inside === undefined || more.length > 0)
        throw new Error("a variant of D-Bus that is not of one type");
      return { signature, value: this.read(inside) };
    }
    if (kind === "y") return this.#view.getUint8(this.#at++);
    if (kind === "g") return this.#text(this.#view.getUint8(this.#at++));
    const number = this.#number();
    if (kind === "s" || kind === "o") return this.#text(number);
    return kind === "b" ? number === 1 : number;
  }

  #readList(type: string): Value {
    const length = this.#number();
    this.align(alignmentOf(type));
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError("a list is cut off");
    if (type === "y") {
      const bytes = this.#bytes.slice(this.#at, end);
      this.#at = end;
      return bytes;
    }
    const items: Value[] = [];
    while (this.#at < end) items.push(this.read(type));
    return items;
  }

  #number(): number {
    const number = this.#view.getUint32(this.#at, true);
    this.#at += 4;
    return number;
  }

  #text(length: number): string {
    const end = this.#at + length;
    if (end >= this.#bytes.length) throw new RangeError("a text is cut off");
    const text = new TextDecoder().decode(this.#bytes.subarray(this.#at, end));
    this.#at = end + 1;
    return text;
  }
}
