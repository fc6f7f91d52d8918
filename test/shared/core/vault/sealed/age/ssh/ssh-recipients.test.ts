import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  isRecipient,
  readRecipients,
} from "../../../../../../../shared/core/handover/recipients.ts";
import { countOf } from "../../../../../../../shared/core/counted-noun.ts";
import { limits } from "../../../../../../../shared/core/limits.ts";
import { pem, readPem } from "../../../../../../../shared/core/pki/pem.ts";
import { Secret } from "../../../../../../../shared/core/secret.ts";
import {
  decryptFromOthers,
  encryptToOthers,
  newIdentity,
} from "../../../../../../../shared/core/vault/sealed/age/age.ts";
import { readIdentities } from "../../../../../../../shared/core/vault/sealed/age/age-identities.ts";
import {
  readSshPrivateKey,
  type SshKeyFile,
} from "../../../../../../../shared/core/vault/sealed/age/ssh/ssh-private-key.ts";
import {
  atTheEdge,
  expectRefusal,
} from "../../../../../../doubles/at-the-edge.ts";
import { must } from "../../../../../../doubles/memory-host.ts";

const folder = mkdtempSync(join(tmpdir(), "tv-ssh-"));
const at = (name: string) => join(folder, name);
const passphrase = "correct horse";
const content = new TextEncoder().encode("context: prod\n".repeat(9000));
/** What people have in ~/.ssh, and what age has no use for. */
const keys = {
  ed25519: ["-t", "ed25519", "-N", ""],
  rsa: ["-t", "rsa", "-b", "2048", "-N", ""],
  "rsa-3072-pem": ["-t", "rsa", "-b", "3072", "-m", "PEM", "-N", ""],
  locked: ["-t", "ed25519", "-N", passphrase],
  "locked-rsa": ["-t", "rsa", "-b", "2048", "-N", passphrase, "-a", "2"],
  ecdsa: ["-t", "ecdsa", "-N", ""],
  "small-rsa": ["-t", "rsa", "-b", "1024", "-N", ""],
} as const;
const usable = ["ed25519", "rsa", "locked", "locked-rsa"] as const;

beforeAll(() => {
  for (const [name, words] of Object.entries(keys))
    execFileSync("ssh-keygen", ["-q", "-C", `${name}@laptop`, "-f", at(name), ...words]); // prettier-ignore
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const publicLine = (name: keyof typeof keys) => readFileSync(at(`${name}.pub`), "utf8").trim(); // prettier-ignore
const keyFile = (name: keyof typeof keys, secret: string | null = passphrase) =>
  readSshPrivateKey(new Uint8Array(readFileSync(at(name))), secret === null ? null : new Secret(secret)); // prettier-ignore
const keyIn = (read: SshKeyFile) => {
  if (read.kind !== "key") throw new Error(read.kind);
  return read.key;
};
const recipientsOf = (text: string) => must(readRecipients(text)).map(({ key }) => key); // prettier-ignore
const age = (args: readonly string[], input: Uint8Array | string) =>
  new Uint8Array(execFileSync("age", args, { input, maxBuffer: 1 << 24, stdio: ["pipe", "pipe", "pipe"] })); // prettier-ignore

describe("with stock age", () => {
  // Its passphrase is asked for on a terminal alone.
  test.each(["ed25519", "rsa"] as const)("age opens what is made for a key of %s", async (name) => {
    const made = await encryptToOthers(recipientsOf(publicLine(name)), content);
    expect(made).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
    expect(age(["-d", "-i", at(name)], made)).toEqual(content);
  }); // prettier-ignore

  test.each(usable)("what age made for a key of %s is opened", async (name) => {
    for (const armor of [[], ["-a"]]) {
      const made = age([...armor, "-r", publicLine(name)], content);
      const opened = await decryptFromOthers(made, [keyIn(keyFile(name))]);
      expect(opened).toEqual({ kind: "opened", content });
    }
  });

  test("one file for several keys, of a list as authorized_keys is one, opens with each", async () => {
    const identity = execFileSync("age-keygen", [], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }); // prettier-ignore
    writeFileSync(at("identity"), identity);
    const [age1 = ""] = /age1[0-9a-z]+/.exec(identity) ?? [];
    const list = `# team\n\n${age1}\n${publicLine("ed25519")}\r\ncommand="echo \\"ssh-rsa AAAA\\"",no-pty ${publicLine("rsa")}\n`;
    const made = await encryptToOthers(recipientsOf(list), content);
    for (const file of ["identity", "ed25519", "rsa"])
      expect(age(["-d", "-i", at(file)], made)).toEqual(content);
    const bytes = new TextEncoder().encode(`Hi,\n\n${made}`);
    const older = (await newIdentity()).reveal();
    const file = new TextEncoder().encode(`# of 2025\n${older}\r\n${identity}`);
    const { identities: several } = await readIdentities(file);
    expect(several).toHaveLength(2);
    expect(await decryptFromOthers(bytes, several)).toMatchObject({ kind: "opened" }); // prettier-ignore
    const locked = keyIn(keyFile("locked"));
    expect(await decryptFromOthers(bytes, [locked])).toEqual({ kind: "not-for-us" }); // prettier-ignore
  });

  test("a byte that is changed, anywhere, is noticed", async () => {
    const made = age(["-r", publicLine("ed25519")], "short");
    const key = keyIn(keyFile("ed25519"));
    for (let index = 0; index < made.length; index++) {
      const changed = Uint8Array.from(made);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect((await decryptFromOthers(changed, [key])).kind).not.toBe("opened");
    }
  });
});

describe("a key file", () => {
  test("under a passphrase wants it, and tells a wrong one", () => {
    const read = keyFile("locked");
    const { wire } = read.kind === "key" ? read.key : {};
    expect(keyFile("locked", null)).toEqual({ kind: "encrypted", wire });
    expect(keyFile("locked", "wrong")).toEqual({ kind: "wrong-passphrase" });
    expect(keyFile("locked").kind).toBe("key");
  });

  test("of ECDSA is named, and so is what is none", () => {
    expect(keyFile("ecdsa")).toEqual({ kind: "unsupported", what: "a key of type ecdsa-sha2-nistp256" }); // prettier-ignore
    expect(readSshPrivateKey(new TextEncoder().encode("x"), null)).toEqual({ kind: "none" }); // prettier-ignore
  });

  test("that is cut off or changed anywhere never throws", () => {
    const der = readPem(new Uint8Array(readFileSync(at("ed25519"))))[0]?.der ?? new Uint8Array(); // prettier-ignore
    for (let length = 0; length < der.length; length++) {
      const text = pem("OPENSSH PRIVATE KEY", der.subarray(0, length));
      const read = readSshPrivateKey(new TextEncoder().encode(text), null);
      expect(read.kind).toMatch(/unsupported|none|key/);
    }
  });
});

describe("recipients", () => {
  test("are shown as ssh-keygen shows them", () => {
    const printed = execFileSync("ssh-keygen", ["-lf", at("ed25519.pub")], { encoding: "utf8" }); // prettier-ignore
    const [, print = ""] = / (SHA256:\S+) /.exec(printed) ?? [];
    const [one] = must(readRecipients(publicLine("ed25519")));
    expect(one?.shown).toBe(`ssh-ed25519 ${print} ed25519@laptop`);
  });

  test("are told from names of files", () => {
    for (const text of [
      "age1x",
      "ssh-ed25519 AAAA",
      "ecdsa-sha2-nistp256 AAAA",
      "sk-ssh-ed25519@openssh.com AAAA",
    ])
      // prettier-ignore
      expect(isRecipient(text)).toBe(true);
    for (const text of ["ada.request", "@team", "-", "./ssh-keys", "agent"])
      expect(isRecipient(text)).toBe(false);
  });

  test.each([
    [() => publicLine("ecdsa"), /Line 1 .*ECDSA/],
    [() => publicLine("small-rsa"), /less than 2,048 bits/],
    [() => "sk-ssh-ed25519@openssh.com AAAA ada", /security key/],
    [() => `${publicLine("ed25519")}\nssh-ed25519 AAAAC3Nz`, /Line 2 .*cannot be read/], // prettier-ignore
    [() => publicLine("ed25519").replace("ssh-ed25519", "ssh-rsa"), /cannot be read/], // prettier-ignore
    [() => "age1yubikey1q", /plugins/],
    [() => "ssh-dss AAAA", /neither/],
    [() => "# nobody\n", /no recipient/],
  ])("that cannot be encrypted to are refused with the reason: %#", (make, why) => {
    expectRefusal(readRecipients(make()), why);
  }); // prettier-ignore

  atTheEdge("handoverRecipients", {
    make: (amount) => `${publicLine("ed25519")}\n`.repeat(amount),
    read: (text) => readRecipients(text),
    taken: (answer) => void must(answer),
    refused: (answer) => expectRefusal(answer, /more than 32 recipients/),
  });
});

atTheEdge("handoverHeader", {
  make: (amount) => {
    const made = age(["-r", publicLine("ed25519")], "short");
    const text = Buffer.from(made).toString("latin1");
    const end = text.indexOf("\n--- ") + 1;
    const mac = text.indexOf("\n", end) + 1;
    // Stanzas of somebody else; the MAC no longer fits, so that a header within the bound is broken, and says so.
    const length = amount - mac;
    const line = "-> x\n\n";
    const rest = length % line.length;
    const more = line.repeat(Math.floor(length / line.length) - 1) + `-> ${"x".repeat(rest + 1)}\n\n`; // prettier-ignore
    return Buffer.from(text.slice(0, end) + more + text.slice(end), "latin1");
  },
  read: async (file) => {
    let looked = false;
    const key = keyIn(keyFile("ed25519"));
    const watching = new Proxy(key, { get: (of, name) => ((looked = true), Reflect.get(of, name) as unknown) }); // prettier-ignore
    await decryptFromOthers(new Uint8Array(file), [watching]);
    return looked;
  },
  taken: (looked) => expect(looked).toBe(true),
  refused: (looked) => expect(looked).toBe(false),
});

atTheEdge("sshKeyRounds", {
  make: (rounds) => {
    const der = Buffer.from(readPem(new Uint8Array(readFileSync(at("locked-rsa"))))[0]?.der ?? []); // prettier-ignore
    // magic, "aes256-ctr", "bcrypt", then the length of 24 bytes: 4 + 16 of salt, and the rounds.
    const place = "openssh-key-v1\0".length + 4 + 10 + 4 + 6 + 4 + 4 + 16;
    expect(der.readUInt32BE(place)).toBe(2);
    der.writeUInt32BE(rounds, place);
    return new TextEncoder().encode(pem("OPENSSH PRIVATE KEY", der));
  },
  read: (file) => readSshPrivateKey(file, new Secret("x")),
  taken: (read) => expect(read).toEqual({ kind: "wrong-passphrase" }),
  refused: (read) =>
    expect(read).toEqual({ kind: "unsupported", what: `a key of ${countOf(limits.sshKeyRounds.most + 1, "round")}` }), // prettier-ignore
});
