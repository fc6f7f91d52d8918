// Measures one change in a process that has the vault open, with the modules of any build: node favourite-process.ts
// ROOT TALOSCONFIG HOME. Prints the medians of milliseconds and of milliseconds of processor, and the peak of memory in
// MiB. Without a keychain, whose time is the same for all vaults.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type * as DiskVaultFolder from "../../shared/node/vault/disk-vault-folder.ts";
import type * as Init from "../../shared/core/usecases/vault/init.ts";
import type * as UnlockedVault from "../../shared/core/usecases/vault/unlocked-vault.ts";
import type * as EditContext from "../../shared/core/usecases/contexts/edit-context.ts";
import type * as NewStoredContext from "../../shared/core/usecases/contexts/new-stored-context.ts";
import type * as Parse from "../../shared/core/talosconfig/parse.ts";
import type { VaultDocument } from "../../shared/core/vault/document.ts";
import type { VaultPorts } from "../../shared/core/usecases/vault/ports.ts";
import type { Secret } from "../../shared/core/secret.ts";
import { median } from "./race.ts";

const [, , root = "", file = "", home = ""] = process.argv;
const rounds = 9;

/** The first of these places that the build has: modules have moved between builds. */
async function load<Module>(...places: readonly string[]): Promise<Module> {
  const place = places.find((one) => existsSync(join(root, one)));
  if (place === undefined) throw new Error(`none of ${places.join(", ")}`);
  return (await import(join(root, place))) as Module;
}

const usecases = "shared/core/usecases";
const { diskVaultFolder } = await load<typeof DiskVaultFolder>(
  "shared/node/vault/disk-vault-folder.ts",
);
const { initVault } = await load<typeof Init>(
  `${usecases}/vault/init.ts`,
  `${usecases}/init-vault.ts`,
);
const { unlockVault } = await load<typeof UnlockedVault>(
  `${usecases}/vault/unlocked-vault.ts`,
  `${usecases}/unlocked-vault.ts`,
);
const { editContext } = await load<typeof EditContext>(
  `${usecases}/edit-context.ts`,
  `${usecases}/contexts/edit-context.ts`,
);
const { newStoredContext } = await load<typeof NewStoredContext>(
  `${usecases}/new-stored-context.ts`,
  `${usecases}/contexts/new-stored-context.ts`,
);
const { parseTalosconfig } = await load<typeof Parse>(
  "shared/core/talosconfig/parse.ts",
);

const items = new Map<string, Secret>();
const ports = {
  folder: diskVaultFolder(home),
  keychain: {
    read: async (account: string) => {
      const value = items.get(account);
      return value ? { kind: "found", value } : { kind: "missing" };
    },
    write: async (account: string, value: Secret) => {
      items.set(account, value);
      return { kind: "done" };
    },
    remove: async () => ({ kind: "done" }),
  },
  passphrase: {
    ask: async () => {
      throw new Error("nobody is there");
    },
  },
  preferPassphrase: false,
  onlooker: { tell: () => undefined, tighten: async () => [] },
  clock: { now: () => new Date(), monotonicMs: () => performance.now() },
  random: {
    bytes: (length: number) =>
      globalThis.crypto.getRandomValues(new Uint8Array(length)),
  },
  ledger: {
    read: async () => ({
      ok: true,
      value: { entries: [], notes: [], renamings: [] },
    }),
    append: async () => ({ ok: true, value: undefined }),
  },
} as unknown as VaultPorts;

interface Failing {
  readonly ok: boolean;
  readonly error?: { readonly message: string };
}

function must<T>(result: Failing & { readonly value?: T }): T {
  if (!result.ok) throw new Error(result.error?.message);
  return result.value as T;
}

mkdirSync(home, { recursive: true, mode: 0o700 });
must(
  await initVault(ports)({ keychain: "preferred" }, async () => ({
    ok: true,
    value: undefined,
  })),
);
const vault = must(await unlockVault(ports));
const parsed = must(parseTalosconfig(new Uint8Array(readFileSync(file))));
const full = (document: VaultDocument) => ({
  ok: true as const,
  value: {
    ...document,
    contexts: new Map(
      [...parsed.config.contexts].map(([name, config]) => [
        name,
        newStoredContext(config, undefined, undefined, new Date()),
      ]),
    ),
  },
});
must(await vault.change(full));
// A file that has just been written is read at each look: its stamps could not tell of a second write.
await new Promise((resolve) => setTimeout(resolve, 4000));
const times: number[] = [];
const busy: number[] = [];
for (let round = 0; round < rounds; round++) {
  const start = performance.now();
  const before = process.cpuUsage();
  must(
    await vault.change((document) =>
      editContext(document, "context-2", { favorite: round % 2 === 0 }),
    ),
  );
  times.push(performance.now() - start);
  const { user, system } = process.cpuUsage(before);
  busy.push((user + system) / 1000);
}
console.log(
  median(times).toFixed(1),
  median(busy).toFixed(1),
  (process.resourceUsage().maxRSS / 1024).toFixed(0),
);
