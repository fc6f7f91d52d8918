import { expect } from "vitest";
import { keepByToken } from "../../../../shared/host/tasks/token.ts";
import { atTheEdge } from "../../../doubles/at-the-edge.ts";
import { must, openHost } from "../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";
import { MemoryVault } from "../../../doubles/memory-vault.ts";

atTheEdge("chosenFiles", {
  make: (files) =>
    Array.from({ length: files }, (_, index) => `/chosen/${String(index)}`),
  read: async (paths) => {
    const memory = await openHost(makeTalosconfig(1));
    memory.chosenFiles = paths;
    const [first] = must(await memory.host.ask("imports.choose", {}));
    memory.files.set("/chosen/0", makeTalosconfig(1));
    return memory.host.ask("imports.open", first as never);
  },
  taken: (opened) =>
    expect(opened).toMatchObject({ value: { path: "/chosen/0" } }),
  // The oldest goes.
  refused: (opened) =>
    expect(opened).toMatchObject({ error: { code: "file-missing" } }),
});

atTheEdge("keptForPage", {
  make: (things) => things,
  read: (things) => {
    const kept = new Map<string, number>();
    const { random } = new MemoryVault(1).ports();
    const context = { lock: { isOpen: true }, ports: { vault: { random } } };
    for (let thing = 1; thing <= things; thing += 1)
      keepByToken(context as never, kept, thing);
    return [...kept.values()];
  },
  taken: (kept) => expect(kept).toEqual([1, 2, 3, 4]),
  // The oldest goes.
  refused: (kept) => expect(kept).toEqual([2, 3, 4, 5]),
});
