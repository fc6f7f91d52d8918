// What this runtime says of age files: of the vectors of C2SP/CCTV, and of files that are changed at random, beside the
// library. Run apart, so that it can be run by Bun as well: prints one JSON object.
import { Decrypter, Encrypter } from "age-encryption";
import { randomBytes, randomInt } from "node:crypto";
import type { Secret } from "../../shared/core/secret.ts";
import {
  decrypt,
  encryptTo,
  newIdentity,
  recipientOf,
} from "../../shared/core/vault/sealed/age/age.ts";
import { ageVectors, judgeVector } from "./age-vectors.ts";

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

const asked = ageVectors();
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
// So long that a runtime without the cipher takes the one in WebAssembly.
const long = new Uint8Array(randomBytes(3 * 1024 * 1024));
const encrypter = new Encrypter();
encrypter.addRecipient(own);
const sealed = await encryptTo([own], long);
for (const file of [sealed, await encrypter.encrypt(long)])
  different.push(await compare(file, identity));
const last = sealed.length - 1;
sealed[last] = (sealed[last] ?? 0) ^ 1;
different.push(await compare(sealed, identity));
process.stdout.write(
  JSON.stringify({
    vectors: asked.length,
    wrong: wrong.filter((one) => one !== null),
    different: different.filter((one) => one !== null),
  }),
);
