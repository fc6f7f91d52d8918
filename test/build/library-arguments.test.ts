import { expect, test } from "vitest";
import { holdFor } from "../../library/hold-session.ts";
import { MachineVault } from "../../library/machine-vault.ts";
import * as library from "../../library/talos-vault.ts";

/** As programs without a compiler call it. */
const call = library as unknown as Readonly<
  Record<string, (...given: readonly unknown[]) => unknown>
>;
const work = async () => 0;
const vault = { home: "/nonexistent/vault" };
const under = { authority: "secret", roles: ["os:reader"] };
const one = { endpoints: [], nodes: [] };

/** A function of the library, and what it is given. */
type Given = readonly [string, ...unknown[]];

const lives = [0, -1, NaN, Infinity, 0.5, 1e12, "60", null].flatMap(
  (ttlSeconds): readonly (readonly [string, Given])[] => [
    [`a session of ${String(ttlSeconds)} s`, ["withSession", "prod", { vault, ttlSeconds }, work]], // prettier-ignore
    [`a certificate of ${String(ttlSeconds)} s`, ["issueCertificate", { ...under, ttlSeconds, isForced: true }]], // prettier-ignore
  ],
);

const wrong: Readonly<Record<string, Given>> = {
  "no context": ["withSession", undefined, { vault }, work],
  "an empty context": ["withSession", "", { vault }, work],
  "no terms": ["withSession", "prod", undefined, work],
  "terms of null": ["withSession", "prod", null, work],
  "no work": ["withSession", "prod", { vault }, undefined],
  "work that is over already": ["withSession", "prod", { vault }, work()],
  "a word for roles": ["withSession", "prod", { vault, roles: "os:admin" }, work], // prettier-ignore
  "a term that is misspelled": ["withSession", "prod", { vault, role: ["os:reader"] }, work], // prettier-ignore
  "a reason of null": ["withSession", "prod", { vault, reason: null }, work],
  "a place that is none": ["withSession", "prod", { vault: { home: 1 } }, work],
  "options of null": ["openVault", null],
  "a passphrase in place of a function": ["listContexts", { passphrase: "secret" }], // prettier-ignore
  "no talosconfig to read": ["readTalosconfig", undefined],
  "a number to read": ["readTalosconfig", 5],
  "no talosconfig to write": ["writeTalosconfig", undefined],
  "no contexts to write": ["writeTalosconfig", { context: "" }],
  "a context of null": ["writeTalosconfig", { context: "", contexts: { a: null } }], // prettier-ignore
  "a context without endpoints": ["writeTalosconfig", { context: "", contexts: { constructor: { nodes: [] } } }], // prettier-ignore
  "a key of bytes": ["writeTalosconfig", { context: "", contexts: { a: { ...one, key: new Uint8Array(1) } } }], // prettier-ignore
  "no terms of a certificate": ["issueCertificate", undefined],
  "no authority": ["issueCertificate", { roles: [], ttlSeconds: 60 }],
  "no roles to judge": ["judgeAccess", undefined, "reboot"],
  "nothing to judge": ["judgeAccess", [], undefined],
  "a version that is a number": ["judgeAccess", [], "reboot", 1.12],
};

test.each([...Object.entries(wrong), ...lives])(
  "%s is refused at the door",
  async (_, [name, ...given]) => {
    const outcome = await Promise.resolve()
      .then(() => call[name]?.(...given))
      .catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(library.TalosVaultError);
    expect(outcome).toMatchObject({ code: "usage" });
    // What was given may be a key.
    expect(String(outcome)).not.toContain("secret");
  },
);

test("what the types allow is taken", () => {
  const { roles, ttlSeconds } = { roles: ["os:reader"], ttlSeconds: 60 };
  expect(() =>
    library.issueCertificate({ authority: "", roles, ttlSeconds }),
  ).toThrow(expect.objectContaining({ code: "credential-unusable" }));
  const text = library.writeTalosconfig({
    context: "a",
    contexts: { a: { ...one, key: "c2VjcmV0" } },
  });
  expect(library.readTalosconfig(text).contexts["a"]?.key).toBe("c2VjcmV0");
});

test("another vault is refused for a session of one that is open", async () => {
  const open = MachineVault.at(vault);
  const terms: object = { vault: { home: "/nonexistent/other" } };
  await expect(holdFor(open, "prod", terms, work)).rejects.toMatchObject({
    code: "usage",
  });
  const here = holdFor(open, "prod", {}, work);
  await expect(here).rejects.not.toMatchObject({ code: "usage" });
});
