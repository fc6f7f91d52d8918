import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Secret } from "../../../../shared/core/secret.ts";
import { unsealVault } from "../../../../shared/core/vault/seal.ts";

const folder = join(import.meta.dirname, "../../../vectors");
const identityLine = /^AGE-SECRET-KEY-1[0-9A-Z]+$/m;

// A vault of every format that was ever released opens for ever. These files are never written again.
test("a vault of format 1 opens", async () => {
  const path = join(folder, "vault-format-1");
  const bytes = new Uint8Array(readFileSync(`${path}.age`));
  const text = readFileSync(`${path}.identity.txt`, "utf8");
  const [identity = ""] = identityLine.exec(text) ?? [];
  const opened = await unsealVault(bytes, new Secret(identity));
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
