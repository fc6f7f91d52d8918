import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import * as vectors from "cctv-age";
import { Secret } from "../../shared/core/secret.ts";
import {
  openWithX25519,
  x25519KeyOf,
} from "../../shared/core/vault/sealed/age/age-identity.ts";

// The vectors of C2SP/CCTV for age.

export interface Vector {
  readonly name: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly file: Uint8Array;
}

/** Those of files that an X25519 identity may open: neither armored nor by a passphrase. */
export function ageVectors(): readonly Vector[] {
  return Object.entries(vectors)
    .map(([name, bytes]): Vector => {
      const end = Buffer.from(bytes).indexOf("\n\n");
      const lines = Buffer.from(bytes.subarray(0, end)).toString().split("\n");
      const fields = new Map(
        lines.map((line) => line.split(": ") as [string, string]),
      );
      const file = bytes.subarray(end + 2);
      const isPacked = fields.get("compressed") === "zlib";
      return {
        name,
        fields,
        file: isPacked ? new Uint8Array(inflateSync(file)) : file,
      };
    })
    .filter(
      ({ fields }) =>
        fields.get("identity")?.startsWith("AGE-SECRET-KEY-1") &&
        !fields.has("armored") &&
        !fields.has("passphrase"),
    );
}

/** Null: as the vector wants it. */
export async function judgeVector({
  name,
  fields,
  file,
}: Vector): Promise<string | null> {
  const key = x25519KeyOf(new Secret(fields.get("identity") ?? ""));
  if (key === null) return `${name}: its identity was not read`;
  const outcome = await openWithX25519(file, key);
  const expect = fields.get("expect") ?? "";
  const wanted =
    { success: "opened", "no match": "not-for-us" }[expect] ?? "broken";
  if (outcome.kind !== wanted)
    return `${name}: ${outcome.kind} instead of ${expect}`;
  const hash = (bytes: Uint8Array) =>
    createHash("sha256").update(bytes).digest("hex");
  return outcome.kind === "opened" &&
    hash(outcome.content) !== fields.get("payload")
    ? `${name}: another payload`
    : null;
}
