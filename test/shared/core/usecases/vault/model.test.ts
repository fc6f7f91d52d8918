import type * as Scrypt from "../../../../../shared/core/pki/primitives/scrypt.ts";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { success, type Result } from "../../../../../shared/core/result.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { openVault } from "../../../../../shared/core/usecases/vault/open.ts";
import { openWithRecoveryKey } from "../../../../../shared/core/usecases/vault/recover.ts";
import { decrypt } from "../../../../../shared/core/vault/sealed/age/age.ts";
import type { EditLog } from "../../../../../shared/core/vault/edits.ts";
import { unsealEdits } from "../../../../../shared/core/vault/edits-file.ts";
import { readToken } from "../../../../../shared/core/vault/sealed/keychain-item-format.ts";
import { unsealVault } from "../../../../../shared/core/vault/sealed/seal.ts";
import { openSlot } from "../../../../../shared/core/vault/sealed/slots.ts";
import {
  Chance,
  changes,
  contentOf,
  disturbs,
  keysIn,
  marksIn,
  steps,
  sync,
  syncHalf,
  words,
  writes,
  type Life,
  type Step,
} from "./life.ts";
import { Killed, MemoryVault } from "../../../../doubles/memory-vault.ts";
import { makeVault } from "../../../../doubles/vault-life.ts";

// A passphrase costs a second by design; here it is tried hundreds of times.
vi.mock("../../../../../shared/core/pki/primitives/scrypt.ts", async (load) => {
  const { withQuickPassphrases } =
    await import("../../../../doubles/quick-passphrases.ts");
  return withQuickPassphrases(await load<typeof Scrypt>());
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

async function liveThrough(seed: number): Promise<Life> {
  const chance = new Chance(seed);
  const start = starts[chance.below(4) === 0 ? 1 : 0];
  if (!start) throw new Error("no start");
  const here = start.vault.copy();
  const there = start.vault.copy();
  // Their random numbers must differ from here on.
  for (let skip = 0; skip < 5; skip++) there.ports().random.bytes(3);
  const usesKeychain = here.items.size > 0;
  const isLarge = chance.below(3) > 0;
  if (isLarge) here.editsFrom = there.editsFrom = 0;
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
    olderEdits: [],
    isLarge,
    everMarked: new Map(),
    written: null,
    meant: null,
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
  const name = chance.of(isElsewhere ? changes : Object.keys(steps));
  // Two keys at once are two vaults: who replaces one lets the other machine see it first.
  const isSynced = chance.below(2) === 0 || life.isKeyNews;
  if (isElsewhere && isSynced) letSee(life);
  const { file, edits } = placed(vault);
  const floor = floorOf(here);
  const before = await contentIn(here);
  const outcome = await runStep(life, name, vault);
  life.told.push([isElsewhere ? "there" : "here", name, outcome].join(": "));
  const isOurs = !isElsewhere || (comesOver(life) && isSynced);
  noteWhoseFile(life, name, outcome, isElsewhere, isOurs);
  life.older.push(...file);
  life.olderEdits.push(...edits);
  if (!isElsewhere && !life.isDisturbed && changes.includes(name))
    await itIsTheOldOrTheNew(life, name, outcome, before);
  await look(life, name, floor, outcome);
}

/** The files in place: none or one of each. */
function placed({ files }: MemoryVault) {
  const named = (name: string) => [files.get(name) ?? []].flat();
  return { file: named("vault.age"), edits: named("edits.age") };
}

/** Killed anywhere, now and then. */
async function runStep(
  life: Life,
  name: string,
  vault: MemoryVault,
): Promise<string> {
  life.written = life.meant = null;
  if (life.chance.below(4) === 0)
    vault.killAt = vault.steps + 1 + life.chance.below(8);
  const outcome = await ended((steps[name] as Step)(life, vault));
  vault.killAt = Number.POSITIVE_INFINITY;
  return outcome;
}

/** What the other machine wrote comes over; false where only one of the two files did yet. */
function comesOver({ here, there, chance }: Life): boolean {
  const isHalf = chance.below(3) === 0;
  if (isHalf) syncHalf(there, here, chance);
  else sync(there, here);
  return !isHalf;
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
  if (!isOurs || disturbs.has(name)) life.isDisturbed = true;
  else if (outcome === "done" && !isElsewhere && writes.has(name))
    life.isDisturbed = false;
}

async function contentIn(vault: MemoryVault): Promise<string | null> {
  const opened = await openVault(vault.copy().ports())();
  return opened.ok ? contentOf(opened.value.document) : null;
}

/** What a change said that it wrote is what is there; what was killed wrote all of it or nothing. */
async function itIsTheOldOrTheNew(
  { here, written, meant }: Life,
  name: string,
  outcome: string,
  before: string | null,
): Promise<void> {
  const possible = outcome === "killed" ? [before, meant] : [written ?? before];
  expect(possible, `what ${name} left: ${outcome}`).toContain(
    await contentIn(here),
  );
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
  // The killed step may have replaced the key.
  life.isKeyNews = true;
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

const marksOf = ({ edits }: EditLog) =>
  edits.flatMap(({ previous, contexts }) => [
    previous ?? "",
    ...[...(contexts?.values() ?? [])].map(({ note }) => note ?? ""),
  ]);

/** Every credential that was ever written well is in the vault or in a generation that its keys open. */
async function nothingIsLost(life: Life, name: string): Promise<void> {
  const { here } = life;
  const identities = await identitiesOf(life);
  const found = new Set<string>();
  const marks = new Set<string>();
  for (const [file, bytes] of here.files) {
    if (!/^(vault\.age|edits\.age|backups)/.test(file)) continue;
    for (const identity of [...identities, ...life.oldIdentities]) {
      const document = await unsealVault(bytes, identity);
      if (document.ok) {
        for (const key of keysIn(document.value)) found.add(key);
        for (const mark of marksIn(document.value)) marks.add(mark);
      }
      const edits = await unsealEdits(bytes, identity);
      if (edits.kind === "read")
        for (const mark of marksOf(edits.log)) marks.add(mark);
    }
  }
  if (life.isLarge) {
    // Five small writes are kept; a step with what finishes it makes three at most.
    const recent = [...life.everMarked].filter(
      ([, step]) => step >= life.told.length - 2,
    );
    const forgotten = recent.filter(([mark]) => !marks.has(mark));
    expect(forgotten, `small changes lost after ${name}`).toEqual([]);
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
  const wasPutBack = life.told.some((one) => one.includes(" back:"));
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
