import type * as Scrypt from "../../../../../shared/core/pki/primitives/scrypt.ts";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { VaultFileName } from "../../../../../shared/core/ports/vault-folder.ts";
import { vaultError } from "../../../../../shared/core/errors.ts";
import { failure, success } from "../../../../../shared/core/result.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { readKeptHead } from "../../../../../shared/core/usecases/audit/kept-head.ts";
import { removeContexts } from "../../../../../shared/core/usecases/contexts/remove-contexts.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { openVault } from "../../../../../shared/core/usecases/vault/open.ts";
import type { VaultPorts } from "../../../../../shared/core/usecases/vault/ports.ts";
import {
  readToken,
  writeToken,
} from "../../../../../shared/core/vault/sealed/keychain-item-format.ts";
import { idOf } from "../../../../../shared/core/usecases/vault/generations/generation-names.ts";
import { undoChange } from "../../../../../shared/core/usecases/vault/undo.ts";
import { unlockVault } from "../../../../../shared/core/usecases/vault/unlocked-vault.ts";
import { decrypt } from "../../../../../shared/core/vault/sealed/age/age.ts";
import type {
  ContextMetadata,
  VaultDocument,
} from "../../../../../shared/core/vault/document.ts";
import { unsealEdits } from "../../../../../shared/core/vault/edits-file.ts";
import { removedDays } from "../../../../../shared/core/vault/drop-expired.ts";
import {
  makeLargeVault,
  add,
  change,
  code,
  file,
  keptEdits,
  note,
  noteIn,
  openedVault,
  remarked,
} from "../../../../doubles/large-vault.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { makeVault } from "../../../../doubles/vault-life.ts";

// A passphrase costs a second by design.
vi.mock("../../../../../shared/core/pki/primitives/scrypt.ts", async (load) => {
  const { withQuickPassphrases } =
    await import("../../../../doubles/quick-passphrases.ts");
  return withQuickPassphrases(await load<typeof Scrypt>());
});

let vault: MemoryVault;

beforeEach(async () => {
  ({ vault } = await makeLargeVault());
});

describe("a small change of a large vault", () => {
  test("leaves the vault's file, is a generation of its own, and is read as if it were in it", async () => {
    const before = file("vault.age", vault);
    const { document } = await openedVault(vault);
    const changed = await change(
      (now) => ({
        ...remarked(now, "two", {
          labels: { team: "infra" },
          color: "red",
          favorite: true,
          production: true,
          session: { ttlSeconds: 60 },
        }),
        current: "two",
        previous: "one",
      }),
      vault,
    );
    expect(file("vault.age", vault)).toBe(before);
    const opened = await openedVault(vault);
    expect(changed.ok && changed.value.document).toEqual(opened.document);
    expect(opened.document).toMatchObject({
      generation: document.generation + 1,
      current: "two",
      previous: "one",
    });
    expect(opened.document.contexts.get("two")?.metadata).toEqual({
      importedAt: new Date(0),
      labels: { team: "infra" },
      color: "red",
      favorite: true,
      production: true,
      session: { ttlSeconds: 60 },
    });
    expect(opened.warnings).toEqual([]);
    await change(
      (now) => remarked(now, "two", { labels: {}, production: false }),
      vault,
    );
    const { contexts } = (await openedVault(vault)).document;
    expect(contexts.get("two")?.metadata).toMatchObject({
      labels: {},
      production: false,
      color: "red",
    });
  });

  test.each<readonly [string, Partial<ContextMetadata>]>([
    ["production", { production: true }],
    ["what is asked before", { consent: "always" }],
    ["what its calls may do", { guard: { deny: ["escapes"] } }],
  ])("of %s is in the audit log, and the keychain knows it", async (_, to) => {
    const before = file("vault.age", vault);
    await change((document) => remarked(document, "one", to), vault);
    expect(file("vault.age", vault)).toBe(before);
    expect(vault.ledger.events.at(-1)).toMatchObject({
      event: "guard.change",
      context: "one",
      detail: to,
    });
    const { vaultId } = (await openedVault(vault)).document;
    expect(await readKeptHead(vault.ports().keychain, vaultId)).toEqual({
      kind: "found",
      head: await vault.ledger.head(),
    });
  });

  test("is not made where the audit log cannot be written", async () => {
    const files = new Map(vault.files);
    vault.ledger.failure = failure(vaultError("disk-full", "Full.", "Tidy."));
    const refused = await change(
      (document) => remarked(document, "one", { production: true }),
      vault,
    );
    expect(refused).toMatchObject({ error: { code: "disk-full" } });
    expect(vault.files).toEqual(files);
  });

  test("is the whole vault written in one of few contexts", async () => {
    const small = new MemoryVault(9);
    await makeVault(small.ports());
    await add("one", small);
    await note("a", small);
    expect([...small.files.keys()].filter((name) => /edits/.test(name))).toEqual([]); // prettier-ignore
    expect(await noteIn(small)).toBe("a");
  });

  test.each<readonly [string, (document: VaultDocument) => VaultDocument]>([
    [
      "another endpoint",
      (document) => {
        const context = document.contexts.get("one");
        if (!context) return document;
        const config = { ...context.config, endpoints: ["10.0.0.2"] };
        const contexts = new Map(document.contexts);
        return {
          ...document,
          contexts: contexts.set("one", { ...context, config }),
        };
      },
    ],
    [
      "another name",
      (document) => {
        const [[, one] = [], two] = [...document.contexts];
        return one && two
          ? { ...document, contexts: new Map([["first", one], two]) }
          : document;
      },
    ],
    [
      "a removal",
      (document) => {
        const removed = removeContexts(document, ["one"], new Date());
        return removed.ok ? removed.value : document;
      },
    ],
    [
      "a certificate that was read",
      (document) =>
        remarked(document, "one", {
          certificate: {
            roles: [],
            notBefore: new Date(0),
            notAfter: new Date(1),
            fingerprint: "aa",
          },
        }),
    ],
  ])(
    "%s is none: the vault is written, with all that lay beside it",
    async (_, edit) => {
      await note("beside", vault);
      const expected = edit((await openedVault(vault)).document);
      await change(edit, vault);
      expect(vault.files.has("edits.age")).toBe(false);
      const { document } = await openedVault(vault);
      expect(document.contexts).toEqual(expected.contexts);
      expect(document.removed?.map(({ name }) => name)).toEqual(
        expected.removed?.map(({ name }) => name),
      );
    },
  );

  test("they are written into the vault when they are many, and every one of them is kept", async () => {
    const before = (await openedVault(vault)).document.generation;
    const long = "x".repeat(9000);
    const written: string[] = [];
    for (let count = 0; count < 10; count += 1) {
      await note(`${String(count)} ${long}`, vault);
      written.push(vault.files.has("edits.age") ? "beside" : "whole");
    }
    expect(written.indexOf("whole")).toBe(7);
    expect((await openedVault(vault)).document.generation).toBe(before + 10);
    expect(await noteIn(vault)).toBe(`9 ${long}`);
    const [first] = (await keptEdits(vault)).toSorted(
      (a, b) => a.generation - b.generation,
    );
    expect(first?.generation).toBe(before + 7);
    const { identity } = await openedVault(vault);
    const kept = first && (await vault.ports().folder.backups.edits.read(first)); // prettier-ignore
    const log = kept?.ok && kept.value ? await unsealEdits(kept.value, identity) : null; // prettier-ignore
    expect(log?.kind === "read" && log.log.edits.length).toBe(7);
  });

  test("nothing of a key or a credential is in it", async () => {
    await change((document) => {
      const context = document.contexts.get("one");
      const unknown = { "auth.foo": "a secret of a later Talos" };
      return context ? remarked(document, "one", { unknown }) : document;
    }, vault);
    await note("beside", vault);
    const { identity } = await openedVault(vault);
    const opened = await decrypt(file("edits.age", vault), { kind: "identity", identity }); // prettier-ignore
    const text = opened.kind === "opened" ? new TextDecoder().decode(opened.content) : ""; // prettier-ignore
    expect(text).toContain("beside");
    expect(text).not.toMatch(/a secret of|10\.0\.0\.1|endpoints|AGE-SECRET/);
  });

  test("lets a removed context go when its time is over, by writing the whole", async () => {
    const now = vault.ports().clock.now().getTime();
    const almostOver = new Date(now - removedDays * 24 * 3_600_000 + 10_000);
    await change((document) => {
      const removed = removeContexts(document, ["two"], almostOver);
      return removed.ok ? removed.value : document;
    }, vault);
    const written: string[] = [];
    // Each look at the clock is a second.
    while ((await openedVault(vault)).document.removed && written.length < 20) {
      await note(`later ${String(written.length)}`, vault);
      written.push(vault.files.has("edits.age") ? "beside" : "whole");
    }
    expect(written[0]).toBe("beside");
    expect(written.at(-1)).toBe("whole");
    expect((await openedVault(vault)).document.removed).toBeUndefined();
  });

  test("puts a slot's file and a generation back that are not the vault's own", async () => {
    await note("a", vault);
    vault.files.set("recovery.age", new Uint8Array(3));
    await note("b", vault);
    expect(file("recovery.age", vault).length).toBeGreaterThan(100);
    for (const wrong of [new Uint8Array(3), null]) {
      const { base } = await openedVault(vault);
      const kept = `backups/${String(base.generation)}-${base.store?.mark ?? ""}`;
      await note("c", vault);
      expect(vault.files.has("edits.age")).toBe(true);
      if (wrong) vault.files.set(kept, wrong);
      else vault.files.delete(kept);
      await note("d", vault);
      expect(vault.files.has("edits.age")).toBe(false);
    }
    expect(await code(vault)).toBe("opened");
  });

  test("is seen in a window that another program's change was made beside", async () => {
    const window = await unlockVault(vault.ports());
    if (!window.ok) throw new Error(window.error.message);
    await note("by the command line", vault);
    const read = await window.value.read();
    expect(read.ok && read.value.contexts.get("one")?.metadata.note).toBe(
      "by the command line",
    );
    const changed = await window.value.change((document) =>
      success(remarked(document, "two", { note: "by the window" })),
    );
    expect(changed.ok).toBe(true);
    expect(await noteIn(vault)).toBe("by the command line");
    expect(
      (await openedVault(vault)).document.contexts.get("two")?.metadata.note,
    ).toBe("by the window");
  });

  test("is undone, while nothing was changed after it", async () => {
    await note("before", vault);
    const { document: before } = await openedVault(vault);
    await note("after", vault);
    const written = idOf((await openedVault(vault)).document);
    const undo = { what: "Noted.", before, written };
    const undone = await changeVault(vault.ports())((document) =>
      undoChange(document, undo),
    );
    expect(undone.ok && (await noteIn(vault))).toBe("before");
    expect(vault.files.has("edits.age")).toBe(true);
    const again = await changeVault(vault.ports())((document) =>
      undoChange(document, undo),
    );
    expect(again).toMatchObject({ error: { code: "context-conflict" } });
  });
});

describe("a stamp of the file system that says nothing of a write", () => {
  const words = "correct horse battery staple";

  test.each(["keychain", "passphrase"] as const)(
    "loses none of it, where the vault opens by its %s",
    async (way) => {
      if (way === "passphrase") {
        vault = new MemoryVault(6);
        vault.editsFrom = 0;
        vault.passphrase = words;
        const passphrase = new Secret(words);
        await makeVault(vault.ports(), { keychain: "never", passphrase });
        await add("one", vault);
      }
      const before = file("vault.age", vault);
      await add("theirs", vault);
      const ports = vault.ports();
      const reread = async (name: VaultFileName) =>
        name === "vault.age" ? success(before) : ports.folder.reread(name);
      const misled = { ...ports, folder: { ...ports.folder, reread } };
      const changed = await changeVault(misled)((document) =>
        success({
          ...remarked(document, "one", { note: "ours" }),
          authorities: new Map([
            [
              "ab".repeat(32),
              {
                crt: "",
                key: new Secret("k"),
                sealed: false,
                addedAt: new Date(0),
              },
            ],
          ]),
        }),
      );
      expect(changed.ok).toBe(true);
      const { contexts, authorities } = (await openedVault(vault)).document;
      expect(contexts.has("theirs")).toBe(true);
      expect(contexts.get("one")?.metadata.note).toBe("ours");
      expect(authorities?.size).toBe(1);
    },
  );
});

describe("opened while another program writes", () => {
  /** Something happens after the first of the two files was read. */
  function betweenFiles(happens: () => Promise<unknown>): VaultPorts {
    const ports = vault.ports();
    const { folder } = ports;
    let isFirst = true;
    const then = async <T>(read: Promise<T>): Promise<T> => {
      const given = await read;
      if (isFirst) {
        isFirst = false;
        await happens();
      }
      return given;
    };
    // Without a keychain no floor tells of it.
    const keychain = {
      ...ports.keychain,
      read: async (account: string) => {
        const item = await ports.keychain.read(account);
        const token = item.kind === "found" ? readToken(item.value) : null;
        return token
          ? {
              kind: "found" as const,
              value: writeToken({ ...token, floor: 0, mark: null }),
            }
          : item;
      },
    };
    return {
      ...ports,
      keychain,
      folder: {
        ...folder,
        read: (name) => then(folder.read(name)),
        reread: (name) => then(folder.reread(name)),
      },
    };
  }

  test.each<readonly [string, () => Promise<unknown>]>([
    ["makes a small change", () => note("b", vault)],
    ["writes them into the vault", () => add("three", vault)],
    [
      "does both",
      async () => {
        await add("three", vault);
        await note("b", vault);
      },
    ],
  ])("and %s, no small change of before is missed", async (_, happens) => {
    await note("a", vault);
    const opened = await openVault(betweenFiles(happens))();
    if (!opened.ok) throw new Error(opened.error.message);
    const { contexts } = opened.value.document;
    expect(["a", "b"]).toContain(contexts.get("one")?.metadata.note);
    expect(opened.value.warnings).toEqual([]);
  });
});
