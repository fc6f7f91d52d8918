import { Decrypter, Encrypter } from "age-encryption";
import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../../../../../../shared/core/secret.ts";
import {
  decrypt,
  encryptTo,
  encryptWithPassphrase,
  newIdentity,
  recipientOf,
} from "../../../../../../shared/core/vault/sealed/age/age.ts";
import {
  openPayload,
  sealPayload,
} from "../../../../../../shared/core/vault/sealed/age/age-payload.ts";

const chunk = 64 * 1024;
/** Around every border of the payload's chunks. */
const lengths = [
  0, 1, 15, 16, 17, chunk - 1, chunk, chunk + 1, 2 * chunk - 16, 2 * chunk,
  2 * chunk + 1, 5 * chunk + 77,
]; // prettier-ignore
const age = "age";
const hasAge = spawnSync(age, ["--version"]).status === 0;

let identity: Secret;
let recipient: string;

beforeAll(async () => {
  identity = await newIdentity();
  recipient = await recipientOf(identity);
});

const opened = (file: Uint8Array) =>
  decrypt(file, { kind: "identity", identity });

describe("an age file", () => {
  test("is never written for nobody", async () => {
    await expect(encryptTo([], "text")).rejects.toThrow("nobody");
  });

  test("of ours is opened by the library, and one of the library by us", async () => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity.reveal());
    const random = Array.from({ length: 60 }, () => randomInt(3 * chunk));
    for (const length of [...lengths, ...random]) {
      const message = new Uint8Array(randomBytes(length));
      const ours = await encryptTo([recipient], message);
      expect(equal(await decrypter.decrypt(ours), message)).toBe(true);
      const theirs = await opened(await encrypter.encrypt(message));
      if (theirs.kind !== "opened") throw new Error(`${String(length)} bytes`);
      expect(equal(theirs.content, message)).toBe(true);
    }
  });

  test("is refused when anything of its payload is cut off or added", async () => {
    const key = new Uint8Array(randomBytes(16));
    const second = 16 + chunk + 16;
    for (const length of [40, chunk, chunk + 40]) {
      const payload = await sealPayload(
        key,
        new Uint8Array(randomBytes(length)),
      );
      const borders = [0, 16, 32, second, second + 16, payload.length];
      const ends = borders.flatMap((at) => range(at - 60, at + 60));
      for (const end of ends.filter((one) => one >= 0 && one < payload.length))
        expect(await openPayload(key, payload.slice(0, end))).toBeNull();
      expect(
        await openPayload(key, flat([payload, new Uint8Array(1)])),
      ).toBeNull();
      expect(await openPayload(key, payload)).not.toBeNull();
    }
  });

  test("is refused with any bit of it changed", async () => {
    const file = await encryptTo([recipient], "sixteen contexts");
    const survivors: number[] = [];
    for (let bit = 0; bit < file.length * 8; bit++) {
      const changed = Uint8Array.from(file);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if ((await opened(changed)).kind === "opened") survivors.push(bit);
    }
    expect(survivors).toEqual([]);
  }, 240_000);

  test("is refused when its chunks change places, or an empty one follows", async () => {
    const key = new Uint8Array(randomBytes(16));
    const sealed = chunk + 16;
    const payload = await sealPayload(
      key,
      new Uint8Array(randomBytes(3 * chunk)),
    );
    const part = (from: number, to: number) =>
      payload.slice(16 + from * sealed, 16 + to * sealed);
    const nonce = payload.slice(0, 16);
    const swapped = [nonce, part(1, 2), part(0, 1), part(2, 3)];
    expect(await openPayload(key, flat(swapped))).toBeNull();
    expect(
      await openPayload(key, flat([nonce, part(0, 1), part(2, 3)])),
    ).toBeNull();
    expect(await openPayload(key, flat([nonce, part(0, 2)]))).toBeNull();
    expect(
      await openPayload(key, flat([payload, new Uint8Array(16)])),
    ).toBeNull();
    expect(await openPayload(key, flat([nonce, part(0, 3)]))).not.toBeNull();
  });
});

describe("an age file behind a passphrase", () => {
  const passphrase = new Secret("correct horse battery");
  const text = "AGE-SECRET-KEY-1";
  const openedWith = (file: Uint8Array, by = passphrase) =>
    decrypt(file, { kind: "passphrase", passphrase: by });

  test("of ours is opened by the library, and one of the library by us", async () => {
    const ours = await encryptWithPassphrase(passphrase, text);
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase.reveal());
    expect(await decrypter.decrypt(ours, "text")).toBe(text);
    const theirs = await fromLibrary(passphrase, text, 12);
    const back = await openedWith(theirs);
    expect(back.kind === "opened" && textOf(back.content)).toBe(text);
    const other = new Secret("another horse battery");
    expect(await openedWith(theirs, other)).toEqual({ kind: "not-for-us" });
  });

  test("is made and opened while everything else goes on", async () => {
    let turns = 0;
    let isOver = false;
    const turn = () => {
      turns++;
      if (!isOver) setImmediate(turn);
    };
    turn();
    const file = await encryptWithPassphrase(passphrase, text);
    const whileMade = turns;
    expect((await openedWith(file)).kind).toBe("opened");
    isOver = true;
    // On the one thread there are as many as there are awaits.
    expect(whileMade).toBeGreaterThan(1000);
    expect(turns - whileMade).toBeGreaterThan(1000);
  });

  test("says broken where its stanza is not as age writes it, or costs too much", async () => {
    const file = await fromLibrary(passphrase, text, 2);
    const changed = async (change: (stanza: string) => string) => {
      const [, stanza = ""] = textOf(file).split("\n");
      const at = textOf(file).indexOf(stanza);
      const head = new TextEncoder().encode(
        textOf(file).slice(0, at) + change(stanza),
      );
      return openedWith(flat([head, file.subarray(at + stanza.length)]));
    };
    expect((await openedWith(file)).kind).toBe("opened");
    for (const change of [
      (stanza: string) => stanza.replace(/ 2$/, " 21"),
      (stanza: string) => stanza.replace(/ 2$/, " 02"),
      (stanza: string) => stanza.replace(/ 2$/, " 2 2"),
      (stanza: string) => stanza.replace(/ 2$/, ""),
      (stanza: string) => stanza.replace(/\S{4} 2$/, " 2"),
      (stanza: string) => `${stanza}\n${"A".repeat(43)}\n-> other`,
    ])
      expect(await changed(change)).toEqual({ kind: "broken" });
  });
});

describe.skipIf(!hasAge)("with the stock age", () => {
  const folder = mkdtempSync(join(tmpdir(), "talos-vault-age-"));
  const key = join(folder, "key.txt");
  beforeAll(() =>
    writeFileSync(key, `${identity.reveal()}\n`, { mode: 0o600 }),
  );
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(lengths)("%d bytes go both ways", async (length) => {
    const message = new Uint8Array(randomBytes(length));
    const ours = await encryptTo(
      [recipient],
      message,
      "6f1c1a34-58a2-4c53-8b2c-0d7b8f4f9a11",
    );
    const plain = execFileSync(age, ["-d", "-i", key], { input: ours });
    expect(equal(plain, message)).toBe(true);
    const theirs = execFileSync(age, ["-r", recipient], { input: message });
    const back = await opened(new Uint8Array(theirs));
    expect(back.kind === "opened" && equal(back.content, message)).toBe(true);
  });

  test("a passphrase opens the file in either", async () => {
    const passphrase = new Secret("correct horse battery");
    const typed = `${passphrase.reveal()}\n`;
    const [ours, theirs] = [join(folder, "ours"), join(folder, "theirs")];
    writeFileSync(ours, await encryptWithPassphrase(passphrase, "the text"));
    // age reads passphrases from a terminal alone.
    const run = (line: string, input: string) =>
      execFileSync("script", ["-qec", line, "/dev/null"], { input });
    const shown = run(`${age} -d ${ours}`, typed).toString("utf8");
    expect(shown).toContain("the text");
    run(`${age} -p -o ${theirs} ${key}`, typed + typed);
    const bytes = new Uint8Array(readFileSync(theirs));
    const back = await decrypt(bytes, { kind: "passphrase", passphrase });
    if (back.kind !== "opened") throw new Error(back.kind);
    expect(textOf(back.content)).toBe(`${identity.reveal()}\n`);
  });
});

async function fromLibrary(
  passphrase: Secret,
  text: string,
  factor: number,
): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase.reveal());
  encrypter.setScryptWorkFactor(factor);
  return encrypter.encrypt(text);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function flat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
