import { success, type Result } from "../../../../../shared/core/result.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { backupVault } from "../../../../../shared/core/usecases/vault/backup.ts";
import {
  removePassphrase,
  setPassphrase,
} from "../../../../../shared/core/usecases/vault/change-passphrase.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { openVault } from "../../../../../shared/core/usecases/vault/open.ts";
import { recoverVault } from "../../../../../shared/core/usecases/vault/recover.ts";
import type {
  StoredContext,
  VaultDocument,
} from "../../../../../shared/core/vault/document.ts";
import type { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { newRecoveryKey, restoreInto } from "../../../../doubles/vault-life.ts";

export class Chance {
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
export interface Life {
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
  readonly olderEdits: Uint8Array[];
  /** Small changes lie beside the vault all through this life. */
  readonly isLarge: boolean;
  /** What changes that ended well wrote beside keys, and in which step of the life. */
  readonly everMarked: Map<string, number>;
  /** What the last change made of the vault, and was about to make of it. */
  written: string | null;
  meant: string | null;
  readonly backups: Uint8Array[];
  count: number;
  /** The file in place is not the last one that was written here: somebody put it there. */
  isDisturbed: boolean;
  /** A key was replaced here since the other machine saw the folder. */
  isKeyNews: boolean;
  readonly told: string[];
}

export const words = "correct horse battery staple";

function contextWith(key: string): StoredContext {
  const config = { endpoints: ["10.0.0.1"], nodes: [], key: new Secret(key) };
  const metadata = { importedAt: new Date(0), labels: {}, production: false };
  return { config, metadata };
}

export const keysIn = ({ contexts }: VaultDocument) =>
  [...contexts.values()].map(({ config }) => config.key?.reveal() ?? "");

export type Step = (life: Life, vault: MemoryVault) => Promise<Result<unknown>>;

/** Everything of a document but when and by which write it came to be. */
export const contentOf = ({ current, previous, contexts }: VaultDocument) =>
  JSON.stringify([
    current,
    previous,
    ...[...contexts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { config, metadata }]) => [
        name,
        config.key?.reveal(),
        metadata,
      ]),
  ]);

export const marksIn = ({ previous, contexts }: VaultDocument) => [
  previous,
  ...[...contexts.values()].map(({ metadata }) => metadata.note ?? ""),
];

const change =
  (edit: (life: Life, document: VaultDocument) => VaultDocument): Step =>
  async (life, vault) => {
    const changed = await changeVault(vault.ports())((document) => {
      const edited = edit(life, document);
      if (vault === life.here) life.meant = contentOf(edited);
      return success(edited);
    });
    if (changed.ok) {
      const { document } = changed.value;
      for (const key of keysIn(document)) life.everStored.add(key);
      for (const mark of marksIn(document))
        life.everMarked.set(mark, life.told.length);
      if (vault === life.here) life.written = contentOf(document);
    }
    return changed;
  };

export const steps: Readonly<Record<string, Step>> = {
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
  note: change((life, document) => {
    const named = [...document.contexts];
    if (named.length === 0) return document;
    const [name, context] = life.chance.of(named);
    const note = `note ${String(life.count++)}`;
    const metadata = { ...context.metadata, note };
    const contexts = new Map(document.contexts);
    contexts.set(name, { ...context, metadata });
    return { ...document, contexts };
  }),
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
    recoverVault(vault.ports(), vault.notes)(life.recoveryKey, {
      passphrase: null,
      acceptOlder: false,
      keychain: false,
    }),
  "put an old file back": async (life, vault) => {
    if (life.older.length > 0)
      vault.files.set("vault.age", life.chance.of(life.older));
    return success(undefined);
  },
  "put old small changes back": async (life, vault) => {
    if (life.olderEdits.length > 0)
      vault.files.set("edits.age", life.chance.of(life.olderEdits));
    return success(undefined);
  },
  "lose the small changes": async (_, vault) => {
    vault.files.delete("edits.age");
    return success(undefined);
  },
  "grow or shrink": async (life, vault) => {
    if (!life.isLarge) vault.editsFrom = vault.editsFrom === 0 ? undefined : 0;
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
export const writes = new Set([
  "add",
  "recovery key",
  "restore a generation",
  "recover",
  "accept it",
]);

/** Steps that are no doing of ours. */
export const disturbs = new Set([
  "put an old file back",
  "put old small changes back",
  "lose the small changes",
]);

/** Only one of the two files came over yet, and all that is kept. */
export function syncHalf(
  from: MemoryVault,
  to: MemoryVault,
  chance: Chance,
): void {
  const left = chance.of(["vault.age", "edits.age"]);
  const before = to.files.get(left);
  sync(from, to);
  if (before) to.files.set(left, before);
  else to.files.delete(left);
}

/** Both machines have the folder that one of them wrote. */
export function sync(from: MemoryVault, to: MemoryVault): void {
  for (const name of to.files.keys())
    if (!from.files.has(name) && !name.startsWith("backups"))
      to.files.delete(name);
  for (const [name, bytes] of from.files) to.files.set(name, bytes);
}

/** Steps that both machines take, and that say what they wrote. */
export const changes = ["add", "remove", "use", "note"];
