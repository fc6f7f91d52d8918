import type * as Age from "age-encryption";
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
import {
  openWithRecoveryKey,
  recoverVault,
} from "../../../../../shared/core/usecases/vault/recover.ts";
import { decrypt } from "../../../../../shared/core/vault/age.ts";
import type {
  StoredContext,
  VaultDocument,
} from "../../../../../shared/core/vault/document.ts";
import { readToken } from "../../../../../shared/core/vault/keychain-token.ts";
import { unsealVault } from "../../../../../shared/core/vault/seal.ts";
import { openSlot } from "../../../../../shared/core/vault/slots.ts";
import { Killed, MemoryVault } from "../../../../doubles/memory-vault.ts";
import {
  makeVault,
  newRecoveryKey,
  restoreInto,
} from "../../../../doubles/vault-life.ts";

// A passphrase costs a second by design; here it is tried hundreds of times.
vi.mock("age-encryption", async (load) => {
  const { withQuickPassphrases } =
    await import("../../../../doubles/quick-passphrases.ts");
  return withQuickPassphrases(await load<typeof Age>());
});

/**
 * Lives of a vault: random sequences of everything that can happen to one, on two machines that share a folder, killed
 * anywhere. After each step what must always be so is looked at. A failure prints its seed: SEED=… runs that life alone, LIVES=…
 * runs so many.
 */
const lives = Number(process.env["LIVES"] ?? 24);
const stepsOfALife = 12;
const firstSeed = Number(process.env["SEED"] ?? Date.now() % 1_000_000_000);
const seeds = process.env["SEED"]
  ? [firstSeed]
  : Array.from({ length: lives }, (_, index) => firstSeed + index);

class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed % 2_147_483_646) + 1;
  }

  below(limit: number): number {
    this.#state = (this.#state * 48_271) % 2_147_483_647;
    return this.#state % limit;
  }

  of<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)];
    if (one === undefined) throw new Error("nothing to choose from");
    return one;
  }
}

/** What a life knows of the vault, beside what is on disk. */
interface Life {
  readonly chance: Chance;
  readonly here: MemoryVault;
  /** Another machine: the same files, its own keychain. */
  readonly there: MemoryVault;
  readonly usesKeychain: boolean;
  recoveryKey: Secret;
  /** Replaced by a step that ended well. */
  readonly oldRecoveryKeys: Secret[];
  readonly oldIdentities: Secret[];
  passphrase: string | null;
  /** Credentials that a write that ended well held. */
  readonly everStored: Set<string>;
  /** Files of before, to be put back. */
  readonly older: Uint8Array[];
  readonly backups: Uint8Array[];
  count: number;
  /** The file in place is not the last one that was written here: somebody put it there. */
  isDisturbed: boolean;
  /** A key was replaced here since the other machine saw the folder. */
  isKeyNews: boolean;
  readonly told: string[];
}

const words = "correct horse battery staple";

let starts: { readonly vault: MemoryVault; readonly recoveryKey: Secret }[];

beforeAll(async () => {
  const keychain = new MemoryVault(7);
  const first = await makeVault(keychain.ports());
  const alone = new MemoryVault(11);
  alone.passphrase = words;
  const second = await makeVault(alone.ports(), {
    keychain: "never",
    passphrase: new Secret(words),
  });
  if (!first.ok || !second.ok) throw new Error("no vault to begin with");
  starts = [
    { vault: keychain, recoveryKey: first.value.recoveryKey },
    { vault: alone, recoveryKey: second.value.recoveryKey },
  ];
}, 60_000);

function contextWith(key: string): StoredContext {
  const config = { endpoints: ["10.0.0.1"], nodes: [], key: new Secret(key) };
  const metadata = { importedAt: new Date(0), labels: {}, production: false };
  return { config, metadata };
}

const keysIn = ({ contexts }: VaultDocument) =>
  [...contexts.values()].map(({ config }) => config.key?.reveal() ?? "");

type Step = (life: Life, vault: MemoryVault) => Promise<Result<unknown>>;

const change =
  (edit: (life: Life, document: VaultDocument) => VaultDocument): Step =>
  async (life, vault) => {
    const changed = await changeVault(vault.ports())((document) =>
      success(edit(life, document)),
    );
    if (changed.ok)
      for (const key of keysIn(changed.value.document))
        life.everStored.add(key);
    return changed;
  };

const steps: Readonly<Record<string, Step>> = {
  add: change((life, document) => {
    const name = `context-${String(life.count++)}`;
    const contexts = new Map(document.contexts);
    contexts.set(name, contextWith(`key of ${name}`));
    return { ...document, contexts };
  }),
  remove: change((life, document) => {
    const names = [...document.contexts.keys()];
    if (names.length === 0) return document;
    const contexts = new Map(document.contexts);
    contexts.delete(life.chance.of(names));
    return { ...document, contexts };
  }),
  use: change((life, document) => ({
    ...document,
    previous: String(life.count++),
  })),
  "recovery key": async (life, vault) => {
    const before = await openVault(vault.ports())();
    const made = await newRecoveryKey(vault.ports());
    if (made.ok && before.ok) {
      life.oldRecoveryKeys.push(life.recoveryKey);
      life.oldIdentities.push(before.value.identity);
      life.recoveryKey = made.value;
      life.isKeyNews = true;
    }
    return made;
  },
  passphrase: async (life, vault) => {
    if (!life.usesKeychain) return success(undefined);
    const before = await openVault(vault.ports())();
    const hadOne = vault.files.has("identity.age");
    const set = hadOne
      ? await removePassphrase(vault.ports())()
      : await setPassphrase(vault.ports())(new Secret(words));
    if (set.ok) {
      life.passphrase = hadOne ? null : words;
      life.here.passphrase = life.there.passphrase = life.passphrase;
      if (hadOne && before.ok) life.oldIdentities.push(before.value.identity);
      life.isKeyNews = true;
    }
    return set;
  },
  "restore a generation": async (life, vault) => {
    const list = await vault.ports().folder.backups.list();
    if (!list.ok || list.value.length === 0) return success(undefined);
    const { generation, mark } = life.chance.of(list.value);
    return restoreInto(
      vault,
      { kind: "generation", generation, mark },
      { recoveryKey: life.usesKeychain ? null : life.recoveryKey },
    );
  },
  backup: async (life, vault) => {
    const packed = await backupVault(vault.ports(), vault.records)();
    if (packed.ok) life.backups.push(packed.value.bytes);
    return packed;
  },
  "restore a backup": async (life, vault) =>
    life.backups.length === 0
      ? success(undefined)
      : restoreInto(vault, {
          kind: "file",
          bytes: life.chance.of(life.backups),
        }),
  recover: async (life, vault) =>
    recoverVault(vault.ports())(life.recoveryKey, {
      passphrase: null,
      acceptOlder: false,
      keychain: false,
    }),
  "put an old file back": async (life, vault) => {
    if (life.older.length > 0)
      vault.files.set("vault.age", life.chance.of(life.older));
    return success(undefined);
  },
  "accept it": async (_, vault) => restoreInto(vault, { kind: "present" }),
  "use, twelve times": async (life, vault) => {
    let last: Result<unknown> = success(undefined);
    for (let count = 0; count < 12; count++)
      last = await (steps["use"] as Step)(life, vault);
    return last;
  },
};

/** Steps after which the file in place is ours again. */
const writes = new Set([
  "add",
  "recovery key",
  "restore a generation",
  "recover",
  "accept it",
]);

/** Both machines have the folder that one of them wrote. */
function sync(from: MemoryVault, to: MemoryVault): void {
  for (const name of to.files.keys())
    if (!from.files.has(name) && !name.startsWith("backups/"))
      to.files.delete(name);
  for (const [name, bytes] of from.files) to.files.set(name, bytes);
}

async function liveThrough(seed: number): Promise<Life> {
  const chance = new Chance(seed);
  const start = starts[chance.below(4) === 0 ? 1 : 0];
  if (!start) throw new Error("no start");
  const here = start.vault.copy();
  const there = start.vault.copy();
  // Their random numbers must differ from here on.
  for (let skip = 0; skip < 5; skip++) there.ports().random.bytes(3);
  const usesKeychain = here.items.size > 0;
  const life: Life = {
    chance,
    here,
    there,
    usesKeychain,
    recoveryKey: start.recoveryKey,
    oldRecoveryKeys: [],
    oldIdentities: [],
    passphrase: usesKeychain ? null : words,
    everStored: new Set(),
    older: [],
    backups: [],
    count: 0,
    isDisturbed: false,
    isKeyNews: false,
    told: [],
  };
  for (let count = 0; count < stepsOfALife; count++) await takeStep(life);
  return life;
}

async function takeStep(life: Life): Promise<void> {
  const { chance, here, there } = life;
  const isElsewhere = chance.below(6) === 0;
  const vault = isElsewhere ? there : here;
  const name = chance.of(
    isElsewhere ? ["add", "remove", "use"] : Object.keys(steps),
  );
  // Two keys at once are two vaults: who replaces one lets the other machine see it first.
  const isSynced = chance.below(2) === 0 || life.isKeyNews;
  if (isElsewhere && isSynced) letSee(life);
  const file = vault.files.get("vault.age");
  const floor = floorOf(here);
  if (chance.below(4) === 0) vault.killAt = vault.steps + 1 + chance.below(8);
  const outcome = await ended((steps[name] as Step)(life, vault));
  vault.killAt = Number.POSITIVE_INFINITY;
  life.told.push([isElsewhere ? "there" : "here", name, outcome].join(": "));
  if (isElsewhere) sync(there, here);
  noteWhoseFile(life, name, outcome, isElsewhere, !isElsewhere || isSynced);
  if (file) life.older.push(file);
  await look(life, name, floor, outcome);
}

function letSee(life: Life): void {
  sync(life.here, life.there);
  life.isKeyNews = false;
}

function noteWhoseFile(
  life: Life,
  name: string,
  outcome: string,
  isElsewhere: boolean,
  isOurs: boolean,
): void {
  if (!isOurs || name === "put an old file back") life.isDisturbed = true;
  else if (outcome === "done" && !isElsewhere && writes.has(name))
    life.isDisturbed = false;
}

async function ended(work: Promise<Result<unknown>>): Promise<string> {
  try {
    const result = await work;
    return result.ok ? "done" : result.error.code;
  } catch (error) {
    if (error instanceof Killed) return "killed";
    throw error;
  }
}

function floorOf({ items }: MemoryVault): number {
  const [item] = items.values();
  return item === undefined ? 0 : (readToken(new Secret(item))?.floor ?? 0);
}

async function look(
  life: Life,
  name: string,
  floor: number,
  outcome: string,
): Promise<void> {
  const { here, usesKeychain } = life;
  expect(floorOf(here), `the floor after ${name}`).toBeGreaterThanOrEqual(
    floor,
  );
  if (!usesKeychain)
    expect(here.items.size, `items in the keychain after ${name}`).toBe(0);
  if (outcome === "killed") await finishWhatWasKilled(life);
  await someoneCanOpenIt(life, name);
  await nothingIsLost(life, name);
  if (outcome !== "killed") await oldKeysOpenNothing(life, name);
}

/** The next write finishes what a kill interrupted; what opened it then is what counts. */
async function finishWhatWasKilled(life: Life): Promise<void> {
  const { here } = life;
  const changed = await changeVault(here.ports())((document) =>
    success({ ...document, previous: "after" }),
  );
  if (!changed.ok) return;
  for (const key of keysIn(changed.value.document)) life.everStored.add(key);
  const hasPassphrase = here.files.has("identity.age");
  life.passphrase = hasPassphrase ? words : null;
  here.passphrase = life.there.passphrase = life.passphrase;
  const slot = here.files.get("recovery.age") ?? new Uint8Array(0);
  const key = { kind: "identity", identity: life.recoveryKey } as const;
  if ((await openSlot(slot, key)) !== null) return;
  // The new key was shown and counts, and this life did not note it.
  await (steps["recovery key"] as Step)(life, here);
}

async function someoneCanOpenIt(life: Life, name: string): Promise<void> {
  const opened = await openVault(life.here.copy().ports())();
  const outcome = opened.ok ? "opened" : opened.error.code;
  if (life.isDisturbed) {
    // What somebody put there may be older or for another key: that is said, and not taken for damage.
    const known = ["opened", "vault-rolled-back", "vault-foreign"];
    expect(known, `keychain or passphrase after ${name}`).toContain(outcome);
    return;
  }
  expect(outcome, `keychain or passphrase after ${name}`).toBe("opened");
  const recovered = await openWithRecoveryKey(
    life.here.copy().ports(),
    life.recoveryKey,
  );
  expect(recovered.ok, `the recovery key after ${name}`).toBe(true);
}

/** Every credential that was ever written well is in the vault or in a generation that its keys open. */
async function nothingIsLost(life: Life, name: string): Promise<void> {
  const { here } = life;
  const identities = await identitiesOf(life);
  const found = new Set<string>();
  for (const [file, bytes] of here.files) {
    if (!/^(vault\.age|backups\/)/.test(file)) continue;
    for (const identity of [...identities, ...life.oldIdentities]) {
      const document = await unsealVault(bytes, identity);
      if (document.ok) for (const key of keysIn(document.value)) found.add(key);
    }
  }
  const lost = [...life.everStored].filter((key) => !found.has(key));
  expect(lost, `lost after ${name}`).toEqual([]);
}

/** Identities that a keychain of the two machines has, or the passphrase opens. */
async function identitiesOf({
  here,
  there,
  passphrase,
}: Life): Promise<readonly Secret[]> {
  const tokens = [...here.items.values(), ...there.items.values()].flatMap(
    (item) => readToken(new Secret(item))?.identity ?? [],
  );
  const slot = here.files.get("identity.age");
  const ofSlot =
    slot && passphrase
      ? await openSlot(slot, {
          kind: "passphrase",
          passphrase: new Secret(passphrase),
        })
      : null;
  return [...tokens, ...(ofSlot ? [ofSlot] : [])];
}

/** No file that this machine could open is open to a key that was replaced, but for one that was put back by hand. */
async function oldKeysOpenNothing(life: Life, name: string): Promise<void> {
  const wasPutBack = life.told.some((one) => one.includes("old file back"));
  const wasElsewhere = life.told.some((one) => one.startsWith("there"));
  if (wasPutBack || wasElsewhere) return;
  const old = [...life.oldRecoveryKeys, ...life.oldIdentities];
  const opened: string[] = [];
  for (const [file, bytes] of life.here.files)
    for (const identity of old) {
      const outcome = await decrypt(bytes, { kind: "identity", identity });
      if (outcome.kind === "opened") opened.push(file);
    }
  expect(opened, `open to an old key after ${name}`).toEqual([]);
}

describe("a vault lives through anything", () => {
  test.each(seeds)("SEED=%d", { timeout: 120_000 }, async (seed) => {
    const life = await liveThrough(seed);
    expect(life.told.length).toBeGreaterThanOrEqual(stepsOfALife);
  });
});
