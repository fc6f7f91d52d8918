import { decodeText } from "../../text/decode-text.ts";
import { vaultError, type VaultError } from "../../errors.ts";
import { limits, maxInputBytes } from "../../limits.ts";
import { failure, success, type Result } from "../../result.ts";

/** Flow collections inside each other; the parser gives up much earlier, but slowly. */
const deepestNesting = limits.yamlDepth.most;
/**
 * Keys, list items, flow entries, tags and anchors. The library needs some 400 bytes and 6 microseconds for each, so this
 * bounds what a hostile file costs; 10,000 contexts with 40 addresses each stay below it.
 */
const mostEntries = limits.yamlEntries.most;
/** A talosconfig has its contexts under this word; nothing else that is read is nearly as long. */
const ofTalosconfigs = "contexts";
const mostOtherEntries = limits.yamlOtherEntries.most;
/**
 * Lines, comments, quotes and escapes cost too, less each: a line half of an entry, a quote or an escape a quarter. Counted
 * in quarters, together with the entries.
 */
const mostCost = limits.yamlCost.most;

// Everything that YAML calls printable, which is what go-yaml's reader lets through.
const forbidden =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufeff\ufffe\uffff]/;

/** The bytes of a YAML file as text, as go-yaml's reader takes them: UTF-8, or UTF-16 with its mark. */
export function readYamlText(bytes: Uint8Array): Result<string> {
  if (bytes.length > maxInputBytes)
    return failure(
      invalid(
        `The file is larger than ${String(maxInputBytes / 1024 / 1024)} MiB.`,
        "A talosconfig has a few kilobytes a context: check that this is the right file.",
      ),
    );
  const text = decodeText(bytes);
  if (text === null)
    return failure(
      invalid(
        "The file is not valid UTF-8.",
        "Check that this is a talosconfig.",
      ),
    );
  const found = forbidden.exec(text);
  if (found)
    return failure(
      invalid(
        `The file has a control character in line ${String(lineAt(text, found.index))}.`,
        "Check that this is a talosconfig; talosctl refuses it too.",
      ),
    );
  const most = text.includes(ofTalosconfigs) ? mostEntries : mostOtherEntries;
  const beyond = whyTooMuch(text, most);
  return beyond ? failure(beyond) : success(text);
}

/** Why a text that is no talosconfig, whatever words are in it, is not parsed; null: it may be. */
export function whyNotParsed(text: string): VaultError | null {
  return whyTooMuch(text, mostOtherEntries);
}

function whyTooMuch(text: string, most: number): VaultError | null {
  const { depth, entries, cost } = measure(text);
  if (entries > most)
    return invalid(
      `The file has more than ${String(most)} keys and list items.`,
      "A talosconfig has some dozens a context: check that this is the right file.",
    );
  if (cost > mostCost)
    return invalid(
      "The file has far more lines, quotes or escapes than a talosconfig of 10,000 contexts.",
      "Check that this is the right file.",
    );
  return depth > deepestNesting
    ? invalid(
        "The file is nested too deeply.",
        "Check that this is a talosconfig.",
      )
    : null;
}

export function invalid(message: string, next: string): VaultError {
  return vaultError("talosconfig-invalid", message, next);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

const [tab, lineFeed, carriageReturn, blank] = [0x09, 0x0a, 0x0d, 0x20];

const [entryCost, lineCost, quoteCost] = [4, 2, 1];

interface Measured {
  readonly depth: number;
  readonly entries: number;
  /** In quarters of an entry. */
  readonly cost: number;
}

/** A one for each character of ASCII that is counted. */
const counts = new Uint8Array(0x80);
for (const mark of "[]{},-:?!&*|>%\n\r\"'\\") counts[mark.charCodeAt(0)] = 1;

/** Upper bounds, found in one pass: what stands in strings counts too, and no honest file has so much of it. */
// A table of characters, as complex as there are.
// oxlint-disable-next-line complexity
function measure(text: string): Measured {
  let [depth, deepest, entries, lesser] = [0, 0, 0, 0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // All but one character in fifty of a talosconfig.
    if (!counts[code & 0x7f]) continue;
    switch (code) {
      case 0x5b: // [
      case 0x7b: // {
        deepest = Math.max(deepest, ++depth);
        entries++;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
        break;
      case 0x2c: // ,
        entries++;
        break;
      case 0x2d: // -
      case 0x3a: // :
      case 0x3f: // ?
        if (isGap(text.charCodeAt(index + 1))) entries++;
        break;
      case 0x21: // !
      case 0x26: // &
      case 0x2a: // *
      case 0x7c: // |
      case 0x3e: // >
      case 0x25: // %
        if (isGap(text.charCodeAt(index - 1))) entries++;
        break;
      case lineFeed:
      case carriageReturn:
        lesser += lineCost;
        break;
      case 0x22: // "
      case 0x27: // '
      case 0x5c: // \
        lesser += quoteCost;
        break;
    }
  }
  return { depth: deepest, entries, cost: entries * entryCost + lesser };
}

function isGap(code: number): boolean {
  return (
    code === blank ||
    code === lineFeed ||
    code === tab ||
    code === carriageReturn ||
    Number.isNaN(code)
  );
}
