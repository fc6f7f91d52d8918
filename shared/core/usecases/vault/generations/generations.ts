import { equalBytes } from "../../../bytes.ts";
import { sha256OfBytes } from "../../../pki/primitives/hash-and-hmac.ts";
import type { GenerationId } from "../../../ports/vault-folder.ts";
import { success, type Result } from "../../../result.ts";
import type { Secret } from "../../../secret.ts";
import { isSmallChange } from "../../../vault/change-size.ts";
import type { VaultDocument } from "../../../vault/document.ts";
import { keyTags, lostKeys } from "../../../vault/lost-keys.ts";
import type {
  GenerationFacts,
  LostKey,
} from "../../../vault/fields/store-facts.ts";
import { thin } from "../../../vault/generation-retention.ts";
import { packArchive } from "./backup-archive.ts";
import type { Commit } from "../writing/commit-plan.ts";
import { idOf, isSame } from "./generation-names.ts";
import { removeEditsOf, removeStrayEdits } from "./kept-edits.ts";
import {
  documentOpenedBy,
  sealGenerationsAnew,
} from "./seal-generations-anew.ts";
import type { VaultPorts } from "../ports.ts";

const markLength = 16;

/**
 * The files in `backups/` in one write of the vault. Every write is among them at once; which of them stay is decided by
 * `thin`, from facts that the vault itself keeps.
 */
export class Generations {
  readonly #ports: VaultPorts;
  readonly #wanted: Commit;
  readonly #ids: readonly GenerationId[];
  /** The highest number that a file there has, told of or not: the next write's is above it. 0: there is none. */
  readonly highest: number;
  /** The present file, when it is not among them yet. */
  readonly #present: {
    readonly id: GenerationId;
    readonly bytes: Uint8Array;
  } | null;
  #next: VaultDocument | null = null;
  #gone: readonly GenerationId[] = [];

  private constructor(
    ports: VaultPorts,
    wanted: Commit,
    ids: readonly GenerationId[],
    edits: readonly GenerationId[],
    present: { readonly id: GenerationId; readonly bytes: Uint8Array } | null,
  ) {
    this.highest = Math.max(
      0,
      ...[...ids, ...edits].map(({ generation }) => generation),
    );
    this.#ports = ports;
    this.#wanted = wanted;
    this.#ids = ids;
    this.#present = present;
  }

  static async of(
    ports: VaultPorts,
    wanted: Commit,
  ): Promise<Result<Generations>> {
    const moved = await takeInReplaced(ports);
    if (!moved.ok) return moved;
    const ids = await ports.folder.backups.list();
    if (!ids.ok) return ids;
    const edits = await ports.folder.backups.edits.list();
    if (!edits.ok) return edits;
    const found = await presentFile(ports, wanted);
    if (!found.ok) return found;
    const present = found.value;
    const isThere = present !== null && (await isKept(ports, present));
    return success(
      new Generations(
        ports,
        wanted,
        ids.value,
        edits.value,
        isThere ? null : present,
      ),
    );
  }

  /** Files that no vault has told of: read once, so that what they hold counts. */
  async read(): Promise<readonly GenerationFacts[]> {
    const { present, document } = this.#wanted;
    const store = present?.document.store ?? document.store;
    const known = (store?.generations ?? []).filter((one) =>
      this.#ids.some((id) => isSame(id, one)),
    );
    const isKnown = (id: GenerationId) =>
      known.some((one) => isSame(one, id)) ||
      (present !== null && isSame(id, idOf(present.base)));
    const unknown = this.#ids.filter((id) => !isKnown(id));
    return [...known, ...(await this.#adopt(unknown))];
  }

  async #adopt(
    ids: readonly GenerationId[],
  ): Promise<readonly GenerationFacts[]> {
    const { identity, present, document } = this.#wanted;
    const { backups } = this.#ports.folder;
    const facts: GenerationFacts[] = [];
    const covered = new Set<string>();
    for (const id of ids) {
      const bytes = await backups.read(id);
      const opened =
        bytes.ok && bytes.value
          ? await documentOpenedBy(bytes.value, [identity, present?.identity])
          : null;
      if (opened === null) {
        const writtenAt = this.#ports.clock.now();
        facts.push({ ...id, writtenAt, isUnread: true });
        continue;
      }
      const lost = (await lostKeys(opened, document)).filter(
        ({ tag }) => !covered.has(tag),
      );
      for (const { tag } of lost) covered.add(tag);
      const { writtenAt } = opened;
      facts.push({ ...id, writtenAt, ...(lost.length > 0 ? { lost } : {}) });
    }
    return facts;
  }

  /** Decides what stays beside `next`, and writes it into its facts. */
  async enter(next: VaultDocument): Promise<VaultDocument> {
    const { store } = next;
    if (!store) return next;
    const before = await this.#presentFacts(next);
    const earlier = await this.read();
    const regained = earlier.some(({ lost }) => lost !== undefined)
      ? await this.#regainedBy(next)
      : new Set<string>();
    const entries = [
      { ...idOf(next), writtenAt: next.writtenAt, ...smallness(this.#wanted) },
      ...before,
      ...earlier
        .filter((one) => !before.some((own) => isSame(own, one)))
        .map((one) => without(one, regained)),
    ];
    const generations = thin(entries, next.writtenAt);
    this.#gone = entries
      .filter((one) => !generations.includes(one))
      .map(({ generation, mark }) => ({ generation, mark }));
    this.#next = { ...next, store: { ...store, generations } };
    return this.#next;
  }

  /** Tags of keys that earlier generations need not be kept for any more. Each key of a large import is hashed for it. */
  async #regainedBy(next: VaultDocument): Promise<ReadonlySet<string>> {
    const { present } = this.#wanted;
    if (!present) return keyTags(next);
    const regained = await lostKeys(next, present.document);
    return new Set(regained.map(({ tag }) => tag));
  }

  async #presentFacts(
    next: VaultDocument,
  ): Promise<readonly GenerationFacts[]> {
    const { present } = this.#wanted;
    if (!present) {
      const id = this.#present?.id;
      return id ? [{ ...id, writtenAt: next.writtenAt, isUnread: true }] : [];
    }
    const { document, base } = present;
    const id = idOf(base);
    const known = document.store?.generations.find((one) => isSame(one, id));
    const lost = await lostKeys(document, next);
    return [
      {
        ...id,
        writtenAt: document.writtenAt,
        ...(known?.isSmall ? { isSmall: true } : {}),
        ...(lost.length > 0 ? { lost } : {}),
      },
    ];
  }

  async keepPresent(): Promise<Result<void>> {
    return this.#present
      ? this.#ports.folder.backups.write(this.#present.id, this.#present.bytes)
      : success(undefined);
  }

  /** Where it cannot be kept, the vault itself is the only copy, as it always is for a moment. */
  async keepNext(bytes: Uint8Array): Promise<void> {
    if (this.#next)
      await this.#ports.folder.backups.write(idOf(this.#next), bytes);
  }

  /** What an identity of before opens is sealed for the one of now: an old key opens nothing that is left. */
  async sealAnew(formers: readonly Secret[]): Promise<void> {
    const { identity, document } = this.#wanted;
    await sealGenerationsAnew(this.#ports, formers, identity, document);
  }

  async thin(): Promise<void> {
    const { folder } = this.#ports;
    for (const id of this.#gone) {
      if (!this.#ids.some((one) => isSame(one, id))) continue;
      await removeEditsOf(folder, id);
      await folder.backups.remove(id);
    }
    const { store, writtenAt } = this.#next ?? {};
    if (store && writtenAt)
      await removeStrayEdits(folder, store.generations, writtenAt);
  }
}

function smallness({
  present,
  document,
}: Commit): Pick<GenerationFacts, "isSmall"> {
  return present && isSmallChange(present.document, document)
    ? { isSmall: true }
    : {};
}

function without(
  facts: GenerationFacts,
  regained: ReadonlySet<string>,
): GenerationFacts {
  const { lost, ...rest } = facts;
  const left: readonly LostKey[] = (lost ?? []).filter(
    ({ tag }) => !regained.has(tag),
  );
  return left.length > 0 ? { ...rest, lost: left } : rest;
}

/** A file of that name may be cut short, or be something else. */
export async function isKept(
  { folder: { backups } }: VaultPorts,
  { id, bytes }: { readonly id: GenerationId; readonly bytes: Uint8Array },
): Promise<boolean> {
  const file = await backups.read(id);
  return file.ok && file.value !== null && equalBytes(file.value, bytes);
}

async function presentFile(
  ports: VaultPorts,
  wanted: Commit,
): Promise<Result<Awaited<ReturnType<typeof unopened>>>> {
  if (wanted.present) {
    const { base, bytes } = wanted.present;
    return success({ id: idOf(base), bytes });
  }
  const file = await ports.folder.read("vault.age");
  return file.ok ? success(await unopened(ports, wanted, file.value)) : file;
}

/** A file that cannot be opened is kept with its slots, so that its own keys still open it. */
async function unopened(
  { folder }: VaultPorts,
  { document }: Commit,
  bytes: Uint8Array | null,
): Promise<{ readonly id: GenerationId; readonly bytes: Uint8Array } | null> {
  if (bytes === null) return null;
  const edits = await folder.read("edits.age");
  const recovery = await folder.read("recovery.age");
  const passphrase = await folder.read("identity.age");
  const archive = packArchive({
    vault: bytes,
    edits: edits.ok ? edits.value : null,
    recovery: recovery.ok ? recovery.value : null,
    passphrase: passphrase.ok ? passphrase.value : null,
    records: null,
  });
  const mark = sha256OfBytes(bytes).slice(0, markLength);
  return { id: { generation: document.generation, mark }, bytes: archive };
}

/** What a version before kept as `vault.replaced.age` becomes a generation. */
async function takeInReplaced({ folder }: VaultPorts): Promise<Result<void>> {
  const file = await folder.read("vault.replaced.age");
  if (!file.ok || file.value === null)
    return file.ok ? success(undefined) : file;
  const mark = sha256OfBytes(file.value).slice(0, markLength);
  const kept = await folder.backups.write({ generation: 1, mark }, file.value);
  return kept.ok ? folder.remove("vault.replaced.age") : kept;
}
