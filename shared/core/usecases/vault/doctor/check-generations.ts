import type { GenerationId } from "../../../ports/vault-folder.ts";
import type { GenerationFacts } from "../../../vault/fields/store-facts.ts";
import { holdsWhatIsNowhereElse } from "../../../vault/generation-retention.ts";
import { check, type Check } from "./check.ts";
import {
  generationName,
  idOf,
  isSame,
} from "../generations/generation-names.ts";
import type { OpenVault } from "../open.ts";
import type { VaultPorts } from "../ports.ts";

/** What became of the files of earlier generations: each is opened, for only so can it be said that it can be put back. */
export async function checkGenerations(
  ports: VaultPorts,
  vault: OpenVault,
): Promise<readonly Check[]> {
  const listed = await ports.folder.backups.list();
  const there = listed.ok ? listed.value : [];
  const known = vault.document.store?.generations ?? [];
  const now = ports.clock.now();
  const own = idOf(vault.base);
  const missing = known.filter(
    (one) => !isSame(one, own) && !there.some((id) => isSame(id, one)),
  );
  const holders = known.filter(
    (one) => holdsWhatIsNowhereElse(one, now) && !missing.includes(one),
  );
  // Of a restore that was meant the vault tells, as of every generation that it has seen.
  const later = there.filter(
    (one) =>
      one.generation > own.generation && !known.some((id) => isSame(id, one)),
  );
  const { damaged, foreign } = await openEach(ports, vault, there);
  const named = (ids: readonly GenerationId[]) =>
    ids.map((id) => generationName(id, there)).join(", ");
  const unread = await lookAtEdits(ports, vault, named);
  return [
    ...when(holders.length > 0, () =>
      check(
        "backups",
        "info",
        "generations-hold-more",
        `Keys that were removed or replaced since, and are in earlier generations: ${byName(holders, there)}.`,
        {
          next: "Nothing has to be done: a generation is kept as long as what only it has may be wanted. A removed context can be put back for 30 days; what was replaced comes back with the whole generation.",
        },
      ),
    ),
    ...when(later.length > 0, () => laterCheck(named(later))),
    ...when(damaged.length > 0, () => damagedCheck(named(damaged))),
    ...when(missing.length > 0, () =>
      goneCheck(
        missing.map((one) => withNames(one, known)),
        missing.some((one) => holdsWhatIsNowhereElse(one, now)),
      ),
    ),
    ...when(foreign.length > 0, () =>
      check(
        "backups",
        "warning",
        "generations-foreign",
        `Generations that the vault's key does not open, kept as they are: ${named(foreign)}.`,
      ),
    ),
    ...unread,
  ];
}

function laterCheck(names: string): Check {
  return check(
    "backups",
    "warning",
    "generations-later",
    `Later than the vault that is in place, which knows nothing of them: ${names}. An older file was put there, or the folder is synced half.`,
    {
      next: "Wait for the rest of the folder, or put the latest back. The next change keeps both.",
      actions: ["restore"],
    },
  );
}

function damagedCheck(names: string): Check {
  return check(
    "backups",
    "error",
    "generations-damaged",
    `Earlier generations that are damaged and cannot be put back: ${names}.`,
    {
      next: "Put their files back from a copy of the folder. The present vault is in order; its next change keeps it again.",
    },
  );
}

function goneCheck(names: readonly string[], isLoss: boolean): Check {
  return check(
    "backups",
    isLoss ? "error" : "warning",
    "generations-gone",
    `Earlier generations whose files are gone: ${names.join("; ")}.`,
    {
      next: "Put their files back from a copy of the folder, where there is one.",
    },
  );
}

interface Opened {
  readonly damaged: readonly GenerationId[];
  /** Of another vault or another key, or a file that was kept unopened. */
  readonly foreign: readonly GenerationId[];
}

async function openEach(
  { folder: { backups } }: VaultPorts,
  { document, identity }: OpenVault,
  ids: readonly GenerationId[],
): Promise<Opened> {
  const { unsealVault } = await import("../../../vault/sealed/seal.ts");
  const known = document.store?.generations ?? [];
  const damaged: GenerationId[] = [];
  const foreign: GenerationId[] = [];
  for (const id of ids) {
    if (known.some((one) => one.isUnread && isSame(one, id))) {
      foreign.push(id);
      continue;
    }
    const file = await backups.read(id);
    const opened =
      file.ok && file.value ? await unsealVault(file.value, identity) : null;
    if (opened?.ok) continue;
    (opened?.error.code === "vault-foreign" ? foreign : damaged).push(id);
  }
  return { damaged, foreign };
}

/** Small changes that are damaged, or for another key. */
async function lookAtEdits(
  { folder: { backups } }: VaultPorts,
  { identity }: OpenVault,
  named: (ids: readonly GenerationId[]) => string,
): Promise<readonly Check[]> {
  const { unsealEdits } = await import("../../../vault/edits-file.ts");
  const listed = await backups.edits.list();
  const unread: GenerationId[] = [];
  for (const id of listed.ok ? listed.value : []) {
    const file = await backups.edits.read(id);
    const outcome =
      file.ok && file.value ? await unsealEdits(file.value, identity) : null;
    if (outcome?.kind !== "read") unread.push(id.of);
  }
  return when(unread.length > 0, () =>
    check(
      "backups",
      "warning",
      "edits-unread",
      `Small changes of earlier generations that cannot be read, kept as they are: ${named(unread)}.`,
    ),
  );
}

function withNames(one: GenerationFacts, all: readonly GenerationId[]): string {
  const names = (one.lost ?? []).map(({ name }) => name).join(", ");
  const name = generationName(one, all);
  return names === "" ? name : `${names} (generation ${name})`;
}

/** Each context once, with the generations that have a key of it, as their list beside it has them: newest first. */
function byName(
  holders: readonly GenerationFacts[],
  all: readonly GenerationId[],
): string {
  const names = new Map<string, string[]>();
  for (const one of holders)
    for (const name of new Set((one.lost ?? []).map((key) => key.name))) {
      const generations = names.get(name) ?? [];
      names.set(name, [...generations, generationName(one, all)]);
    }
  return [...names]
    .map(([name, [only = "", ...more]]) =>
      more.length === 0
        ? `${name} (generation ${only})`
        : `${name} (generations ${[only, ...more].join(", ")})`,
    )
    .join("; ");
}

function when(isSo: boolean, make: () => Check): readonly Check[] {
  return isSo ? [make()] : [];
}
