// What this runtime says of age files: of the vectors of C2SP/CCTV, and of files that are changed at random, beside the
// library. Run apart, so that it can be run by Bun as well: prints one JSON object.
import * as vectors from "cctv-age";
import { Decrypter, Encrypter } from "age-encryption";
import { createHash, randomBytes, randomInt } from "node:crypto";
import { inflateSync } from "node:zlib";
import { Secret } from "../../shared/core/secret.ts";
import {
  openWithX25519,
  x25519KeyOf,
} from "../../shared/core/vault/sealed/age/age-identity.ts";
import {
  decrypt,
  encryptTo,
  newIdentity,
  recipientOf,
} from "../../shared/core/vault/sealed/age/age.ts";

interface Vector {
  readonly name: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly file: Uint8Array;
}

/** Those of files that an X25519 identity may open: neither armored nor by a passphrase. */
function readVectors(): readonly Vector[] {
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
async function judgeVector({
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

const edges = [0, 1, 40, 65_535, 65_536, 65_537, 131_072];
const pieces = [
  "\n", " ", "=", "-> ", "-> X25519 ", "-> grease\n\n", "--- ", "\r", "é", "A", "",
]; // prettier-ignore

/** A file of the library's or ours for a vault's identity, changed in its header or in its payload, or left as it is. */
async function randomCase(recipients: readonly string[]) {
  const content = new Uint8Array(
    randomBytes(edges[randomInt(edges.length)] ?? 0),
  );
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const file =
    randomInt(2) === 0
      ? await encrypter.encrypt(content)
      : await encryptTo(recipients, content);
  const headerEnd = Buffer.from(file).indexOf("\n---") + 60;
  const place =
    randomInt(3) === 0 ? randomInt(file.length) : randomInt(headerEnd);
  const piece = Buffer.from(pieces[randomInt(pieces.length)] ?? "");
  const bytes = Buffer.from(file);
  const rest = bytes.subarray(place);
  const changed = [
    () => bytes,
    () => Buffer.concat([bytes.subarray(0, place), piece, rest]),
    () =>
      Buffer.concat([
        bytes.subarray(0, place),
        rest.subarray(randomInt(1, 70)),
      ]),
    () => {
      bytes[place] = randomInt(256);
      return bytes;
    },
    () => bytes.subarray(0, place),
  ][randomInt(5)];
  return new Uint8Array(changed?.() ?? bytes);
}

/**
 * Null: both open it to the same content, or neither does; and what we call somebody else's, the library does too. It judges the
 * form of a MAC last and we first, so that some of those are broken to us.
 */
async function compare(
  file: Uint8Array,
  identity: Secret,
): Promise<string | null> {
  const own = await decrypt(file, { kind: "identity", identity });
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity.reveal());
  const library = await decrypter.decrypt(file).catch((error: unknown) => {
    return error instanceof Error ? error.message : "?";
  });
  const same =
    typeof library === "string"
      ? own.kind !== "opened" &&
        (own.kind === "broken" || library.startsWith("no identity matched"))
      : own.kind === "opened" && Buffer.compare(own.content, library) === 0;
  const said = typeof library === "string" ? library : "opened";
  return same
    ? null
    : `${own.kind}, the library: ${said}: ${Buffer.from(file.subarray(0, 500)).toString("base64")}`;
}

const asked = readVectors();
const wrong: (string | null)[] = [];
for (const vector of asked) wrong.push(await judgeVector(vector));
const identity = await newIdentity();
const own = await recipientOf(identity);
const others = await recipientOf(await newIdentity());
const count = Number(process.argv[2]);
const different: (string | null)[] = [];
for (let turn = 0; turn < count; turn++) {
  const recipients = [[own], [others, own], [own, others], [others]][
    randomInt(4)
  ] ?? [own];
  different.push(await compare(await randomCase(recipients), identity));
}
process.stdout.write(
  JSON.stringify({
    vectors: asked.length,
    wrong: wrong.filter((one) => one !== null),
    different: different.filter((one) => one !== null),
  }),
);
