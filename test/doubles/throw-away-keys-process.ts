// Makes what a gateway's session has, and looks through all that this process can still reach for the private keys that were made
// for it: prints the parts of what was given, and what holds each of the keys, in the order in which they were made, as JSON.
import crypto, { type KeyObject } from "node:crypto";
import { Session } from "node:inspector/promises";
import { syncBuiltinESMExports } from "node:module";
import { getHeapSnapshot, setFlagsFromString } from "node:v8";
import { makeThrowAway } from "../../shared/core/pki/issuing/ephemeral-certificates.ts";
import { pem } from "../../shared/core/pki/pem.ts";

/** SEC1 of each key with every bit turned over: what is kept here is not to be found. */
const turned: number[][] = [];
type Turned = readonly (readonly number[])[];
const { generateKeyPairSync } = crypto;
Object.assign(crypto, {
  generateKeyPairSync: (type: "ec", options: { namedCurve: string }) => {
    const pair = generateKeyPairSync(type, options);
    turned.push([...sec1(pair.privateKey)].map(turn));
    return pair;
  },
});
syncBuiltinESMExports();

function sec1(key: KeyObject): Uint8Array {
  return key.export({ type: "sec1", format: "der" });
}

function turn(byte: number): number {
  return 255 - byte;
}

/** Strings, which may have a key as base64 or as PEM in base64. */
async function inTexts(): Promise<readonly boolean[]> {
  setFlagsFromString("--heap-snapshot-string-limit=1000000");
  const chunks: Buffer[] = [];
  for await (const chunk of getHeapSnapshot())
    chunks.push(Buffer.from(String(chunk)));
  const heap = Buffer.concat(chunks);
  return turned.map((bytes) => {
    const der = Buffer.from(bytes.map(turn));
    const twice = Buffer.from(pem("EC PRIVATE KEY", der)).toString("base64");
    // Both within the first line, and of the secret number.
    const parts = [der.toString("base64").slice(12, 48), twice.slice(60, 100)];
    return parts.some((part) => heap.includes(part));
  });
}

/** What `look` says of all live objects with that prototype, other prototypes among them. It knows nothing of what is around it. */
async function among(
  prototype: string,
  look: (this: never, keys: Turned) => boolean[],
): Promise<readonly boolean[]> {
  const session = new Session();
  session.connect();
  try {
    const { result } = await session.post("Runtime.evaluate", {
      expression: prototype,
    });
    const { objects } = await session.post("Runtime.queryObjects", {
      prototypeObjectId: result.objectId ?? "",
    });
    const judged = await session.post("Runtime.callFunctionOn", {
      functionDeclaration: String(look),
      objectId: objects.objectId ?? "",
      arguments: [{ value: turned }],
      returnByValue: true,
    });
    if (judged.exceptionDetails)
      throw new Error(judged.exceptionDetails.exception?.description);
    return judged.result.value as boolean[];
  } finally {
    session.disconnect();
  }
}

function inBytes(this: readonly Uint8Array[], keys: Turned): boolean[] {
  // Node's pool keeps what once was in it until something else is.
  const live = this.filter(
    (one) =>
      !Object.hasOwn(one, "constructor") && one.length !== Buffer.poolSize,
  );
  // The secret number alone: SEC1 has it behind seven bytes.
  const numbers = keys.map((key) =>
    Buffer.from(key.slice(7, 39).map((byte) => 255 - byte)),
  );
  return numbers.map((number) =>
    live.some(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength).includes(number),
    ),
  );
}

function inKeys(this: readonly KeyObject[], keys: Turned): boolean[] {
  const live = this.filter((one) => !Object.hasOwn(one, "constructor"))
    .filter(({ type }) => type === "private")
    .map((key) => Buffer.from(key.export({ type: "sec1", format: "der" })));
  return keys.map((key) => {
    const der = Buffer.from(key.map((byte) => 255 - byte));
    return live.some((one) => one.equals(der));
  });
}

const now = Date.now();
const given = makeThrowAway({
  roles: ["os:reader"],
  addresses: [Uint8Array.of(127, 0, 0, 1)],
  notBefore: new Date(now),
  notAfter: new Date(now + 3_600_000),
  random: (length) => crypto.randomBytes(length),
});
const bytes = await among("Uint8Array.prototype", inBytes);
const keyObjects = await among(
  `process.getBuiltinModule("node:crypto").KeyObject.prototype`,
  inKeys,
);
const texts = await inTexts();
const held = turned.map((_, index) => ({
  text: texts[index],
  bytes: bytes[index],
  keyObject: keyObjects[index],
}));
process.stdout.write(JSON.stringify({ given: Object.keys(given), held }));
