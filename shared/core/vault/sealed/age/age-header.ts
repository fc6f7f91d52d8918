import { base64nopad } from "@scure/base";
import { fileMagic } from "../vault-file-header.ts";

/** A part of an age header: whose it is and what for, and a body. */
export interface Stanza {
  readonly type: string;
  readonly args: readonly string[];
  readonly body: Uint8Array;
}

export interface AgeHeader {
  /** At least one. */
  readonly stanzas: readonly Stanza[];
  /** What the MAC is of. */
  readonly covered: Uint8Array;
  readonly mac: Uint8Array;
}

const wholeLine = 64;
const macLength = 32;
// VCHAR of RFC 5234, as the age spec says.
const stanzaLine = /^->(?: [\x21-\x7e]+)+$/;
const macLine = /^--- ([A-Za-z0-9+/]{43})$/;
const macMark = "---".length;
// Each byte as one letter, so that lengths are those of the file.
const latin1 = new TextDecoder("latin1");

/**
 * An age header, by the letter of the age spec (C2SP, age, "Header"): one way to write it and no other. Null when it is written
 * another way. `bytes`: from the first of the file to the line feed after the MAC.
 */
export function readAgeHeader(bytes: Uint8Array): AgeHeader | null {
  const text = latin1.decode(bytes);
  const [magic, ...lines] = text.split("\n");
  const [last, end] = [lines.at(-2) ?? "", lines.at(-1)];
  const [, mac = ""] = macLine.exec(last) ?? [];
  const macBytes = decoded(mac);
  if (magic !== fileMagic || end !== "" || macBytes?.length !== macLength)
    return null;
  const stanzas = readStanzas(lines.slice(0, -2));
  if (stanzas === null || stanzas.length === 0) return null;
  const covered = bytes.subarray(
    0,
    bytes.length - last.length - "\n".length + macMark,
  );
  return { stanzas, covered, mac: macBytes };
}

function readStanzas(lines: readonly string[]): readonly Stanza[] | null {
  const stanzas: Stanza[] = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at++] ?? "";
    if (!stanzaLine.test(line)) return null;
    // The last line of a body is the first that is not whole: of a body of whole lines, an empty one.
    let body = "";
    for (let isOpen = true; isOpen; at++) {
      const next = lines[at];
      if (next === undefined || next.length > wholeLine) return null;
      body += next;
      isOpen = next.length === wholeLine;
    }
    const [, type = "", ...args] = line.split(" ");
    const bytes = decoded(body);
    if (bytes === null) return null;
    stanzas.push({ type, args, body: bytes });
  }
  return stanzas;
}

/** Base64 without padding, in its one canonical form (RFC 4648, 3.5); null for anything else. */
export function decoded(text: string): Uint8Array | null {
  try {
    return base64nopad.decode(text);
  } catch {
    return null;
  }
}
