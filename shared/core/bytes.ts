const wordLength = 4;

/** True when two byte strings are the same. Not for secrets: it stops at the first difference. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  // Four at a time where they lie so: a large vault has 18 MB.
  const isAligned = (a.byteOffset | b.byteOffset) % wordLength === 0;
  const count = isAligned ? Math.floor(a.length / wordLength) : 0;
  const left = new Uint32Array(a.buffer, isAligned ? a.byteOffset : 0, count);
  const right = new Uint32Array(b.buffer, isAligned ? b.byteOffset : 0, count);
  for (let index = 0; index < count; index++)
    if (left[index] !== right[index]) return false;
  for (let index = count * wordLength; index < a.length; index++)
    if (a[index] !== b[index]) return false;
  return true;
}

/** The parts one after another. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/** A version 4 UUID from 16 random bytes (RFC 9562). */
export function uuidOf(random: Uint8Array): string {
  const bytes = Uint8Array.from(random);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}

/** Bytes that are written one after another, without knowing how many. */
export class ByteWriter {
  #bytes: Uint8Array;
  #length = 0;

  /** `expected`: about how many there will be. */
  constructor(expected: number) {
    this.#bytes = new Uint8Array(expected);
  }

  text(text: string): void {
    // No character takes more than three bytes of UTF-8 for each of its units.
    const room = this.#room(text.length * 3);
    this.#length += encoder.encodeInto(text, room).written;
  }

  bytes(bytes: Uint8Array): void {
    this.#room(bytes.length).set(bytes);
    this.#length += bytes.length;
  }

  /** What was written so far; not a copy. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #room(length: number): Uint8Array {
    const needed = this.#length + length;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.written());
      this.#bytes = larger;
    }
    return this.#bytes.subarray(this.#length);
  }
}

const encoder = new TextEncoder();
