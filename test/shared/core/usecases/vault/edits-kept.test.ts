import { beforeEach, describe, expect, test } from "vitest";
import { Secret } from "../../../../../shared/core/secret.ts";
import { runDoctor } from "../../../../../shared/core/usecases/vault/doctor/run-doctor.ts";
import { backupVault } from "../../../../../shared/core/usecases/vault/backup.ts";
import { recoverVault } from "../../../../../shared/core/usecases/vault/recover.ts";
import { decrypt } from "../../../../../shared/core/vault/sealed/age/age.ts";
import { unsealEdits } from "../../../../../shared/core/vault/edits-file.ts";
import { unsealVault } from "../../../../../shared/core/vault/sealed/seal.ts";
import {
  makeLargeVault,
  add,
  change,
  file,
  keptEdits,
  note,
  noteIn,
  openedVault,
} from "../../../../doubles/large-vault.ts";
import { Killed, MemoryVault } from "../../../../doubles/memory-vault.ts";
import { newRecoveryKey, restoreInto } from "../../../../doubles/vault-life.ts";

let vault: MemoryVault;
let recoveryKey: Secret;

beforeEach(async () => {
  ({ vault, recoveryKey } = await makeLargeVault());
});

describe("what becomes of them", () => {
  test("a program of before refuses the vault and does not lose them", async () => {
    const { identity } = await openedVault(vault);
    const opened = await decrypt(file("vault.age", vault), { kind: "identity", identity }); // prettier-ignore
    const text = opened.kind === "opened" ? new TextDecoder().decode(opened.content) : ""; // prettier-ignore
    expect(text).toContain('"format":3,');
    vault.editsFrom = 100;
    await add("three", vault);
    const small = await decrypt(file("vault.age", vault), { kind: "identity", identity }); // prettier-ignore
    expect(small.kind === "opened" && new TextDecoder().decode(small.content)).toContain('"format":1,'); // prettier-ignore
  });

  test("a generation is restored with the last of its small changes", async () => {
    await note("a", vault);
    await note("b", vault);
    const { base, document } = await openedVault(vault);
    await add("three", vault);
    await note("c", vault);
    for (const generation of [base.generation, document.generation]) {
      const copy = vault.copy();
      const restored = await restoreInto(copy, { kind: "generation", generation }); // prettier-ignore
      expect(restored.ok && (await noteIn(copy))).toBe("b");
      expect((await openedVault(copy)).document.contexts.size).toBe(2);
    }
  });

  test("they go with the generation that they were made to, and not before", async () => {
    await note("a", vault);
    const { base } = await openedVault(vault);
    const isKept = async () => ({
      vault: vault.files.has(`backups/${String(base.generation)}-${base.store?.mark ?? ""}`), // prettier-ignore
      edits: (await keptEdits(vault)).some(
        ({ of }) => of.mark === base.store?.mark,
      ),
    });
    await add("next", vault);
    expect(await isKept()).toEqual({ vault: true, edits: true });
    for (let count = 0; count < 25; count += 1) await add(`more ${String(count)}`, vault); // prettier-ignore
    expect(await isKept()).toEqual({ vault: false, edits: false });
  });

  test("those of no generation that is kept go after 30 days, and the others stay", async () => {
    const { edits } = vault.ports().folder.backups;
    const stray = { of: { generation: 3, mark: "c0ffee" }, generation: 5, mark: "1".repeat(16) }; // prettier-ignore
    const unread = { of: { generation: 2, mark: "" }, generation: 0, mark: "2".repeat(16) }; // prettier-ignore
    for (const id of [stray, unread]) await edits.write(id, Uint8Array.of(1));
    const strays = [stray.mark, unread.mark];
    const marks = async () => (await keptEdits(vault)).map(({ mark }) => mark);
    vault.passDays(29);
    await add("three", vault);
    expect(await marks()).toEqual(expect.arrayContaining(strays));
    vault.passDays(2);
    await note("a", vault);
    await add("four", vault);
    const left = await marks();
    expect(left).toHaveLength(1);
    expect(strays).not.toContain(left[0]);
  });

  test("they stay with a generation that alone holds a key, and the doctor misses nothing", async () => {
    await change((document) => {
      const one = document.contexts.get("one");
      if (!one) return document;
      const config = { ...one.config, key: new Secret("a key") };
      const contexts = new Map(document.contexts).set("one", {
        ...one,
        config,
      });
      return { ...document, contexts };
    }, vault);
    await note("a", vault);
    const { base } = await openedVault(vault);
    await change((document) => {
      const contexts = new Map(document.contexts);
      contexts.delete("one");
      return { ...document, contexts };
    }, vault);
    for (let count = 0; count < 25; count += 1)
      await add(`more ${String(count)}`, vault);
    const { generation, store: { mark } = { mark: "" } } = base;
    expect(vault.files.has(`backups/${String(generation)}-${mark}`)).toBe(true);
    expect((await keptEdits(vault)).map(({ of }) => of)).toEqual([{ generation, mark }]); // prettier-ignore
    const doctor = JSON.stringify(await runDoctor(vault.ports(), vault.notes)()); // prettier-ignore
    expect(doctor).toContain(`Keys that were removed or replaced since, and are in earlier generations: one (generation ${String(generation)})`); // prettier-ignore
    expect(doctor).not.toContain("files are gone");
  });

  test("they are kept by the next write of the vault, where whoever made them was killed before", async () => {
    await note("a", vault);
    for (const name of vault.files.keys())
      if (name.startsWith("backups-of-edits/")) vault.files.delete(name);
    await add("three", vault);
    expect(await keptEdits(vault)).toHaveLength(1);
  });

  test("a backup has them, and a restore of it elsewhere too", async () => {
    await note("a", vault);
    const packed = await backupVault(vault.ports(), vault.records)();
    if (!packed.ok) throw new Error(packed.error.message);
    expect(packed.value.generation).toBe(
      (await openedVault(vault)).document.generation,
    );
    const other = new MemoryVault(99);
    const restored = await restoreInto(
      other,
      { kind: "file", bytes: packed.value.bytes },
      { recoveryKey },
    );
    expect(restored.ok && (await noteIn(other))).toBe("a");
    expect(other.files.has("edits.age")).toBe(false);
  });

  test("a vault that cannot be opened is kept with them, where a backup takes its place", async () => {
    const packed = await backupVault(vault.ports(), vault.records)();
    if (!packed.ok) throw new Error(packed.error.message);
    await note("a", vault);
    const edits = file("edits.age", vault);
    vault.files.set("vault.age", file("vault.age", vault).slice(0, 200));
    const restored = await restoreInto(
      vault,
      { kind: "file", bytes: packed.value.bytes },
      { recoveryKey, replaceOther: true },
    );
    expect(restored.ok).toBe(true);
    expect(vault.files.has("edits.age")).toBe(false);
    const kept = await Promise.all(
      (await keptEdits(vault)).map((id) =>
        vault.ports().folder.backups.edits.read(id),
      ),
    );
    expect(kept).toContainEqual({ ok: true, value: edits });
    expect((await openedVault(vault)).warnings).toEqual([]);
  });

  test("the recovery key opens the vault with them, and enrols a machine that lost its keychain", async () => {
    await note("a", vault);
    vault.items.clear();
    const recovered = await recoverVault(vault.ports(), vault.notes)(
      recoveryKey,
      {
        passphrase: null,
        acceptOlder: false,
        keychain: false,
      },
    );
    expect(recovered.ok && (await noteIn(vault))).toBe("a");
  });

  test("a new recovery key leaves none that an old key opens, killed at any step and finished by the next write", async () => {
    await note("a", vault);
    await add("three", vault);
    await note("b", vault);
    const old = [recoveryKey, (await openedVault(vault)).identity];
    for (let step = 1; ; step += 1) {
      const copy = vault.copy();
      copy.killAt = step;
      const isDone = await newRecoveryKey(copy.ports()).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Killed) return false;
          throw error;
        },
      );
      copy.killAt = Number.POSITIVE_INFINITY;
      const opened = await openedVault(copy);
      expect(opened.warnings, `step ${String(step)}`).toEqual([]);
      expect(await noteIn(copy), `step ${String(step)}`).toBe("b");
      await note("c", copy);
      await add("four", copy);
      const isReplaced = (await openedVault(copy)).identity.reveal() !== old[1]?.reveal(); // prettier-ignore
      const open: string[] = [];
      for (const [name, bytes] of copy.files)
        for (const identity of old)
          if (
            (await decrypt(bytes, { kind: "identity", identity })).kind ===
            "opened"
          )
            // prettier-ignore
            open.push(name);
      if (isReplaced) expect(open, `step ${String(step)}`).toEqual([]);
      const kept = await keptEdits(copy);
      for (const id of kept) {
        const bytes = await copy.ports().folder.backups.edits.read(id);
        const { identity } = await openedVault(copy);
        const read = bytes.ok && bytes.value ? await unsealEdits(bytes.value, identity) : null; // prettier-ignore
        expect(read?.kind, `step ${String(step)}`).toBe("read");
      }
      if (isDone) {
        expect(isReplaced).toBe(true);
        break;
      }
    }
  });

  test("the vault's file alone opens, should they be lost for good", async () => {
    await note("a", vault);
    const { identity } = await openedVault(vault);
    const alone = await unsealVault(file("vault.age", vault), identity);
    expect(alone.ok && [...alone.value.contexts.keys()]).toEqual(["one", "two"]); // prettier-ignore
  });
});
