import { describe, expect, test } from "vitest";
import {
  aimedAt,
  preset,
  presetOf,
  firstIssueDraft,
  makerOf,
  missingOf,
  orderOf,
  type IssueDraft,
  type IssueScene,
} from "../../../renderer/features/issuing/issue-draft.ts";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import { contextRow } from "../../doubles/context-row.ts";

const row = contextRow("prod", { issuer: "open" });
const scene: IssueScene = { row, asker: null };
const draft = firstIssueDraft(row.name, row.roles);

describe("why nothing can be issued yet", () => {
  const reasons: readonly {
    readonly says: string;
    readonly of: Partial<IssueDraft>;
    readonly row?: Partial<ContextRow>;
  }[] = [
    { says: "typed, but not read", of: { unreadPath: "/home/me/ca.yaml" } },
    { says: "no authority", of: {}, row: { issuer: null } },
    { says: "lifetime", of: { lifetime: "" } },
    { says: "lifetime", of: { lifetime: "99999d" } },
    { says: "no name", of: { target: "context", as: " " } },
    { says: "no path", of: { target: "file" } },
    { says: "no path", of: { target: "automation" } },
    { says: "A reason", of: {}, row: { production: true } },
    {
      says: "Type the name of the context to go on",
      of: { reason: "new laptop" },
      row: { production: true },
    },
    { says: "A reason", of: { roles: ["os:impersonator"] } },
    {
      says: "Type the name of the context to go on",
      of: { roles: ["os:impersonator"], reason: "a test" },
    },
  ];

  test.each(reasons)("is said: $says", ({ says, of, row: fields = {} }) => {
    const typed = { ...draft, ...of };
    const context = { row: { ...row, ...fields }, asker: null };
    expect(missingOf(typed, context, true)).toContain(says);
    expect(orderOf(typed, context, true)).toBeNull();
  });

  test("is nothing where all is there", () => {
    expect(missingOf(draft, scene, true)).toBeNull();
    expect(orderOf(draft, scene, true)).toMatchObject({
      roles: ["os:admin"],
      authority: { kind: "vault" },
      target: { kind: "renew" },
    });
  });

  test("is no path where main asks for it", () => {
    const file: IssueDraft = { ...draft, target: "file" };
    expect(orderOf(file, scene, false)).toMatchObject({
      target: { kind: "file", isAutomation: false },
    });
  });
});

describe("who makes it", () => {
  const asker = { name: "admin", production: true };
  const none = { ...row, issuer: null };

  test("is the vault's authority before a node, and a node before nobody", () => {
    expect(makerOf(draft, { row, asker })).toEqual({ kind: "vault" });
    const byNode = { kind: "node", asker: "admin" };
    expect(makerOf({ ...draft, isByNode: true }, { row, asker })).toEqual(
      byNode,
    );
    expect(makerOf(draft, { row: none, asker })).toEqual(byNode);
    expect(makerOf(draft, { row: none, asker: null })).toBeNull();
  });

  test("is guarded like the context that a node is asked as", () => {
    expect(missingOf(draft, { row, asker }, true)).toBeNull();
    expect(missingOf(draft, { row: none, asker }, true)).toContain("A reason");
  });
});

describe("the presets", () => {
  const root: IssueDraft = { ...draft, roles: ["os:admin"], lifetime: "90d" };

  test("a reader for a colleague is a file for a month, and is shown as chosen until something is changed", () => {
    const reader = { ...root, ...preset(root, "colleague") };
    expect(reader).toMatchObject({
      target: "file",
      roles: ["os:reader"],
      lifetime: "30d",
    });
    expect(presetOf(root)).toBeNull();
    expect(presetOf(reader)).toBe("colleague");
    expect(presetOf({ ...reader, lifetime: "7d" })).toBeNull();
  });

  test("one after the other, and then something else, leaves what was chosen first", () => {
    const reader = { ...root, ...preset(root, "colleague") };
    const pipeline = { ...reader, ...preset(reader, "pipeline") };
    expect(presetOf(pipeline)).toBe("pipeline");
    const renewed = { ...pipeline, ...aimedAt(pipeline, "renew") };
    expect(renewed).toEqual(root);
  });
});

describe("a pipeline", () => {
  const chosen: IssueDraft = { ...draft, custom: "team:sre", lifetime: "30d" };
  const pipeline = { ...chosen, ...aimedAt(chosen, "automation") };

  test("gets the least, for a day", () => {
    expect(pipeline).toMatchObject({
      target: "automation",
      roles: ["os:reader"],
      custom: "",
      lifetime: "1d",
    });
  });

  test("leaves nothing of that to what is chosen instead", () => {
    const typed = { ...pipeline, lifetime: "12h" };
    for (const target of ["renew", "context", "file"] as const)
      expect({ ...typed, ...aimedAt(typed, target) }).toEqual({
        ...chosen,
        target,
      });
  });

  test("keeps what was typed when it is chosen again", () => {
    expect(aimedAt({ ...pipeline, lifetime: "2d" }, "automation")).toEqual({});
  });
});
