import { expect, test } from "vitest";
import { explainBreak } from "../../../../shared/core/audit/explain-break.ts";

test.each(["head", "cut"] as const)(
  "a %s that an anchor shows may be a mistyped anchor, and no other is",
  (kind) => {
    const typed = explainBreak({ kind, from: "anchor" });
    expect(typed.means).toContain("not copied whole");
    expect(typed.next).toMatch(/^Compare the anchor with where it was kept\. /);
    const kept = explainBreak({ kind, from: "keychain" });
    expect(kept.means).not.toContain("anchor");
    expect(typed.means.startsWith(kept.means)).toBe(true);
  },
);
