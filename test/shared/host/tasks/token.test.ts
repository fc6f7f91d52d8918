import { expect } from "vitest";
import { keepByToken } from "../../../../shared/host/tasks/token.ts";
import { atTheEdge } from "../../../doubles/at-the-edge.ts";
import { MemoryVault } from "../../../doubles/memory-vault.ts";

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
