import type * as Scrypt from "../../../../../shared/core/pki/primitives/scrypt.ts";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { success, type Result } from "../../../../../shared/core/result.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { backupVault } from "../../../../../shared/core/usecases/vault/backup.ts";
import {
  removePassphrase,
  setPassphrase,
} from "../../../../../shared/core/usecases/vault/change-passphrase.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { openVault } from "../../../../../shared/core/usecases/vault/open.ts";
import { openWithRecoveryKey } from "../../../../../shared/core/usecases/vault/recover.ts";
import type { VaultPorts } from "../../../../../shared/core/usecases/vault/ports.ts";
import {
  makeVault,
  newRecoveryKey,
  restoreInto,
} from "../../../../doubles/vault-life.ts";
import { Killed, MemoryVault } from "../../../../doubles/memory-vault.ts";

// A passphrase costs a second by design; here it is tried hundreds of times.
vi.mock("../../../../../shared/core/pki/primitives/scrypt.ts", async (load) => {
  const { withQuickPassphrases } =
    await import("../../../../doubles/quick-passphrases.ts");
  return withQuickPassphrases(await load<typeof Scrypt>());
});

const passphrase = "correct horse battery staple";
const another = "another passphrase entirely";

/** What a person may still hold after an operation was killed: any of these must open the vault. */
interface Holdings {
  readonly passphrases: readonly string[];
  readonly recoveryKeys: readonly Secret[];
  readonly hasKeychain: boolean;
}

interface Operation {
  readonly run: (
    ports: VaultPorts,
    vault: MemoryVault,
  ) => Promise<Result<unknown>>;
  readonly holdings: Holdings;
}

let plain: MemoryVault;
let guarded: MemoryVault;
let recoveryKey: Secret;

/** @param editsFrom see VaultPorts: 0 for a vault with small changes beside it */
async function prepare(editsFrom: number | undefined): Promise<void> {
  plain = new MemoryVault();
  plain.editsFrom = editsFrom;
  const made = await makeVault(plain.ports());
  if (!made.ok) throw new Error(made.error.message);
  recoveryKey = made.value.recoveryKey;
  await note(plain.ports(), "first");
  guarded = plain.copy();
  guarded.passphrase = passphrase;
  await setPassphrase(guarded.ports())(new Secret(passphrase));
  await note(guarded.ports(), "guarded");
  for (const vault of [plain, guarded])
    expect(vault.files.has("edits.age")).toBe(editsFrom === 0);
}

/** A change that can be recognised: the name of the previous context. */
function note(ports: VaultPorts, text: string) {
  return changeVault(ports)((document) =>
    success({ ...document, previous: text }),
  );
}

function addContext(ports: VaultPorts) {
  return changeVault(ports)((document) =>
    success({
      ...document,
      contexts: new Map(document.contexts).set("new", {
        config: { endpoints: ["10.0.0.1"], nodes: [] },
        metadata: { importedAt: new Date(0), labels: {}, production: false },
      }),
    }),
  );
}

async function opens(
  vault: MemoryVault,
  holdings: Holdings,
): Promise<readonly string[]> {
  const failures: string[] = [];
  if (holdings.hasKeychain) {
    const opened = await openVault(vault.copy().ports())();
    if (!opened.ok) failures.push(`keychain: ${opened.error.code}`);
  }
  const byPassphrase = await any(holdings.passphrases, async (one) => {
    const copy = vault.copy();
    copy.passphrase = one;
    copy.keychainState = "unavailable";
    return (await openVault(copy.ports(true))()).ok;
  });
  if (!byPassphrase) failures.push("no passphrase");
  const byRecovery = await any(
    holdings.recoveryKeys,
    async (key) => (await openWithRecoveryKey(vault.copy().ports(), key)).ok,
  );
  if (!byRecovery) failures.push("no recovery key");
  return failures;
}

async function any<T>(
  values: readonly T[],
  isSo: (value: T) => Promise<boolean>,
): Promise<boolean> {
  if (values.length === 0) return true;
  for (const value of values) if (await isSo(value)) return true;
  return false;
}

/** Kills the operation before its first step, its second, … and looks each time. */
async function killEverywhere(
  start: MemoryVault,
  operation: Operation,
): Promise<readonly string[]> {
  const failures: string[] = [];
  for (let step = 1; ; step++) {
    const vault = start.copy();
    vault.killAt = step;
    const isDone = await ends(operation.run(vault.ports(), vault));
    vault.killAt = Number.POSITIVE_INFINITY;
    const opened = await opens(vault, operation.holdings);
    failures.push(
      ...opened.map((failure) => `killed at step ${String(step)}: ${failure}`),
    );
    const next = await note(vault.ports(), "after");
    if (!next.ok)
      failures.push(
        `killed at step ${String(step)}: the next write failed: ${next.error.code}`,
      );
    else if ([...vault.files.keys()].some((name) => name.includes(".next.")))
      failures.push(
        `killed at step ${String(step)}: the next write left something unfinished`,
      );
    // A passphrase costs a second to try: once a step is enough.
    const settled = await opens(vault, {
      ...operation.holdings,
      passphrases: [],
    });
    failures.push(
      ...settled.map(
        (failure) => `after step ${String(step)} and a write: ${failure}`,
      ),
    );
    if (isDone) return failures;
  }
}

async function ends(work: Promise<Result<unknown>>): Promise<boolean> {
  try {
    const result = await work;
    if (!result.ok) throw new Error(result.error.message);
    return true;
  } catch (error) {
    if (error instanceof Killed) return false;
    throw error;
  }
}

describe.each([
  ["one file", undefined],
  ["a file and small changes beside it", 0],
] as const)(
  "killed at any step, a vault of %s opens as the old or the new one",
  { timeout: 240_000 },
  (_kind, editsFrom) => {
    beforeAll(() => prepare(editsFrom), 60_000);

    const unguarded = () => ({
      passphrases: [],
      recoveryKeys: [recoveryKey],
      hasKeychain: true,
    });

    test("a change", async () => {
      const operation = {
        run: (ports: VaultPorts) => note(ports, "second"),
        holdings: unguarded(),
      };
      expect(await killEverywhere(plain, operation)).toEqual([]);
    });

    test("a change that takes a context in", async () => {
      const operation = {
        run: (ports: VaultPorts) => addContext(ports),
        holdings: unguarded(),
      };
      expect(await killEverywhere(plain, operation)).toEqual([]);
    });

    test("each holds what the last change that ended well wrote, or what the killed one was to write", async () => {
      const seen = new Set<string>();
      for (const [change, before, after] of [
        [(ports: VaultPorts) => note(ports, "second"), "first, 0", "second, 0"],
        [addContext, "first, 0", "first, 1"],
      ] as const)
        for (let step = 1; ; step++) {
          const vault = plain.copy();
          vault.killAt = step;
          const isDone = await ends(change(vault.ports()));
          vault.killAt = Number.POSITIVE_INFINITY;
          const opened = await openVault(vault.ports())();
          if (!opened.ok) throw new Error(opened.error.message);
          const { previous, contexts } = opened.value.document;
          const state = `${previous}, ${String(contexts.size)}`;
          expect([before, after], `step ${String(step)}`).toContain(state);
          expect(opened.value.warnings, `step ${String(step)}`).toEqual([]);
          seen.add(state);
          if (isDone) {
            expect(state).toBe(after);
            break;
          }
        }
      expect([...seen].toSorted()).toEqual(["first, 0", "first, 1", "second, 0"]); // prettier-ignore
    });

    test("a first passphrase", async () => {
      const run = (ports: VaultPorts) =>
        setPassphrase(ports)(new Secret(passphrase));
      expect(
        await killEverywhere(plain, { run, holdings: unguarded() }),
      ).toEqual([]);
    });

    test("a new recovery key: the old one opens until the new one does", async () => {
      const made: Secret[] = [recoveryKey];
      const run = async (ports: VaultPorts) => {
        const replaced = await newRecoveryKey(ports);
        if (replaced.ok) made.push(replaced.value);
        return replaced;
      };
      const holdings = { passphrases: [], recoveryKeys: [], hasKeychain: true };
      expect(await killEverywhere(plain, { run, holdings })).toEqual([]);
      const vault = plain.copy();
      const replaced = await newRecoveryKey(vault.ports());
      expect(replaced.ok).toBe(true);
      expect((await openWithRecoveryKey(vault.ports(), recoveryKey)).ok).toBe(
        false,
      );
      if (replaced.ok)
        expect(
          (await openWithRecoveryKey(vault.ports(), replaced.value)).ok,
        ).toBe(true);
    });

    test("a restore of an earlier generation", async () => {
      const run = (_: VaultPorts, vault: MemoryVault) =>
        restoreInto(vault, { kind: "generation", generation: 1 });
      expect(
        await killEverywhere(plain, { run, holdings: unguarded() }),
      ).toEqual([]);
    });

    test("a restore of a backup to an empty folder", async () => {
      const packed = await backupVault(plain.ports(), plain.records)();
      if (!packed.ok) throw new Error(packed.error.message);
      for (let step = 1; ; step++) {
        const vault = new MemoryVault();
        vault.editsFrom = editsFrom;
        vault.killAt = step;
        const restore = () =>
          restoreInto(
            vault,
            { kind: "file", bytes: packed.value.bytes },
            { recoveryKey },
          );
        const isDone = await ends(restore());
        vault.killAt = Number.POSITIVE_INFINITY;
        const again = isDone
          ? await openVault(vault.ports())()
          : await restore();
        expect({ step, ok: again.ok }).toEqual({ step, ok: true });
        if (isDone) break;
      }
    });

    test("a passphrase that is changed: the old one opens until the new one does", async () => {
      const run = (ports: VaultPorts) =>
        setPassphrase(ports)(new Secret(another));
      const holdings = {
        passphrases: [another, passphrase],
        recoveryKeys: [recoveryKey],
        hasKeychain: true,
      };
      expect(await killEverywhere(guarded, { run, holdings })).toEqual([]);
    });

    test("a passphrase that is removed: keychain and recovery key open all the while", async () => {
      const run = (ports: VaultPorts) => removePassphrase(ports)();
      expect(
        await killEverywhere(guarded, { run, holdings: unguarded() }),
      ).toEqual([]);
      const vault = guarded.copy();
      expect((await removePassphrase(vault.ports())()).ok).toBe(true);
      vault.files.set(
        "identity.age",
        guarded.files.get("identity.age") ?? new Uint8Array(0),
      );
      expect((await openVault(vault.ports(true))()).ok).toBe(false);
    });

    test("init: it can be run again, or the vault is there", async () => {
      for (let step = 1; ; step++) {
        const vault = new MemoryVault();
        vault.editsFrom = editsFrom;
        vault.killAt = step;
        const isDone = await ends(makeVault(vault.ports()));
        vault.killAt = Number.POSITIVE_INFINITY;
        const isThere = vault.files.has("vault.age");
        const next = isThere
          ? await note(vault.ports(), "x")
          : await makeVault(vault.ports());
        expect({ step, ok: next.ok }).toEqual({ step, ok: true });
        if (isDone) break;
      }
    });
  },
);

describe("what never happens", () => {
  beforeAll(() => prepare(undefined), 60_000);

  test.each(["locked", "unavailable"] as const)(
    "a new identity, because the keychain is %s",
    async (state) => {
      const vault = plain.copy();
      vault.keychainState = state;
      const before = new Map(vault.files);
      expect(await openVault(vault.ports())()).toMatchObject({
        ok: false,
        error: { code: `keychain-${state}` },
      });
      expect(await makeVault(vault.ports())).toMatchObject({
        ok: false,
        error: { code: "vault-exists" },
      });
      expect(vault.files).toEqual(before);
    },
  );

  test("a new identity, because the keychain has lost the old one", async () => {
    const vault = plain.copy();
    vault.items.clear();
    expect(await openVault(vault.ports())()).toMatchObject({
      ok: false,
      error: { code: "keychain-missing" },
    });
    vault.files.delete("vault.age");
    expect(await makeVault(vault.ports())).toMatchObject({
      ok: false,
      error: { code: "vault-exists" },
    });
  });

  test("an older file is opened silently", async () => {
    const vault = plain.copy();
    const older = vault.files.get("vault.age") ?? new Uint8Array(0);
    await note(vault.ports(), "newer");
    vault.files.set("vault.age", older);
    expect(await openVault(vault.ports())()).toMatchObject({
      ok: false,
      error: { code: "vault-rolled-back" },
    });
  });

  test("a change that changes nothing is written", async () => {
    const vault = plain.copy();
    const before = new Map(vault.files);
    const changed = await changeVault(vault.ports())((document) =>
      success(document),
    );
    expect(changed).toMatchObject({ ok: true, value: { isChanged: false } });
    expect(vault.files).toEqual(before);
  });
});
