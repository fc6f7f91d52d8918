/** Standard base64: of bytes, or of a text's UTF-8, as talosconfigs hold PEM. */
export function toBase64(content: string | Uint8Array): string {
  const bytes =
    typeof content === "string"
      ? Buffer.from(content, "utf8")
      : Buffer.from(content);
  return bytes.toString("base64");
}

/** The bytes of a text that is known to be standard base64 with its padding; of any other, whatever Node makes of it. */
export function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}
