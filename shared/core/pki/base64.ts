/** Standard base64 of a text's UTF-8, as talosconfigs hold PEM. */
export function toBase64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
