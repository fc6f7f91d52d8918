import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { hmacSha256Hex } from "../../../shared/core/pki/primitives/hash-and-hmac.ts";
import { Secret } from "../../../shared/core/secret.ts";
import {
  packArchive,
  readArchive,
} from "../../../shared/core/usecases/vault/generations/backup-archive.ts";
import { decrypt } from "../../../shared/core/vault/sealed/age/age.ts";
import {
  endOfHeader,
  readVaultId,
  scryptFactor,
} from "../../../shared/core/vault/sealed/vault-file-header.ts";
import { readDocument } from "../../../shared/core/vault/read-document.ts";
import { unsealVault } from "../../../shared/core/vault/sealed/seal.ts";
import { isSound } from "../../../shared/core/vault/stored-lines.ts";
import {
  documentKey,
  macSuffix,
  writeDocument,
} from "../../../shared/core/vault/write-document.ts";
import { mutated } from "../mutate.ts";
import { holds, target, type OpenTarget } from "../target.ts";

const vectors = join(import.meta.dirname, "../../vectors");
const sealed = Uint8Array.from(
  readFileSync(join(vectors, "vault-format-1.age")),
);
const identity = new Secret(
  /AGE-SECRET-KEY-\S+/.exec(
    readFileSync(join(vectors, "vault-format-1.identity.txt"), "utf8"),
  )?.[0] ?? "",
);
const headerWords = [
  "age-encryption.org/v1\n", "-> X25519 ", "-> scrypt ", "-> talos-vault ", "-> grease\n", "--- ", "\n", " ", "=", "18", "9999999999", "22",
]; // prettier-ignore

const shown = async (bytes: Uint8Array) => {
  const opened = await decrypt(bytes, { kind: "identity", identity });
  return opened.kind === "opened" ? opened.content : null;
};

/** A file that is no more what was sealed opens nowhere. */
export const ageTarget: OpenTarget = async () => {
  const content = (await shown(sealed)) ?? new Uint8Array();
  holds(content.length > 0, "the vector opens");
  return target({
    name: "vault-file",
    inputs: mutated([sealed], headerWords),
    budgetMs: 5000,
    check: async (bytes: Uint8Array) => {
      readVaultId(bytes);
      scryptFactor(bytes);
      endOfHeader(bytes);
      const found = await shown(bytes);
      holds(
        found === null || Buffer.compare(found, content) === 0,
        "what opens is what was sealed",
      );
      const unsealed = await unsealVault(bytes, identity);
      if (!unsealed.ok)
        holds(
          !JSON.stringify(unsealed.error).includes(identity.reveal()),
          "no identity in an error",
        );
    },
  });
};

/** A content that somebody with a key of theirs sealed, as a backup that one is given: read, or called damaged. */
export const documentTarget: OpenTarget = async () => {
  const content = (await shown(sealed)) ?? new Uint8Array();
  const body = content.subarray(0, content.length - macSuffix("").length - 64);
  const words = ["\n", "{", "}", "},\n", '"', ",", "null", "[]", '"contexts":{', '"metadata":{', '"x-talos-vault":{', '"format":2', "\\", "__proto__"]; // prettier-ignore
  return target({
    name: "vault-content",
    inputs: mutated([body], words),
    budgetMs: 5000,
    check: async (bytes: Uint8Array) => {
      const suffix = Buffer.from(macSuffix(""));
      const mac = hmacSha256Hex(documentKey(identity), bytes, suffix);
      const whole = Buffer.concat([bytes, Buffer.from(macSuffix(mac))]);
      const read = await readDocument(whole, identity);
      if (!read.ok) return;
      if (![...read.value.contexts.values()].every(isSound)) return;
      for (const { config, metadata } of read.value.contexts.values())
        holds(
          Array.isArray(config.endpoints) &&
            metadata.importedAt instanceof Date,
          "a context that was read can be looked at",
        );
      const written = await writeDocument(read.value, identity);
      const again = await readDocument(written, identity);
      holds(again.ok, "what is read can be written");
    },
  });
};

/** A backup that one is given. */
export const archiveTarget: OpenTarget = async () => {
  const recovery = Uint8Array.from(Buffer.from("age-encryption.org/v1\nx"));
  const archive = { vault: sealed, edits: recovery, recovery, passphrase: recovery, records: recovery }; // prettier-ignore
  const words = ["vault.age\0", "../vault.age\0", "/etc/passwd\0", "ustar\0", "00", "7777777777", "\0", "\u0080\0\0\0\0\0\0\u00ff", "g", "x", "L", "30 path=vault.age\n"]; // prettier-ignore
  return target({
    name: "archive",
    inputs: fc.oneof(mutated([packArchive(archive)], words), mutated([sealed, packArchive(archive)], words)), // prettier-ignore
    budgetMs: 5000,
    check: (bytes: Uint8Array) => {
      const read = readArchive(bytes);
      if (!read.ok) return;
      holds(readVaultId(read.value.vault) !== null, "it has a vault's file");
      const parts = Object.values(read.value) as (Uint8Array | null)[];
      const total = parts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
      holds(total <= 4 * bytes.length, "nothing in it is larger than it");
    },
  });
};
