import { describe, expect, test } from "vitest";
import { judgeBeside } from "../../../../shared/core/vault/judge-edits.ts";
import type { VaultDocument } from "../../../../shared/core/vault/document.ts";
import type { EditLog } from "../../../../shared/core/vault/edits.ts";

const base: VaultDocument = {
  vaultId: "6f1c1a34-58a2-4c53-8b2c-0d7b8f4f9a11",
  generation: 7,
  writtenAt: new Date(0),
  recoveryRecipient: "age1",
  current: "one",
  previous: "",
  contexts: new Map([
    [
      "one",
      {
        config: { endpoints: ["10.0.0.1"], nodes: [] },
        metadata: {
          importedAt: new Date(0),
          labels: { a: "b" },
          production: true,
          color: "red",
        },
      },
    ],
  ]),
  store: {
    mark: "00000000000000aa",
    lineage: ["00000000000000a9"],
    takesEdits: true,
    slots: { recovery: "", passphrase: null },
    generations: [],
  },
};
const edit = { mark: "00000000000000ab", writtenAt: new Date(1) };
const log: EditLog = {
  vaultId: base.vaultId,
  generation: 7,
  mark: "00000000000000aa",
  edits: [
    { ...edit, current: "" },
    {
      mark: "00000000000000ac",
      writtenAt: new Date(2),
      contexts: new Map([["one", { labels: {}, production: false }]]),
    },
  ],
};
const bytes = new Uint8Array();
const kindOf = (of: EditLog, isOfThisKey = true, on = base) =>
  judgeBeside(bytes, of, on, isOfThisKey).beside?.kind;

describe("what lies beside a vault file", () => {
  test("counts where it was made to this very write", () => {
    const { document, beside } = judgeBeside(bytes, log, base, true);
    expect(beside?.kind).toBe("applied");
    expect(document).toMatchObject({
      generation: 9,
      writtenAt: new Date(2),
      current: "",
      store: {
        mark: "00000000000000ac",
        lineage: ["00000000000000ab", "00000000000000aa", "00000000000000a9"],
      },
    });
    // A mark that was taken off is off.
    expect(document.contexts.get("one")?.metadata).toEqual({
      importedAt: new Date(0),
      labels: {},
      production: false,
    });
  });

  test.each<readonly [string, Partial<EditLog>]>([
    ["vault", { vaultId: "00000000-0000-0000-0000-000000000000" }],
    ["generation", { generation: 8 }],
    ["write", { mark: "00000000000000a9" }],
  ])("does not count for another %s", (_, other) => {
    expect(kindOf({ ...log, ...other })).toBe("other");
  });

  test("does not count where another identity sealed it, or it speaks of a context that is not there", () => {
    expect(kindOf(log, false)).toBe("other");
    const contexts = new Map([["two", { labels: {}, production: false }]]);
    expect(kindOf({ ...log, edits: [{ ...edit, contexts }] })).toBe("other");
  });

  test("is in the vault already where the vault was made from its last change, whoever sealed it", () => {
    const { store } = base;
    if (!store) throw new Error("no facts");
    const made = (lineage: readonly string[], mark = "00000000000000ad") => ({
      ...base,
      generation: 10,
      store: { ...store, mark, lineage },
    });
    const last = "00000000000000ac";
    expect(kindOf(log, true, made([last]))).toBe("merged");
    expect(kindOf(log, false, made([last]))).toBe("merged");
    expect(kindOf(log, true, made([], last))).toBe("merged");
    expect(kindOf(log, true, made(["00000000000000ab"]))).toBe("other");
  });
});
