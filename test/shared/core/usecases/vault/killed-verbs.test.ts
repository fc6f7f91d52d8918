import { beforeAll, describe, expect, test } from "vitest";
import type { Result } from "../../../../../shared/core/result.ts";
import { newCluster } from "../../../../../shared/core/usecases/clusters/new-cluster.ts";
import { editContext } from "../../../../../shared/core/usecases/contexts/edit-context.ts";
import { renameContext } from "../../../../../shared/core/usecases/contexts/rename-context.ts";
import { importFiles } from "../../../../../shared/core/usecases/imports/apply-import.ts";
import { readImport } from "../../../../../shared/core/usecases/imports/imported-file.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { openVault } from "../../../../../shared/core/usecases/vault/open.ts";
import { unlockVault } from "../../../../../shared/core/usecases/vault/unlocked-vault.ts";
import type { VaultDocument } from "../../../../../shared/core/vault/document.ts";
import { Killed, MemoryVault } from "../../../../doubles/memory-vault.ts";
import { offlineTalosApi } from "../../../../doubles/offline-talos-api.ts";
import { must } from "../../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../../doubles/talosconfig-maker.ts";
import { makeVault } from "../../../../doubles/vault-life.ts";

let start: MemoryVault;

beforeAll(async () => {
  start = new MemoryVault();
  must(await makeVault(start.ports()));
  const bytes = new TextEncoder().encode(makeTalosconfig(2));
  const file = must(readImport("/talosconfig", { bytes, identity: null }));
  must(await importFiles(start.ports())([file], { onConflict: "rename", use: true, dryRun: false })); // prettier-ignore
}, 60_000);

/** What the vault has after a kill at each step of it, and after one more write; each state once. */
async function killedAnywhere(
  run: (vault: MemoryVault) => Promise<Result<unknown>>,
  what: (document: VaultDocument) => unknown,
): Promise<ReadonlySet<string>> {
  const states = new Set<string>();
  for (let step = 1; ; step++) {
    const vault = start.copy();
    vault.killAt = step;
    const isDone = await run(vault).then(
      ({ ok }) => ok,
      (error: unknown) => {
        if (error instanceof Killed) return false;
        throw error;
      },
    );
    vault.killAt = Number.POSITIVE_INFINITY;
    const opened = must(await openVault(vault.ports())());
    states.add(JSON.stringify(what(opened.document)));
    const after = must(await changeVault(vault.ports())((document) => editContext(document, "context-2", { note: "after" }))); // prettier-ignore
    expect(what(after.document)).toEqual(what(opened.document));
    if (isDone) return states;
  }
}

describe("killed at any step, a verb is done as a whole or not at all", () => {
  test("a renaming, of the current context", async () => {
    const states = await killedAnywhere(
      (vault) => changeVault(vault.ports())((document) => renameContext(document, "context-1", "prod")), // prettier-ignore
      ({ contexts, current }) => [[...contexts.keys()].toSorted(), current],
    );
    expect([...states].toSorted()).toEqual([
      '[["context-1","context-2"],"context-1"]',
      '[["context-2","prod"],"prod"]',
    ]);
  });

  test("a new cluster: its secrets, its authority and its context come together", async () => {
    const states = await killedAnywhere(
      async (vault) => {
        const ports = { ...vault.ports(), talos: offlineTalosApi };
        const { document } = must(await openVault(ports)());
        const made = must(await newCluster(ports, document, { name: "new", endpoint: "https://10.0.0.1:6443", endpoints: [], ttlSeconds: 3600 })); // prettier-ignore
        return changeVault(ports)(made.change);
      },
      ({ contexts, clusters, authorities }) => [contexts.has("new"), clusters?.has("new") ?? false, authorities?.size ?? 0], // prettier-ignore
    );
    expect([...states].toSorted()).toEqual(["[false,false,0]", "[true,true,1]"]); // prettier-ignore
  });
});

test("two programs that have one vault open write by turns and at once, and nothing of either is lost", async () => {
  const vault = start.copy();
  const windows = [must(await unlockVault(vault.ports())), must(await unlockVault(vault.ports()))] as const; // prettier-ignore
  const label = (at: number, key: string) =>
    windows[at === 0 ? 0 : 1].change((document) =>
      editContext(document, "context-1", { labels: { [key]: String(at) } }),
    );
  const keys: string[] = [];
  for (let turn = 0; turn < 6; turn++) {
    const own = [`a${String(turn)}`, `b${String(turn)}`, `c${String(turn)}`] as const; // prettier-ignore
    must(await label(turn % 2, own[0]));
    for (const done of await Promise.all([label(0, own[1]), label(1, own[2])]))
      must(done);
    keys.push(...own);
  }
  for (const window of windows) {
    const document = must(await window.read());
    const { labels } = document.contexts.get("context-1")?.metadata ?? {};
    expect(Object.keys(labels ?? {}).toSorted()).toEqual(keys.toSorted());
    expect(window.takeNews()).toEqual([]);
  }
});
