import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findAdmin } from "../../../../shared/core/policy/find-admin.ts";
import { Secret } from "../../../../shared/core/secret.ts";
import {
  issuerOf,
  mayBorrow,
  rotatesWith,
  strangeAdmins,
} from "../../../../shared/core/trust/cluster-trust.ts";
import { listFindings } from "../../../../shared/core/usecases/findings/list-findings.ts";
import { contextsOfCluster } from "../../../../shared/core/usecases/clusters/rotation-state.ts";
import {
  base64,
  contextOf,
  TestAuthority,
} from "../../../doubles/certificates.ts";
import { documentOfStored, storedOf } from "../../../doubles/documents.ts";

const now = new Date(Date.now() + 60_000);

describe("who is trusted for what", () => {
  let ours: TestAuthority;
  let theirs: TestAuthority;
  beforeAll(() => {
    ours = new TestAuthority();
    theirs = new TestAuthority();
  });
  afterAll(() => {
    ours.dispose();
    theirs.dispose();
  });

  const by = (from: TestAuthority, ca: string, days = 80) => ({
    ...contextOf(ca, from.client({ days })),
  });

  test.each([
    ["the cluster's own administrator", "ours", ["ours"], true, true],
    [
      "one that brings a CA and signed itself",
      "theirs",
      ["ours", "theirs"],
      false,
      false,
    ],
    [
      "one that stands first with its own CA",
      "theirs",
      ["theirs", "ours"],
      false,
      false,
    ],
    [
      "one that signed itself and brings no CA",
      "theirs",
      ["ours"],
      false,
      true,
    ],
    [
      "one of the cluster that brings another CA",
      "ours",
      ["ours", "theirs"],
      false,
      true,
    ],
    ["another cluster's", "theirs", ["theirs"], false, false],
  ] as const)("%s", (_, signer, held, isLender, isMember) => {
    const authority = { ours, theirs };
    const ca = held.map((one) => authority[one].pair.crt).join("");
    const victim = by(ours, ours.pair.crt);
    const other = by(authority[signer], ca);
    expect(mayBorrow(victim, other)).toBe(isLender);
    expect(rotatesWith(victim, other)).toBe(isMember);
    expect(rotatesWith(other, victim)).toBe(isMember);
  });

  test("a context that brings its own CA is neither asked nor taken into a rotation", () => {
    const config = by(ours, ours.pair.crt);
    const reader = storedOf({
      ...config,
      ...contextOf(ours.pair.crt, ours.client({ roles: ["os:reader"] })),
    });
    const hostile = storedOf(by(theirs, ours.pair.crt + theirs.pair.crt, 900));
    const admin = storedOf(config);
    const found = { name: "reader", context: reader };
    const all = documentOfStored({ reader, hostile, admin });
    expect(findAdmin(all, found, now)?.name).toBe("admin");
    const names = contextsOfCluster(all, found).map(({ name }) => name);
    expect(names).toEqual(["admin", "reader"]);
    const alone = documentOfStored({ reader, hostile });
    expect(findAdmin(alone, found, now)).toBeNull();
  });

  test("an administrator that brings a CA of its own, or that no CA of the others signed, is found", () => {
    const config = by(ours, ours.pair.crt);
    const reader = contextOf(
      ours.pair.crt,
      ours.client({ roles: ["os:reader"] }),
    );
    const hostile = by(theirs, ours.pair.crt + theirs.pair.crt, 900);
    const rotating = contextOf(
      ours.pair.crt + theirs.pair.crt,
      ours.client({ roles: ["os:reader"] }),
    );
    const forged = by(theirs, theirs.pair.crt);
    const strange = (
      admins: readonly (typeof config)[],
      others: readonly (typeof config)[],
    ) =>
      strangeAdmins(
        admins.map((one) => ({ config: one })),
        [...admins, ...others],
      ).map((one) => admins.indexOf(one.config));
    expect(strange([config, hostile], [reader])).toEqual([1]);
    // Everybody is in the middle of the same rotation.
    expect(strange([config], [rotating])).toEqual([]);
    // Of another cluster, and alone.
    expect(strange([forged], [reader])).toEqual([]);
    expect(strange([hostile], [])).toEqual([]);
    // It adds no CA; the other trusts one that did not sign it.
    expect(strange([forged], [rotating])).toEqual([]);
    expect(strange([by(theirs, ours.pair.crt)], [rotating])).toEqual([]);
  });

  test("the vault's findings name such an administrator", () => {
    const stored = {
      admin: storedOf(by(ours, ours.pair.crt)),
      hostile: storedOf(by(theirs, ours.pair.crt + theirs.pair.crt, 900)),
    };
    const past = { sessions: [], ledger: [], renamings: [] };
    const found = listFindings(documentOfStored(stored), past, now);
    expect(
      found.filter(({ code }) => code === "admin-with-own-ca"),
    ).toMatchObject([{ severity: "warning", contexts: ["hostile"] }]);
  });

  test("an authority is found by its key and name, and not by its name alone", () => {
    const folder = mkdtempSync(join(tmpdir(), "tv-renewed-"));
    try {
      writeFileSync(join(folder, "ca.key"), ours.pair.key);
      execFileSync("openssl", [
        "req", "-new", "-x509", "-key", join(folder, "ca.key"), "-subj", "/O=talos", "-days", "20",
        "-addext", "keyUsage=critical,keyCertSign", "-out", join(folder, "ca.crt"),
      ], { stdio: "ignore" }); // prettier-ignore
      const renewed = readFileSync(join(folder, "ca.crt"), "utf8");
      const authority = {
        crt: base64(ours.pair.crt),
        key: new Secret(""),
        sealed: false,
        addedAt: now,
      };
      const document = {
        ...documentOfStored({}),
        authorities: new Map([["one", authority]]),
      };
      expect(renewed).not.toBe(ours.pair.crt);
      expect(issuerOf(document, base64(renewed))).toBe(authority);
      expect(issuerOf(document, base64(theirs.pair.crt))).toBeNull();
      const second = base64(theirs.pair.crt + ours.pair.crt);
      expect(issuerOf(document, second)).toBeNull();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
