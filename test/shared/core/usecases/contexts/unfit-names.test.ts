import { describe, expect, test } from "vitest";
import { listFindings } from "../../../../../shared/core/usecases/findings/list-findings.ts";
import { describeInFull } from "../../../../../shared/core/usecases/contexts/describe-in-full.ts";
import { renameContext } from "../../../../../shared/core/usecases/contexts/rename-context.ts";
import { documentOf, storedOf } from "../../../../doubles/documents.ts";

const config = { endpoints: ["10.0.0.1"], nodes: [] };
const now = new Date("2026-11-24T12:00:00Z");

/** Each with the name that is suggested for it; empty: nothing of it could be kept. */
// prettier-ignore
const odd: Readonly<Record<string, readonly [string, string]>> = {
  "empty": ["", ""],
  "a dash": ["-", ""],
  "nothing that is seen": ["\u200b", ""],
  "blanks alone": ["   ", ""],
  "a blank before it": [" prod", "prod"],
  "a blank after it": ["prod ", "prod"],
  "a blank that is no space": ["a\u00a0b", "a_b"],
  "a line break": ["prod\nlab", "prod_lab"],
  "a tab": ["prod\tlab", "prod_lab"],
  "a null character": ["prod\u0000", "prod_"],
  "an escape": ["\u001b]0;owned\u0007", "_]0;owned_"],
  "C1": ["a\u009bb", "a_b"],
  "text turned round": ["prod\u202eue", "prod_ue"],
  "a zero-width space": ["prod\u200b", "prod_"],
  "a zero-width joiner": ["pr\u200dod", "pr_od"],
  "a byte order mark": ["\ufeffprod", "_prod"],
  "a line separator": ["a\u2028b", "a_b"],
  "the spelling of a character": ["prod⟨U+202E⟩ue", "prod_ue"],
  "half a character": ["prod\ud83d", "prod_"],
  "1,001 characters": ["x".repeat(1001), "x".repeat(64)],
};

describe("a name that cannot be used", () => {
  test.each(Object.entries(odd))(
    "%s: no context is renamed to it",
    (_, [name, suggestion]) => {
      const renamed = renameContext(
        documentOf({ prod2: config }),
        "prod2",
        name,
      );
      const next =
        suggestion === ""
          ? "Choose another name."
          : `Choose another name, as "${suggestion}".`;
      expect(renamed).toMatchObject({
        ok: false,
        error: { code: "context-invalid", next },
      });
    },
  );

  test.each(Object.entries(odd))(
    "%s: a context that has it already is found",
    (_, [name, suggestion]) => {
      const document = documentOf({ lab: config, [name]: config });
      const next =
        suggestion === "" ? "Rename it." : `Rename it, as "${suggestion}".`;
      const found = { severity: "error", code: "name-unfit", next };
      const { findings } = describeInFull(
        name,
        storedOf(config),
        document,
        now,
      );
      expect(findings[0]).toMatchObject(found);
      const past = { sessions: [], ledger: [], renamings: [] };
      expect(listFindings(document, past, now)).toContainEqual(
        expect.objectContaining({ ...found, contexts: [name] }),
      );
    },
  );
});

test.each(["prod", "prod eu", "admin@lab", "日本", "🔥 prod", "x".repeat(100)])(
  "%s is a name",
  (name) => {
    const document = documentOf({ [name]: config });
    const { findings } = describeInFull(name, storedOf(config), document, now);
    expect(findings.map(({ code }) => code)).not.toContain("name-unfit");
  },
);
