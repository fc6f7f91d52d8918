import { expect, test } from "vitest";
import { lessGuardedCopies } from "../../../../shared/core/policy/less-guarded-copies.ts";
import { editContext } from "../../../../shared/core/usecases/contexts/edit-context.ts";
import type { ContextMetadata } from "../../../../shared/core/vault/document.ts";
import { documentOfStored, plainContext } from "../../../doubles/documents.ts";
import { must } from "../../../doubles/memory-host.ts";

type Edit = Parameters<typeof editContext>[2];

/** What is told of a vault whose `prod` and `prod-1` have one credential, after a change of the first. */
function toldOf(edit: Edit, marks: Partial<ContextMetadata> = {}) {
  const { config, metadata } = plainContext("k");
  const before = documentOfStored({
    prod: { config, metadata },
    "prod-1": { config, metadata: { ...metadata, ...marks } },
    lab: plainContext("l"),
  });
  const after = must(editContext(before, "prod", edit));
  return lessGuardedCopies(after, "prod", edit);
}

test.each([
  ["the mark of production", { production: true }, { consent: "always" }],
  ["a rule of consent", { consent: "writes" }, { production: false }],
  ["a stricter rule", { consent: "always" }, { production: true }],
  ["a guard", { guard: { deny: ["reset"] } }, { guard: { hold: ["reset"] } }],
] as const)("the same credential without %s is named", (_, edit, marks) => {
  expect(toldOf(edit, marks)).toEqual(["prod-1"]);
});

test.each([
  ["marked as well", { production: true }, { production: true }],
  ["asked about more", { consent: "writes" }, { consent: "always" }],
  ["guarded as much", { guard: { hold: ["reset"] } }, { guard: { deny: ["reset"] } }], // prettier-ignore
  ["changed in nothing that guards", { note: "x" }, { production: false }],
  ["guarded less than before", { production: false }, { production: false }],
  ["asked about by default", { consent: null }, { consent: "never" }],
] as const)("one that is %s is not", (_, edit, marks) => {
  expect(toldOf(edit, marks)).toEqual([]);
});
