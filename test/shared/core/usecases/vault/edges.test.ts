import { Encrypter, Stanza } from "age-encryption";
import { createTar } from "nanotar";
import { describe, expect } from "vitest";
import { vaultError } from "../../../../../shared/core/errors.ts";
import { failure } from "../../../../../shared/core/result.ts";
import { readArchive } from "../../../../../shared/core/usecases/vault/generations/backup-archive.ts";
import { askForPassphrase } from "../../../../../shared/core/usecases/vault/opening/obtain-keys.ts";
import {
  decrypt,
  newIdentity,
  recipientOf,
} from "../../../../../shared/core/vault/sealed/age/age.ts";
import { endOfHeader } from "../../../../../shared/core/vault/sealed/vault-file-header.ts";
import { atTheEdge, expectRefusal } from "../../../../doubles/at-the-edge.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("an age file", () => {
  const identity = newIdentity();

  /** With a stanza of that many letters for somebody else. */
  const padded = async (letters: number) => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(await recipientOf(await identity));
    const stanza = new Stanza(["pad", "x".repeat(letters)], new Uint8Array());
    encrypter.addRecipient({ wrapFileKey: () => [stanza] });
    return encrypter.encrypt("content");
  };

  atTheEdge("ageHeader", {
    make: async (bytes) => {
      const shortest = endOfHeader(await padded(1)) ?? 0;
      return padded(bytes - shortest + 1);
    },
    read: async (file) =>
      decrypt(file, { kind: "identity", identity: await identity }),
    taken: ({ kind }) => expect(kind).toBe("opened"),
    refused: ({ kind }) => expect(kind).toBe("broken"),
  });

  atTheEdge("scryptFactor", {
    make: (factor) =>
      bytesOf(`age-encryption.org/v1\n-> scrypt c2FsdA ${String(factor)}\n`),
    read: async (file) => {
      let asked = 0;
      const passphrase = {
        ask: async () => {
          asked += 1;
          return failure(vaultError("cancelled", "Not now.", "Try again."));
        },
      };
      const ports = { ...new MemoryVault(7).ports(), passphrase };
      return { answer: await askForPassphrase(ports, file), asked };
    },
    taken: ({ asked }) => expect(asked).toBe(1),
    refused: ({ answer, asked }) => {
      expect(asked).toBe(0);
      expectRefusal(answer, "work factor 2\\^21");
    },
  });
});

describe("a backup", () => {
  const vault = {
    name: "vault.age",
    data: bytesOf(
      "age-encryption.org/v1\n-> talos-vault 00000000-0000-4000-8000-000000000000\n\n--- mac\n",
    ),
  };
  const typeAt = 156;

  atTheEdge("archiveEntries", {
    make: (entries) => {
      const others = Array.from({ length: entries - 1 }, (_, at) => ({
        name: `._${String(at)}`,
        data: bytesOf("x"),
      }));
      return createTar([...others, vault]);
    },
    read: readArchive,
    taken: (answer) => expect(answer.ok).toBe(true),
    refused: (answer) => expectRefusal(answer, "more than 64 entries"),
  });

  atTheEdge("archiveHeader", {
    make: (bytes) => {
      const header = { name: "pax", data: new Uint8Array(bytes).fill(0x0a) };
      const tar = createTar([header, vault]);
      tar[typeAt] = "g".charCodeAt(0);
      return tar;
    },
    read: readArchive,
    taken: (answer) => expect(answer.ok).toBe(true),
    refused: (answer) => expectRefusal(answer, "headers that no file has"),
  });
});
