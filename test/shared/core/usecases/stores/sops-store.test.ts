import { readFileSync } from "node:fs";
import { sealSops } from "../../../../../shared/core/stores/sops/seal-sops.ts";
import type { SopsProgram } from "../../../../../shared/core/ports/sops-program.ts";
import { join } from "node:path";
import { expect, test } from "vitest";
import { vaultError } from "../../../../../shared/core/errors.ts";
import { failure, success } from "../../../../../shared/core/result.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { openSops } from "../../../../../shared/core/stores/sops/open-sops.ts";
import { readSops } from "../../../../../shared/core/stores/sops/sops-file.ts";
import { openSopsFile } from "../../../../../shared/core/usecases/stores/open-sops-file.ts";
import { sopsStore } from "../../../../../shared/core/usecases/stores/sops-store.ts";
import {
  newIdentity,
  recipientOf,
} from "../../../../../shared/core/vault/sealed/age/age.ts";
import { expectRefusal } from "../../../../doubles/at-the-edge.ts";

const vectors = join(import.meta.dirname, "../../../../vectors/sops");
const read = (name: string) => readFileSync(join(vectors, name), "utf8");
const identity = new Secret(read("identity.txt").trim());
const path = "/clusters/lab.sops.yaml";

const theirs = new TextEncoder().encode("context: theirs\n");
/** The person's own sops, which opens everything. */
const program: SopsProgram = { decrypt: async () => success(theirs) };

/** A place with this file, as the person with the identity has it. */
function storeOf(
  sealed: string,
  named: readonly string[] = [],
  fails?: "before" | "after",
) {
  let text = sealed;
  const failed = failure(vaultError("file-failed", "It broke.", "Look."));
  const store = sopsStore(
    {
      files: {
        exists: async () => true,
        judgeTarget: async () => success(undefined),
        read: async () => success(new TextEncoder().encode(text)),
        writePrivate: async (_, bytes) => {
          text = new TextDecoder().decode(bytes);
          return success(undefined);
        },
      },
      readRules: async () => success(new Uint8Array()),
      shared: {
        replaceKnown: async (_, known, bytes) => {
          expect(new TextDecoder().decode(known)).toBe(text);
          if (fails === "before") return failed;
          text = new TextDecoder().decode(bytes);
          return fails ? failed : success(undefined);
        },
      },
      keys: {
        atHand: async () => success({ identities: [identity], broken: [] }),
        moreFor: async () => success({ identities: [], broken: [] }),
      },
      clock: {
        now: () => new Date("2026-11-29T12:00:00Z"),
        monotonicMs: () => 0,
      },
      program,
    },
    path,
    named,
  );
  return { store, text: () => text };
}

/** The file after a push of this text over it. */
async function pushedOver(sealed: string, plain: string): Promise<string> {
  const { store, text } = storeOf(sealed);
  expect(await store.read()).toMatchObject({ ok: true });
  expect(await store.write(new TextEncoder().encode(plain))).toMatchObject({
    ok: true,
  });
  return text();
}

async function opened(text: string, key: Secret) {
  const reading = readSops(new TextEncoder().encode(text));
  if (reading.kind !== "read") throw new Error(reading.kind);
  const found = await openSops(reading.file, [key]);
  return found.kind === "opened"
    ? new TextDecoder().decode(found.bytes)
    : found.kind;
}

const before = read("talosconfig.sops.yaml");
const plain = read("talosconfig.yaml").replace("192.0.2.", "198.51.100.");

test("a recipient that was added to a file by hand is given nothing by a push", async () => {
  const stranger = await newIdentity();
  const recipient = await recipientOf(stranger);
  const [entry = ""] = / {8}- recipient:[^]*?-----END.*\n/.exec(before) ?? [];
  const added = entry.replace(/age1\w+/, recipient);
  const text = before.replace(entry, () => `${entry}${added}`);
  expect(text).toContain(recipient);
  const after = await pushedOver(text, plain);
  expect(await opened(after, identity)).toBe(plain);
  expect(await opened(after, stranger)).not.toBe(plain);
});

test.each([
  ["before", "none"],
  ["after", undefined],
] as const)(
  "writing that fails %s the new file took the place says whether it may be there",
  async (moment, arrival) => {
    const { store } = storeOf(before, [], moment);
    await store.read();
    const written = await store.write(new TextEncoder().encode(plain));
    expect(written.ok || written.error.arrival).toBe(arrival);
    expect(written.ok).toBe(false);
  },
);

test("a push over a file changes the texts of values that changed, and no others", async () => {
  const after = await pushedOver(before, plain);
  expect(await opened(after, identity)).toBe(plain);
  const kept = new Set(after.split("\n"));
  const gone = before.split("\n").filter((line) => !kept.has(line));
  const own = /^ {4}(?:lastmodified|mac|version):/;
  expect(gone.filter((line) => !own.test(line))).toHaveLength(1);
});

test.each(["encrypted_regex: .", "pgp:\n        - fp: A"])(
  "a file with %j is read, and not written: it would come back otherwise",
  async (more) => {
    const { store } = storeOf(`${before}    ${more}\n`);
    expect(await store.read()).toMatchObject({ ok: true });
    const refused = await store.readyToWrite(new TextEncoder().encode(plain));
    expectRefusal(refused, /not for us to write/);
  },
);

test("a key of one's own that is none is no sign that a file was changed", async () => {
  const keys = { atHand: async () => success({ identities: [], broken: ["line 2 of keys.txt"] }), moreFor: async () => success({ identities: [], broken: [] }) }; // prettier-ignore
  const bytes = new TextEncoder().encode(before);
  expectRefusal(
    await openSopsFile(keys)(path, bytes),
    /No key of age or SSH at hand opens .*line 2 of keys\.txt is no key/,
  );
});

test("whoever is named for a file that is there, and has no key of it, is refused before anything is written", async () => {
  const stranger = await recipientOf(await newIdentity());
  const own = await recipientOf(identity);
  const refused = await storeOf(before, [own, stranger]).store.read();
  expectRefusal(refused, new RegExp(`nobody new: ${stranger}`));
  expect(await storeOf(before, [own]).store.read()).toMatchObject({ ok: true });
});

test("a file for keys that are not read here is opened by the person's sops, and not written; one with a value in clear by nobody", async () => {
  const stranger = await recipientOf(await newIdentity());
  const sealed = await sealSops(new TextEncoder().encode(plain), [stranger], new Date()); // prettier-ignore
  const pgp = "    pgp:\n        - fp: A\n    lastmodified";
  const foreign = sealed.text.replace("    lastmodified", pgp);
  expect(foreign).toContain("fp: A");
  const { store } = storeOf(foreign);
  expect(await store.read()).toMatchObject({ value: { bytes: theirs } });
  expectRefusal(await store.readyToWrite(theirs), /not for us to write/);
  const clear = foreign.replace(/ENC\[[^\n]*/, "192.0.2.66");
  expectRefusal(await storeOf(clear).store.read(), /in clear/);
});

test("a recipient that is none is named, with what is wrong with it", async () => {
  const whole = await recipientOf(await newIdentity());
  const { store } = newFile([whole, whole.slice(0, 20)]);
  expectRefusal(
    await store.readyToWrite(new Uint8Array([1])),
    /"age1\w+": it is not a whole age1…/,
  );
});

test("where no rule says it, who is in SOPS_AGE_RECIPIENTS is named, and given nothing", async () => {
  const named = await recipientOf(await newIdentity());
  const refused = await newFile([], [named]).store.readyToWrite(
    new Uint8Array([1]),
  );
  expectRefusal(refused, new RegExp(`SOPS_AGE_RECIPIENTS names ${named}`));
  expect(refused).toMatchObject({ error: { actions: ["to-recipients"] } });
});

/** A place where nothing is yet, and no rule above it. */
function newFile(
  named: readonly string[],
  namedForSops: readonly string[] = [],
) {
  const none = failure(vaultError("file-missing", "There is none.", ""));
  const store = sopsStore(
    {
      files: {
        exists: async () => false,
        judgeTarget: async () => success(undefined),
        read: async () => none,
        writePrivate: async () => success(undefined),
      },
      readRules: async () => success(new Uint8Array()),
      shared: { replaceKnown: async () => success(undefined) },
      keys: {
        atHand: async () => success({ identities: [], broken: [] }),
        moreFor: async () => success({ identities: [], broken: [] }),
      },
      clock: { now: () => new Date(), monotonicMs: () => 0 },
      program,
      namedForSops,
    },
    path,
    named,
  );
  return { store };
}
