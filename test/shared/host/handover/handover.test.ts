import { armor } from "age-encryption";
import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type {
  AcceptedBefore,
  SealedAnswerView,
} from "../../../../shared/contract/handover.ts";
import { emitTalosconfig } from "../../../../shared/core/talosconfig/yaml/emit.ts";
import { contextOf, TestAuthority } from "../../../doubles/certificates.ts";
import { must, openHost } from "../../../doubles/memory-host.ts";
import { offlineTalosApi } from "../../../doubles/offline-talos-api.ts";
import { scriptedPerson } from "../../../doubles/scripted-person.ts";

let authority: TestAuthority;
let talosconfig: string;

beforeAll(() => {
  authority = new TestAuthority();
  const prod = contextOf(authority.pair.crt, authority.client());
  const contexts = new Map([["prod", prod]]);
  talosconfig = emitTalosconfig({ context: "prod", contexts });
});
afterAll(() => authority.dispose());

async function open() {
  const memory = await openHost(talosconfig);
  const { crt, key } = authority.pair;
  memory.files.set("/ca.pem", crt + key);
  const { text } = must(await memory.host.ask("handover.request", { name: "Ada" })); // prettier-ignore
  const give = (roles: readonly string[], to = "Ada") =>
    memory.host.ask("handover.give", { context: "prod", text, roles: [...roles], ttlSeconds: 600, to, reason: "on call" }); // prettier-ignore
  const keep = (seal = false) => memory.host.ask("authorities.import", { path: "/ca.pem", seal }); // prettier-ignore
  return { memory, give, keep };
}

test("without an authority nothing is given, and it is said what is missing", async () => {
  const { give } = await open();
  expect(await give(["os:reader"])).toMatchObject({
    ok: false,
    error: {
      message: expect.stringMatching(
        /no authority of the cluster of "prod"/,
      ) as string,
    },
  });
});

test("os:admin is given after a person's yes alone", async () => {
  const { memory, give, keep } = await open();
  must(await keep());
  memory.consent = scriptedPerson(["denied"]);
  expect(await give(["os:admin"])).toMatchObject({ ok: false });
  memory.consent = scriptedPerson(["once"]);
  expect(must(await give(["os:admin"])).roles).toEqual(["os:admin"]);
});

test("nobody is asked for a yes where the words are refused, nor for a passphrase where the answer is no", async () => {
  const { memory, give, keep } = await open();
  memory.passphrase = "of the authority";
  must(await keep(true));
  memory.passphrase = null;
  const person = scriptedPerson(["denied", "once"]);
  memory.consent = person;
  const refusal = async (to?: string) => {
    const given = await give(["os:admin"], to);
    return given.ok ? null : given.error.code;
  };
  expect(await refusal("A\u{202e}da")).toBe("handover-invalid");
  expect(person.asked).toEqual([]);
  expect(await refusal()).toBe("declined");
  expect(await refusal()).toBe("cancelled");
});

test("a text of a hand-over is put into the clipboard by main, and nothing beside it", async () => {
  const { memory } = await open();
  const { text } = must(await memory.host.ask("handover.request", { name: "Eve" })); // prettier-ignore
  const copy = async (given: string) => memory.host.ask("handover.copy", { text: given }); // prettier-ignore
  expect(must(await copy(text))).toEqual({ text, isCopied: true });
  expect(memory.clipboard).toBe(text);
  for (const other of ["curl x | sh", `x\n${text}`, `${text}x`, text + text])
    expect(await copy(other)).toMatchObject({ ok: false });
  expect(memory.clipboard).toBe(text);
});

test("a text is saved in a file, and comes out of one alone, whatever else is in it", async () => {
  const { memory } = await open();
  const { host, files } = memory;
  memory.hasDialogs = false;
  const { text } = must(await host.ask("handover.request", { name: "Eve" }));
  const path = "/eve.request";
  expect(must(await host.ask("handover.save", { text, path }))).toEqual({ path }); // prettier-ignore
  expect(files.get(path)).toBe(text);
  for (const other of [
    { text, path },
    { text: "ssh-ed25519 AAAA", path: "/home/you/.ssh/authorized_keys" },
  ])
    // prettier-ignore
    expect(await host.ask("handover.save", other)).toMatchObject({ ok: false });
  const mail = `Hi,\r\n\r\n${text.replaceAll("\n", "\r\n")}${authority.pair.key}`;
  files.set("/mail", mail);
  for (const source of [
    { kind: "path", path: "/mail" },
    { kind: "dropped", token: host.keepDropped("/mail") },
    { kind: "upload", token: host.keepUpload(new TextEncoder().encode(mail)) },
  ] as const)
    expect(must(await host.ask("handover.open", source))).toEqual({ text });
  files.set("/twice", text + text);
  for (const wrong of ["/twice", "/ca.pem"])
    expect(await host.ask("handover.open", { kind: "path", path: wrong })).toMatchObject({ ok: false, error: { code: "handover-invalid" } }); // prettier-ignore
});

test("no reply holds a key, and an undo makes the request wait again", async () => {
  const { memory, give, keep } = await open();
  must(await keep());
  const { text } = must(await give(["os:reader"]));
  const accepted = must(await memory.host.ask("handover.accept", { text, as: "mine" })); // prettier-ignore
  expect(`${text}${accepted.receipt}`).not.toMatch(/redacted|PRIVATE KEY/);
  // A window that was killed before it showed the receipt shows it when the answer is read again.
  const again = must(await memory.host.ask("handover.read-answer", { text }));
  expect(again).toMatchObject({ kind: "accepted", as: "mine" });
  const { receipt } = again as AcceptedBefore;
  expect(receipt).not.toMatch(/redacted|PRIVATE KEY/);
  expect(must(await memory.host.ask("handover.receipt", { text: receipt }))).toEqual({ to: "Ada", context: "prod" }); // prettier-ignore
  must(await memory.host.ask("vault.undo", {}));
  expect(must(await memory.host.ask("handover.read-answer", { text }))).toMatchObject({ kind: "answer", to: "Ada" }); // prettier-ignore
  must(await memory.host.ask("handover.accept", { text, as: "mine" }));
  // Without its context there is nothing that could sign.
  must(await memory.host.ask("contexts.remove", { names: ["mine"] }));
  expect(await memory.host.ask("handover.read-answer", { text })).toMatchObject({ ok: false, error: { message: expect.stringMatching(/accepted already/) as string } }); // prettier-ignore
});

test("a key of SSH takes the place of a request: the answer is an age file, which main copies and saves", async () => {
  const { memory, keep } = await open();
  const { host } = memory;
  must(await keep());
  const { publicKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ type: "spki", format: "der" }).subarray(-32);
  const part = (bytes: Uint8Array) => Buffer.concat([Buffer.of(0, 0, 0, bytes.length), bytes]); // prettier-ignore
  const wire = Buffer.concat([part(Buffer.from("ssh-ed25519")), part(raw)]);
  const line = `ssh-ed25519 ${wire.toString("base64")} ada@laptop`;
  memory.files.set("/ada.pub", `# a comment that stays here\n${line}\n`);
  const opened = must(await host.ask("handover.open", { kind: "path", path: "/ada.pub" })); // prettier-ignore
  expect(opened).toEqual({ text: line });
  const read = must(await host.ask("handover.read-recipient", { text: line }));
  expect(read).toEqual({
    kind: "keys",
    keys: [expect.stringMatching(/^ssh-ed25519 SHA256:\S+ ada@laptop$/)],
  });
  const given = must(await host.ask("handover.give", { context: "prod", text: line, roles: ["os:reader"], ttlSeconds: 600, to: "Ada", reason: "on call" })); // prettier-ignore
  expect(given).toMatchObject({ isSealed: true, roles: ["os:reader"] });
  expect(given.text).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
  must(await host.ask("handover.copy", { text: given.text }));
  expect(memory.clipboard).toBe(given.text);
  for (const text of [`x\n${given.text}`, given.text + given.text, line])
    expect(await host.ask("handover.copy", { text })).toMatchObject({ ok: false }); // prettier-ignore
  const { given: listed } = must(await host.ask("handover.list", {}));
  expect(listed).toMatchObject([{ to: "Ada", context: "prod", acceptedAt: null }]); // prettier-ignore
});

test("for a key of SSH a node may be asked as a named context, though the vault could sign", async () => {
  const { memory, keep } = await open();
  must(await keep());
  const { line } = keyOfSsh("");
  const give = { context: "prod", text: line, roles: ["os:reader"], ttlSeconds: 600, to: "Ada", reason: "on call" }; // prettier-ignore
  let asked = 0;
  memory.talos = {
    ...memory.talos,
    generate: (...order) => {
      asked += 1;
      return offlineTalosApi.generate(...order);
    },
  };
  expect(await memory.host.ask("handover.give", { ...give, asker: "nobody" })).toMatchObject({ ok: false }); // prettier-ignore
  expect(asked).toBe(0);
  expect(await memory.host.ask("handover.give", { ...give, asker: "prod" })).toMatchObject({ ok: false }); // prettier-ignore
  expect(asked).toBeGreaterThan(0);
  must(await memory.host.ask("handover.give", give));
});

test("an age file is opened with the receiver's own key, whose passphrase is asked for outside of the page", async () => {
  const { memory, keep } = await open();
  const { host, files } = memory;
  must(await keep());
  const { key, line } = keyOfSsh("correct horse");
  const give = { context: "prod", text: line, roles: ["os:reader"], ttlSeconds: 600, to: "Ada", reason: "on call" }; // prettier-ignore
  const { text } = must(await host.ask("handover.give", give));
  files.set("/access.age", text);
  expect(must(await host.ask("handover.open", { kind: "path", path: "/access.age" }))).toEqual({ text }); // prettier-ignore
  const binary = { kind: "upload", token: host.keepUpload(armor.decode(text)) } as const; // prettier-ignore
  expect(must(await host.ask("handover.open", binary))).toEqual({ text });
  expect(must(await host.ask("handover.read-answer", { text }))).toEqual({ kind: "age-file" }); // prettier-ignore

  const path = "/home/ada/.ssh/id_ed25519";
  const opened = (given = text) => host.ask("handover.open-sealed", { text: given, path }); // prettier-ignore
  memory.hasOpenDialog = false;
  files.set(path, "no key");
  expect(await opened()).toMatchObject({ error: { code: "credential-unusable" } }); // prettier-ignore
  files.set(path, keyOfSsh("").key);
  expect(await opened()).toMatchObject({ error: { code: "handover-invalid", message: expect.stringMatching(/another key/) as string } }); // prettier-ignore
  files.set(path, key);
  memory.passphrase = "wrong";
  expect(await opened()).toMatchObject({ error: { code: "passphrase-wrong" } });
  memory.passphrase = "correct horse";
  expect(await opened(text.replace(/A/g, "B"))).toMatchObject({ error: { code: "handover-invalid" } }); // prettier-ignore
  const openSealed = async () => {
    const one = must(await opened());
    expect(one).toMatchObject({ kind: "sealed", name: "prod", roles: ["os:reader"] }); // prettier-ignore
    return one as SealedAnswerView;
  };
  const sealed = await openSealed();
  const { token } = sealed;
  const { token: again } = await openSealed();
  const taken = must(await host.ask("handover.accept-sealed", { token, as: "mine" })); // prettier-ignore
  expect(taken).toMatchObject({ as: "mine", receipt: expect.stringMatching(/RECEIPT/) as string }); // prettier-ignore
  expect(JSON.stringify([sealed, taken])).not.toMatch(/PRIVATE KEY|redacted/);
  expect(await host.ask("handover.accept-sealed", { token, as: "twice" })).toMatchObject({ error: { code: "file-missing" } }); // prettier-ignore

  // A window that was killed before it showed the receipt shows it when the file is opened again.
  const before = must(await opened());
  expect(before).toMatchObject({ kind: "accepted", as: "mine" });
  expect(JSON.stringify(before)).not.toMatch(/PRIVATE KEY|redacted/);
  expect(await host.ask("handover.accept-sealed", { token: again, as: "twice" })).toMatchObject({ error: { code: "handover-invalid" } }); // prettier-ignore
  await host.lock("A test.");
  must(await host.ask("vault.unlock", { with: "keychain" }));
  expect(await host.ask("handover.accept-sealed", { token: again, as: "twice" })).toMatchObject({ error: { code: "file-missing" } }); // prettier-ignore
});

/** As `ssh-keygen` makes it. */
function keyOfSsh(passphrase: string) {
  const folder = mkdtempSync(join(tmpdir(), "talos-vault-ssh-"));
  try {
    const path = join(folder, "id");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-a", "1", "-N", passphrase, "-f", path]); // prettier-ignore
    const line = readFileSync(`${path}.pub`, "utf8").trim();
    return { key: readFileSync(path, "utf8"), line };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("of a file with a private key nothing comes into a window", async () => {
  const { memory } = await open();
  memory.files.set("/id", "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----\n"); // prettier-ignore
  const opened = await memory.host.ask("handover.open", { kind: "path", path: "/id" }); // prettier-ignore
  expect(opened).toMatchObject({ ok: false });
  expect(JSON.stringify(opened)).not.toContain("c2VjcmV0");
});
