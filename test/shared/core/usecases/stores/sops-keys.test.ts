import { expect, test } from "vitest";
import { removeContexts } from "../../../../../shared/core/usecases/contexts/remove-contexts.ts";
import { forgetRemoved } from "../../../../../shared/core/usecases/contexts/removed-contexts.ts";
import {
  addSopsKey,
  findSopsKey,
  identityIn,
  removeSopsKey,
  sopsKeyOf,
  sopsKeyRefusal,
  sopsKeysFor,
} from "../../../../../shared/core/usecases/stores/sops-keys.ts";
import { idOf } from "../../../../../shared/core/usecases/vault/generations/generation-names.ts";
import { undoChange } from "../../../../../shared/core/usecases/vault/undo.ts";
import { isSmallChange } from "../../../../../shared/core/vault/change-size.ts";
import { lostKeys } from "../../../../../shared/core/vault/lost-keys.ts";
import { newIdentity } from "../../../../../shared/core/vault/sealed/age/age.ts";
import type { ConsentRule } from "../../../../../shared/core/vault/document.ts";
import { documentOfStored, storedOf } from "../../../../doubles/documents.ts";
import { must } from "../../../../doubles/memory-host.ts";

const now = new Date("2026-11-30T01:00:00Z");
const config = { endpoints: ["10.0.0.1"], nodes: [] };
const lab = documentOfStored({ lab: storedOf(config) });
const prod = documentOfStored({ prod: storedOf(config, { production: true }) });
const key = await sopsKeyOf(await newIdentity(), now);

test("a key has a name of its own, and is in the vault once", async () => {
  const one = must(addSopsKey(lab, "repo", key));
  expect(addSopsKey(one, "other", key)).toMatchObject({ ok: false });
  const other = await sopsKeyOf(await newIdentity(), now);
  expect(addSopsKey(one, "repo", other)).toMatchObject({ ok: false });
  for (const name of ["", "-", "a b", "../a", "a".repeat(65), "list", "help"])
    expect(addSopsKey(lab, name, key)).toMatchObject({
      error: { code: "usage" },
    });
  const both = must(addSopsKey(one, "other", other));
  expect(findSopsKey(one, undefined)).toMatchObject({ value: { name: "repo" } }); // prettier-ignore
  expect(findSopsKey(both, undefined)).toMatchObject({ error: { code: "usage" } }); // prettier-ignore
  expect(findSopsKey(lab, undefined)).toMatchObject({ error: { code: "context-missing" } }); // prettier-ignore
  expect(sopsKeysFor(both, [other.recipient, "age1"])).toMatchObject([{ name: "other" }]); // prettier-ignore
});

test("it is no small thing: one that goes is known as lost, and an undo brings it back", async () => {
  const one = must(addSopsKey(lab, "repo", key));
  const none = must(removeSopsKey(one, "repo"));
  expect(isSmallChange(one, none)).toBe(false);
  expect(await lostKeys(one, none)).toMatchObject([
    { name: "the key repo for SOPS" },
  ]);
  const change = { before: one, written: idOf(none), what: "Removed." };
  expect(must(undoChange(none, change)).sopsKeys?.has("repo")).toBe(true);
});

test.each<{
  readonly own?: ConsentRule;
  readonly vault?: ConsentRule;
  readonly production: boolean;
  readonly isAsked: boolean;
}>([
  { production: false, isAsked: false },
  { production: true, isAsked: true },
  { production: true, vault: "never", isAsked: false },
  { production: false, vault: "writes", isAsked: true },
  { production: false, vault: "always", isAsked: true },
  { production: true, vault: "always", own: "never", isAsked: false },
  { production: false, vault: "never", own: "always", isAsked: true },
])(
  "a person is asked: $isAsked, by its own rule $own, the vault's $vault, production: $production",
  ({ own, vault, production, isAsked }) => {
    const document = {
      ...(production ? prod : lab),
      ...(vault ? { consent: vault } : {}),
    };
    const ruled = { ...key, ...(own ? { consent: own } : {}) };
    const kept = must(addSopsKey(document, "repo", ruled));
    const refusal = sopsKeyRefusal(kept, "repo");
    expect(refusal?.code).toBe(isAsked ? "consent-needed" : undefined);
    expect(refusal?.lending?.context).toBe(isAsked ? "repo" : undefined);
  },
);

test("a production context that is removed, and let go of for good, takes no question away", () => {
  const kept = must(addSopsKey(prod, "repo", key));
  const removed = must(removeContexts(kept, ["prod"], now));
  expect(sopsKeyRefusal(removed, "repo")?.code).toBe("consent-needed");
  const gone = must(forgetRemoved(removed, ["prod"]));
  expect(sopsKeyRefusal(gone, "repo")?.code).toBe("consent-needed");
  const never = must(addSopsKey(prod, "repo", { ...key, consent: "never" }));
  const less = must(removeContexts(never, ["prod"], now));
  const none = must(forgetRemoved(less, ["prod"]));
  expect(sopsKeyRefusal(none, "repo")).toBe(null);
});

test("the vault's own recovery key is no key for files", () => {
  const ours = { ...lab, recoveryRecipient: key.recipient };
  expect(addSopsKey(ours, "repo", key)).toMatchObject({
    error: {
      code: "credential-unusable",
      message: expect.stringContaining("recovery key") as string,
    },
  });
});

test("an identity is read as age-keygen writes it, and nothing else is taken for one", async () => {
  const identity = await newIdentity();
  const bytes = (text: string) => new TextEncoder().encode(text);
  const text = `# created: 2026\n# public key: age1\n${identity.reveal()}\n`;
  expect(must(await identityIn(bytes(text))).reveal()).toBe(identity.reveal());
  const half = text.slice(0, -4);
  for (const wrong of ["", "# nothing\n", half, text + text])
    expect(await identityIn(bytes(wrong))).toMatchObject({
      error: { code: "credential-unusable" },
    });
});
