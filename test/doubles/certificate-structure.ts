import type { Machine } from "../cli/harness.ts";

/** A certificate's DER as openssl reads it, without what must differ: serial, times, key and signature. */
export async function structure(
  machine: Machine,
  pem: string,
): Promise<string> {
  const path = machine.file("structure.pem", pem);
  const { stdout } = await machine.command([
    "openssl",
    "asn1parse",
    "-in",
    path,
  ]);
  return stdout
    .split("\n")
    .map((line) => line.replace(/^ *\d+:/, "").replace(/hl=\d+ +l= *\d+/, ""))
    .map((line) =>
      line
        .replace(/(INTEGER +:)[0-9A-F]{9,}/, "$1serial")
        .replace(/(UTCTIME +:).*/, "$1time"),
    )
    .join("\n");
}

/** The first `ca`, `crt` or `key` of a talosconfig, as PEM. */
export function field(text: string, name: string): string {
  const found = new RegExp(`\\s${name}: (\\S+)`).exec(text)?.[1] ?? "";
  return Buffer.from(found, "base64").toString("utf8");
}
