import { describe, expect, test } from "vitest";
import {
  choose,
  credentialsOf,
  firstDraft,
  makerOf,
  moveTo,
  requestOf,
  stored,
  waitingWords,
} from "../../../renderer/features/sessions/session-draft.ts";
import type { VaultView } from "../../../renderer/features/vault-view.ts";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import { defaultSettings } from "../../../shared/core/settings/settings.ts";
import { contextRow } from "../../doubles/context-row.ts";

const now = Date.parse("2026-11-24T12:00:00Z");

/** What the dialogs look at of a vault with this one context. */
function viewOf(row: ContextRow): VaultView {
  const view = { settings: defaultSettings, contexts: [row] };
  return view as unknown as VaultView;
}

describe("who makes a session's credential", () => {
  test("is the vault where it has the authority, open or sealed", () => {
    expect(makerOf(contextRow("prod", { issuer: "open" }), now)).toBe("open");
    expect(makerOf(contextRow("prod", { issuer: "sealed" }), now)).toBe(
      "sealed",
    );
  });

  test("is a node where the own certificate is os:admin, valid, and has somebody to ask", () => {
    expect(makerOf(contextRow("prod"), now)).toBe("node");
    const cannot: readonly Partial<ContextRow>[] = [
      { roles: ["os:operator"] },
      { notAfter: "2026-11-24T11:59:59Z" },
      { notAfter: null },
      { endpoints: [] },
      { authority: null },
      { kind: "siderov1" },
    ];
    for (const fields of cannot)
      expect(
        makerOf(contextRow("prod", fields), now),
        JSON.stringify(fields),
      ).toBe("none");
  });
});

describe("what is waited for", () => {
  test("is said in words while the credential is made", () => {
    const words = (row: ContextRow, credential?: string) => {
      const view = viewOf(row);
      const draft = firstDraft(view, "prod", null, now);
      return waitingWords(
        view,
        credential ? { ...draft, credential } : draft,
        now,
      );
    };
    expect(words(contextRow("prod"))).toBe(
      "Asking a node of the cluster for a certificate…",
    );
    expect(words(contextRow("prod"), stored)).toBe("Starting the session…");
    expect(words(contextRow("prod", { issuer: "open" }))).toBe(
      "Making a certificate for the session…",
    );
    expect(words(contextRow("prod", { issuer: "sealed" }), "os:admin")).toBe(
      "Waiting for the authority's passphrase…",
    );
  });
});

describe("a session as it is first shown", () => {
  test("has os:reader where a node makes it, and the own key is still to be had", () => {
    const view = viewOf(contextRow("prod"));
    const draft = firstDraft(view, "prod", null, now);
    expect(draft.credential).toBe("os:reader");
    expect(requestOf(view, draft)).toMatchObject({ roles: ["os:reader"] });
    const choices = credentialsOf(view, draft, now).map(({ value }) => value);
    expect(choices.slice(0, 3)).toEqual([
      "os:reader",
      "os:operator",
      "os:admin",
    ]);
    expect(choices.at(-1)).toBe(stored);
  });

  test("has the context's own roles where those are chosen for it", () => {
    const session = { roles: ["os:operator"] };
    const view = viewOf(contextRow("prod", { session }));
    expect(firstDraft(view, "prod", null, now).credential).toBe("os:operator");
  });

  test("has the own key where nobody makes one, or a passphrase would be asked for a reader", () => {
    const roles = ["os:reader"];
    for (const fields of [{ roles }, { issuer: "sealed" as const, roles }]) {
      const view = viewOf(contextRow("prod", fields));
      const draft = firstDraft(view, "prod", null, now);
      expect(draft.credential).toBe(stored);
      expect(requestOf(view, draft)).toMatchObject({ isStored: true });
    }
  });

  test("asks for a passphrase before it has the key that may do everything", () => {
    const view = viewOf(contextRow("prod", { issuer: "sealed" }));
    expect(firstDraft(view, "prod", null, now).credential).toBe("os:reader");
  });
});

describe("another context for the same session", () => {
  const view = {
    settings: { ...defaultSettings, sessionMinutes: 240 },
    contexts: [
      contextRow("prod"),
      contextRow("lab", { session: { roles: ["os:admin"], ttlSeconds: 100 } }),
      contextRow("reader", { roles: ["os:reader"] }),
    ],
  } as unknown as VaultView;

  test("keeps the role and the lifetime that were chosen, where it allows them", () => {
    const asked = firstDraft(view, "prod", "os:operator", now);
    const draft = choose(asked, { lifetime: "15m" });
    const moved = moveTo(view, draft, "lab", now);
    expect(moved).toMatchObject({
      context: "lab",
      credential: "os:operator",
      lifetime: "15m",
    });
    const narrow = moveTo(view, moved, "reader", now);
    expect(narrow).toMatchObject({ credential: stored, lifetime: "15m" });
    expect(moveTo(view, narrow, "prod", now).credential).toBe("os:operator");
  });

  test("has that one's own defaults for what nobody chose, in a unit that people use", () => {
    const draft = firstDraft(view, "prod", null, now);
    expect(draft).toMatchObject({ credential: "os:reader", lifetime: "4h" });
    expect(moveTo(view, draft, "lab", now)).toMatchObject({
      credential: "os:admin",
      lifetime: "100s",
    });
  });
});
