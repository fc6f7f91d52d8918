import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Secret } from "../../../../shared/core/secret.ts";
import { withEdits } from "../../../../shared/core/vault/edits.ts";
import { unsealEdits } from "../../../../shared/core/vault/edits-file.ts";
import type { StoredRequest } from "../../../../shared/core/vault/document.ts";
import { unsealVault } from "../../../../shared/core/vault/sealed/seal.ts";

const folder = join(import.meta.dirname, "../../../vectors");
const identityLine = /^AGE-SECRET-KEY-1[0-9A-Z]+$/m;

// A vault of every format that was ever released opens for ever. These files are never written again.
const file = (name: string) =>
  new Uint8Array(readFileSync(join(folder, `${name}.age`)));
const text = readFileSync(join(folder, "vault-format-1.identity.txt"), "utf8");
const identity = new Secret(identityLine.exec(text)?.[0] ?? "");

test("a vault of format 1 opens", async () => {
  const opened = await unsealVault(file("vault-format-1"), identity);
  if (!opened.ok) throw new Error(opened.error.message);
  const { contexts, ...facts } = opened.value;
  expect(facts).toMatchObject({
    vaultId: "6f1c1a34-58a2-4c53-8b2c-0d7b8f4f9a11",
    generation: 3,
    current: "prod",
    previous: "lab",
  });
  expect(contexts.get("prod")).toMatchObject({
    config: { endpoints: ["10.0.0.1"], nodes: ["10.0.0.2"] },
    metadata: {
      production: true,
      color: "red",
      note: "ask first",
      labels: { team: "infra" },
      unknown: { owner: "infra" },
      certificate: { roles: ["os:admin"] },
    },
  });
  expect(contexts.get("prod")?.config.key?.reveal()).toBe("a2V5");
  expect(contexts.get("lab")?.config).toMatchObject({
    auth: { siderov1: { identity: "me@example.com" } },
    cluster: "lab",
    proxyUrl: "direct",
  });
});

test("a vault of format 3 opens, with the small changes of format 1 beside it", async () => {
  const opened = await unsealVault(file("vault-format-3"), identity);
  if (!opened.ok) throw new Error(opened.error.message);
  expect(opened.value).toMatchObject({
    generation: 7,
    current: "prod",
    removed: [{ name: "gone" }],
    store: { takesEdits: true },
  });
  const edits = await unsealEdits(file("edits-format-1"), identity);
  if (edits.kind !== "read") throw new Error(edits.kind);
  const whole = withEdits(opened.value, edits.log);
  expect(whole).toMatchObject({
    generation: 9,
    writtenAt: new Date("2026-11-29T10:02:00Z"),
    current: "lab",
    previous: "prod",
    store: {
      mark: "00112233445566ac",
      lineage: ["00112233445566ab", "00112233445566aa", "00112233445566a9"],
    },
  });
  expect(whole?.contexts.get("lab")?.metadata).toEqual({
    importedAt: new Date("2026-11-01T00:00:00Z"),
    labels: { team: "lab", "": "x" },
    production: false,
    favorite: true,
    color: "green",
    note: "mine \u2028 “ok”",
    session: { roles: ["os:reader"], ttlSeconds: 600 },
  });
  expect(whole?.contexts.get("prod")?.config.key?.reveal()).toBe("a2V5");
});

test("a vault of format 4 opens, with its requests for access", async () => {
  const opened = await unsealVault(file("vault-format-4"), identity);
  if (!opened.ok) throw new Error(opened.error.message);
  const { requests = new Map<string, StoredRequest>() } = opened.value;
  const waiting = requests.get("0".repeat(64));
  expect(waiting?.key?.reveal()).toBe("k");
  expect(waiting).toMatchObject({
    name: "Ada",
    createdAt: new Date("2026-11-29T10:00:00Z"),
  });
  expect(requests.get("f".repeat(64))).toEqual({
    name: "Ada “\u2028”",
    createdAt: new Date("2026-11-29T09:00:00Z"),
    accepted: {
      at: new Date("2026-11-29T11:00:00Z"),
      as: "prod",
      until: new Date("2026-11-29T19:00:00Z"),
    },
  });
  expect(opened.value.store?.takesEdits).toBe(true);
});

test("a vault of format 5 opens, with its keys for files of SOPS", async () => {
  const opened = await unsealVault(file("vault-format-5"), identity);
  if (!opened.ok) throw new Error(opened.error.message);
  const addedAt = new Date("2026-11-30T01:00:00Z");
  const kept = readFileSync(join(folder, "sops/identity.txt"), "utf8").trim();
  const repo = opened.value.sopsKeys?.get("repo");
  expect(repo?.identity.reveal()).toBe(kept);
  expect(repo).toMatchObject({
    recipient: expect.stringMatching(/^age1w50/) as string,
    addedAt,
  });
  expect(opened.value.sopsKeys?.get("asked")).toMatchObject({
    recipient: "age1",
    consent: "always",
  });
});
