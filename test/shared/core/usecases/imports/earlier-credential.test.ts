import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { success } from "../../../../../shared/core/result.ts";
import { emitTalosconfig } from "../../../../../shared/core/talosconfig/yaml/emit.ts";
import type { TalosContext } from "../../../../../shared/core/talosconfig/types.ts";
import { importFiles } from "../../../../../shared/core/usecases/imports/apply-import.ts";
import type { ImportOptions } from "../../../../../shared/core/usecases/imports/import-contexts.ts";
import { readImport } from "../../../../../shared/core/usecases/imports/imported-file.ts";
import { isServedBy } from "../../../../../shared/core/usecases/imports/served-by.ts";
import { plaintextChecks } from "../../../../../shared/core/usecases/imports/plaintext-checks.ts";
import { judgePull } from "../../../../../shared/core/usecases/stores/judge-pull.ts";
import { swap } from "../../../../../shared/core/usecases/renewal/renew-context.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { openVault } from "../../../../../shared/core/usecases/vault/open.ts";
import { summarizeCertificate } from "../../../../../shared/core/certificates/summary.ts";
import { contextOf, TestAuthority } from "../../../../doubles/certificates.ts";
import { must } from "../../../../doubles/memory-host.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { makeVault } from "../../../../doubles/vault-life.ts";

const fresh = new MemoryVault();
let authority: TestAuthority;
let vault: MemoryVault;
let [first, second, third]: TalosContext[] = [];

beforeAll(async () => {
  must(await makeVault(fresh.ports()));
  authority = new TestAuthority();
  [first, second, third] = [80, 30, 80].map((days) =>
    contextOf(authority.pair.crt, authority.client({ days })),
  );
});
beforeEach(() => {
  vault = fresh.copy();
});
afterAll(() => authority.dispose());

function textOf(name: string, config = first): string {
  if (!config) throw new Error("not made yet");
  return emitTalosconfig({
    context: name,
    contexts: new Map([[name, config]]),
  });
}

async function importText(text: string, options: Partial<ImportOptions> = {}) {
  const bytes = new TextEncoder().encode(text);
  const identity = { device: "1", inode: "1", links: 1 };
  const read = must(readImport("/lab", { bytes, identity }));
  const usual = { onConflict: "rename", use: false, dryRun: false } as const;
  const done = must(
    await importFiles(vault.ports())([read], { ...usual, ...options }),
  );
  const [file] = done.files;
  if (!file) throw new Error("one file comes to one report");
  return { ...file, isChanged: done.isChanged };
}

/** The same context with another credential, as `renew` leaves it. */
async function renew(name: string) {
  const { ledger } = vault;
  const summary = second && summarizeCertificate(second);
  if (!second || !summary) throw new Error("not made yet");
  const { fingerprint, notBefore, notAfter } = summary;
  const config = second;
  const issued = { config, roles: [], serial: "1", fingerprint, authority: null, notBefore, notAfter }; // prettier-ignore
  const facts = { context: name, recipient: name, purpose: "context", via: "authority" } as const; // prettier-ignore
  must(
    await ledger.append({
      ...facts,
      issuedAt: new Date().toISOString(),
      roles: [],
      serial: "1",
      fingerprint,
      authority: null,
      notBefore: notBefore.toISOString(),
      notAfter: notAfter.toISOString(),
    }),
  );
  must(
    await changeVault(vault.ports())((document) => {
      const context = document.contexts.get(name);
      if (!context) throw new Error("no such context");
      return swap(document, { name, context }, issued, new Date());
    }),
  );
}

const contexts = async () => [
  ...must(await openVault(vault.ports())()).document.contexts.keys(),
];

test("what is left out is not made the current context, and neither is what the vault has in its place", async () => {
  await importText(textOf("lab"));
  await importText(textOf("home", third), { use: true });
  await renew("lab");
  const again = await importText(textOf("lab"), { use: true });
  expect(again.contexts).toMatchObject([{ kind: "earlier" }]);
  expect(must(await openVault(vault.ports())()).document.current).toBe("home");
});

test("a file from before a renewal brings the replaced key not back", async () => {
  await importText(textOf("lab"));
  await renew("lab");
  const again = await importText(textOf("lab"));
  expect(again).toMatchObject({
    isChanged: false,
    // It is nowhere else: the file may not go as one that the vault holds.
    proof: null,
    contexts: [
      {
        kind: "earlier",
        as: "lab",
        earlierCredentialOf: {
          context: "lab",
          replacedAt: expect.stringMatching(/^20\d\d-/) as string,
        },
      },
    ],
    leftOver: [{ kind: "earlier-credential", context: "lab" }],
  });
  const [told] = again.warnings;
  expect(told?.message).toMatch(
    /^"lab" has an earlier credential of "lab", replaced on 20.*: left out\. Whoever has a copy can use it until 20/,
  );
  expect(told?.actions).toEqual(["import-earlier"]);
  expect(await contexts()).toEqual(["lab"]);
});

test("under another name, after the context was renamed, and with every choice for taken names", async () => {
  await importText(textOf("lab"));
  await renew("lab");
  must(
    await changeVault(vault.ports())((document) => {
      const [lab] = document.contexts.values();
      if (!lab) throw new Error("no context");
      return success({ ...document, current: "home", contexts: new Map([["home", lab]]) }); // prettier-ignore
    }),
  );
  for (const onConflict of ["rename", "replace", "skip", "fail"] as const)
    for (const name of ["lab", "home", "other"]) {
      const { contexts: told } = await importText(textOf(name), { onConflict });
      expect(told).toMatchObject([{ kind: "earlier", as: "home" }]);
    }
});

test("comes in where somebody says so, and is called by what it is", async () => {
  await importText(textOf("lab"));
  await renew("lab");
  const wantsEarlier = () => true;
  const { contexts: told } = await importText(textOf("lab"), { wantsEarlier });
  expect(told).toMatchObject([
    { kind: "renamed", earlierCredentialOf: { context: "lab" } },
  ]);
  expect(await contexts()).toHaveLength(2);
  // It is held from then on.
  const { proof, contexts: then } = await importText(textOf("lab"));
  expect(then).toMatchObject([{ kind: "already-there" }]);
  expect(proof).not.toBeNull();
});

test("what another cluster's credential took the place of comes in: nothing else reaches that cluster", async () => {
  await importText(textOf("lab"));
  const other = new TestAuthority();
  const theirs = contextOf(other.pair.crt, other.client());
  other.dispose();
  await importText(textOf("lab", theirs), { onConflict: "replace" });
  const { contexts: told } = await importText(textOf("lab"));
  expect(told).toMatchObject([
    { kind: "renamed", earlierCredentialOf: { context: "lab" } },
  ]);
});

test("comes in where the vault's own has ended: nothing else opens that cluster", async () => {
  await importText(textOf("lab"));
  await renew("lab");
  vault.passDays(40);
  const { contexts: told } = await importText(textOf("lab"));
  expect(told).toMatchObject([
    { kind: "renamed", earlierCredentialOf: { context: "lab" } },
  ]);
});

test("an older one that the vault went back to takes the place of none", () => {
  const day = (number: number) => new Date(Date.UTC(2026, 0, number));
  const older = { notBefore: day(1), notAfter: day(20) };
  const newer = { notBefore: day(2), notAfter: day(20) };
  const unsaid = { replacedAt: null };
  expect(isServedBy(older, newer, unsaid, day(3))).toBe(false);
  expect(isServedBy(newer, older, unsaid, day(3))).toBe(true);
  const said = { replacedAt: day(3).toISOString() };
  expect(isServedBy(older, newer, said, day(4))).toBe(true);
});

test("what was issued for a context and replaced by one from a file is known, too", async () => {
  await importText(textOf("lab"));
  await renew("lab");
  await importText(textOf("lab", third), { onConflict: "replace" });
  const { contexts: told } = await importText(textOf("lab", second));
  expect(told).toMatchObject([
    { kind: "earlier", earlierCredentialOf: { replacedAt: null } },
  ]);
});

test("the doctor knows a file with it, and does not advise an import that would leave it out", async () => {
  await importText(textOf("lab"));
  await renew("lab");
  const { ledger, notes } = vault;
  const files = {
    exists: async () => true,
    read: async () => success(new TextEncoder().encode(textOf("lab"))),
  };
  const clock = { now: () => new Date() };
  const look = plaintextChecks({ files, notes, ledger, clock });
  const [check] = await look(["/lab"]);
  expect(check?.message).toMatch(
    /^\/lab holds 1 private key in plain text; it is an earlier credential of "lab", replaced on .* Talos accepts it until /,
  );
  expect(check?.actions).toEqual([]);
});

test("a store that has it again is not taken without a question", async () => {
  await importText(textOf("lab"));
  await renew("lab");
  if (!first) throw new Error("not made yet");
  const { document } = must(await openVault(vault.ports())());
  const place = { address: "vault:a/b", server: "s", version: "1", sha256: "" };
  const origin = { ...place, name: "lab", content: "", pulledAt: new Date() };
  const news = judgePull(document, vault.ledger.now(), {
    context: "lab",
    origin,
    state: "behind",
    here: "",
    remote: { place, config: first },
    error: null,
  });
  expect(news).toMatchObject({
    question: "earlier-credential",
    earlier: { context: "lab" },
  });
});
