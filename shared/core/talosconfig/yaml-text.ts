import { vaultError, type VaultError } from "../errors.ts";
import { maxInputBytes } from "../limits.ts";
import { failure, success, type Result } from "../result.ts";

/** Flow collections inside each other; the parser gives up much earlier, but slowly. */
const deepestNesting = 10_000;

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
  const text = decode(bytes);
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
  if (nesting(text) > deepestNesting)
    return failure(
      invalid(
        "The file is nested too deeply.",
        "Check that this is a talosconfig.",
      ),
    );
  return success(text);
}

export function invalid(message: string, next: string): VaultError {
  return vaultError("talosconfig-invalid", message, next);
}

function decode(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const label =
    first === 0xff && second === 0xfe
      ? "utf-16le"
      : first === 0xfe && second === 0xff
        ? "utf-16be"
        : "utf-8";
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/** An upper bound: brackets in strings count too, and no honest file has so many that stay open. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x5d || code === 0x7d) depth--;
  }
  return deepest;
}
