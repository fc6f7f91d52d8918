import { beforeEach, describe, expect, test } from "vitest";
import type { VaultFileName } from "../../../../../shared/core/ports/vault-folder.ts";
import { readVaultState } from "../../../../../shared/core/usecases/vault/read-vault-state.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { success } from "../../../../../shared/core/result.ts";
import {
  deriveKey,
  hmacSha256Hex,
} from "../../../../../shared/core/pki/primitives/hash-and-hmac.ts";
import { runDoctor } from "../../../../../shared/core/usecases/vault/doctor/run-doctor.ts";
import {
  encryptTo,
  recipientOf,
} from "../../../../../shared/core/vault/sealed/age/age.ts";
import {
  makeLargeVault,
  add,
  code,
  elsewhere,
  file,
  keptEdits,
  note,
  noteIn,
  openedVault,
} from "../../../../doubles/large-vault.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { makeVault, restoreInto } from "../../../../doubles/vault-life.ts";

let vault: MemoryVault;

beforeEach(async () => {
  ({ vault } = await makeLargeVault());
});

describe("an older state is refused", () => {
  test.each<readonly [string, readonly string[]]>([
    ["of the small changes alone", ["edits.age"]],
    ["of both files", ["edits.age", "vault.age"]],
    ["of the vault's file alone", ["vault.age"]],
  ])("%s", async (_, names) => {
    await note("a", vault);
    const older = new Map(vault.files);
    await add("three", vault);
    await note("b", vault);
    await note("c", vault);
    await note("d", vault);
    for (const name of names) vault.files.set(name, older.get(name) ?? new Uint8Array()); // prettier-ignore
    expect(await code(vault)).toBe("vault-rolled-back");
    expect(await note("e", vault)).toMatchObject({ error: { code: "vault-rolled-back" } }); // prettier-ignore
  });

  test("small changes that are gone, cut short, or of another key", async () => {
    await note("a", vault);
    const whole = file("edits.age", vault);
    const stranger = new MemoryVault(77);
    stranger.editsFrom = 0;
    await makeVault(stranger.ports());
    await add("one", stranger);
    await note("theirs", stranger);
    for (const bytes of [
      null,
      whole.subarray(0, -1),
      file("edits.age", stranger),
    ]) {
      // prettier-ignore
      if (bytes) vault.files.set("edits.age", bytes);
      else vault.files.delete("edits.age");
      expect(await code(vault)).toBe("vault-rolled-back");
    }
    vault.files.set("edits.age", whole);
    expect(await noteIn(vault)).toBe("a");
  });

  test("and put in place when a person means it, or the kept one instead", async () => {
    await note("a", vault);
    await note("b", vault);
    vault.files.delete("edits.age");
    const state = await readVaultState(vault.ports())();
    const [latest = ""] = state.ok ? state.value.backups : [];
    const meant = vault.copy();
    const accepted = await restoreInto(meant, { kind: "present" });
    expect(accepted.ok && (await noteIn(meant))).toBe(undefined);
    const { generation } = accepted.ok ? accepted.value.document : { generation: 0 }; // prettier-ignore
    // Above the floor, which counts the small changes that are gone.
    expect(generation).toBeGreaterThan(5);
    const [newest] = (await vault.ports().folder.backups.list()).ok
      ? await keptEdits(vault)
      : [];
    const restored = await restoreInto(vault, {
      kind: "generation",
      generation: newest?.of.generation ?? 0,
    });
    expect(latest).toBe(String(newest?.of.generation));
    expect(restored.ok && (await noteIn(vault))).toBe("b");
  });
});

describe("small changes of another vault file", () => {
  /** Another machine made small changes to a vault file that this one has replaced. */
  async function branch(): Promise<void> {
    const other = elsewhere(vault);
    await note("theirs", other);
    await add("three", vault);
    vault.files.set("edits.age", file("edits.age", other));
  }

  test("are said at each opening, kept, and never applied", async () => {
    await branch();
    const opened = await openedVault(vault);
    expect(opened.document.contexts.get("one")?.metadata.note).toBeUndefined();
    for (const { warnings } of [opened, await openedVault(vault)])
      expect(warnings).toEqual([
        expect.objectContaining({
          message: expect.stringMatching(
            /made to another vault file \(generation \d+\)/,
          ) as string,
        }),
      ]);
    const kept = await keptEdits(vault);
    expect(kept).toHaveLength(1);
    const doctor = await runDoctor(vault.ports(), vault.notes)();
    expect(JSON.stringify(doctor)).toContain("made to another vault file");
    await note("ours", vault);
    expect(vault.files.has("edits.age")).toBe(false);
    expect(await keptEdits(vault)).toEqual(kept);
    const [theirs] = kept;
    expect((await openedVault(vault)).warnings).toEqual([]);
    const restored = await restoreInto(vault, {
      kind: "generation",
      generation: theirs?.generation ?? 0,
      mark: theirs?.mark ?? "",
    });
    expect(restored.ok && (await noteIn(vault))).toBe("theirs");
  });

  test("that came before their vault file count when that has come", async () => {
    const other = elsewhere(vault);
    await add("three", other);
    await note("theirs", other);
    vault.files.set("edits.age", file("edits.age", other));
    expect(await noteIn(vault)).toBeUndefined();
    vault.files.set("vault.age", file("vault.age", other));
    expect(await noteIn(vault)).toBe("theirs");
    expect((await openedVault(vault)).warnings).toEqual([]);
  });

  test("that the vault holds already are nothing to tell of, and no change is lost with them", async () => {
    await note("a", vault);
    const left = file("edits.age", vault);
    await add("three", vault);
    vault.files.set("edits.age", left);
    expect(await openedVault(vault)).toMatchObject({
      warnings: [],
      beside: { kind: "merged" },
    });
    expect(await noteIn(vault)).toBe("a");
    await note("b", vault);
    expect(await noteIn(vault)).toBe("b");
  });

  test("to one vault file by two machines are two branches: ours are kept, and said", async () => {
    const other = elsewhere(vault);
    await note("ours", vault);
    const ours = file("edits.age", vault);
    await note("theirs", other);
    vault.files.set("edits.age", file("edits.age", other));
    const opened = await openedVault(vault);
    expect(opened.document.contexts.get("one")?.metadata.note).toBe("theirs");
    expect(opened.warnings).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/without the last change that was made here\. It is kept as generation/) as string }), // prettier-ignore
    ]);
    // What syncs the folder may take theirs away again.
    expect(await keptEdits(vault)).toHaveLength(2);
    await note("after", vault);
    const kept = await Promise.all(
      (await keptEdits(vault)).map((id) =>
        vault.ports().folder.backups.edits.read(id),
      ),
    );
    expect(kept).toContainEqual({ ok: true, value: ours });
    expect(kept).toHaveLength(2);
  });

  test("that came while the vault was written stay", async () => {
    await note("a", vault);
    const other = elsewhere(vault);
    await note("theirs", other);
    const theirs = file("edits.age", other);
    const ports = vault.ports();
    const write = async (name: VaultFileName, bytes: Uint8Array) => {
      const written = await ports.folder.write(name, bytes);
      if (name === "vault.age") vault.files.set("edits.age", theirs);
      return written;
    };
    const synced = { ...ports, folder: { ...ports.folder, write } };
    const changed = await changeVault(synced)((document) => {
      const contexts = new Map(document.contexts);
      contexts.delete("two");
      return success({ ...document, contexts });
    });
    expect(changed.ok).toBe(true);
    expect(file("edits.age", vault)).toBe(theirs);
    expect((await openedVault(vault)).beside?.kind).toBe("other");
  });

  test("that nobody can read are said, and kept beside what they lay beside", async () => {
    const unread = new TextEncoder().encode("age-encryption.org/v1\nnothing");
    vault.files.set("edits.age", unread);
    expect((await openedVault(vault)).warnings).toEqual([
      expect.objectContaining({
        message: expect.stringContaining("cannot be read") as string,
      }),
    ]);
    await note("ours", vault);
    const [kept] = await keptEdits(vault);
    expect(kept?.generation).toBe(0);
    expect(kept && (await vault.ports().folder.backups.edits.read(kept))).toEqual({ ok: true, value: unread }); // prettier-ignore
    for (let count = 0; count < 30; count += 1) await add(`more ${String(count)}`, vault); // prettier-ignore
    expect(await keptEdits(vault)).toEqual([kept]);
    const doctor = await runDoctor(vault.ports(), vault.notes)();
    expect(JSON.stringify(doctor)).toContain("Small changes of earlier generations that cannot be read"); // prettier-ignore
  });

  test("by a later program are not passed over", async () => {
    await note("a", vault);
    const { identity, document } = await openedVault(vault);
    const key = deriveKey(identity.reveal(), "talos-vault/1 edits");
    const body = '{"format":2,"something":"else",\n';
    const mac = hmacSha256Hex(
      key,
      new TextEncoder().encode(`${body}"mac":""}\n`),
    );
    vault.files.set(
      "edits.age",
      await encryptTo(
        [await recipientOf(identity), document.recoveryRecipient],
        `${body}"mac":"${mac}"}\n`,
      ),
    );
    expect(await code(vault)).toBe("vault-too-new");
  });
});
