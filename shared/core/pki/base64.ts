/** Standard base64: of bytes, or of a text's UTF-8, as talosconfigs hold PEM. */
export function toBase64(content: string | Uint8Array): string {
  const bytes =
    typeof content === "string"
      ? Buffer.from(content, "utf8")
      : Buffer.from(content);
  return bytes.toString("base64");
}
