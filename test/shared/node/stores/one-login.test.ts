import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { KnownServer } from "../../../../shared/core/ports/store-access.ts";
import { readAddress } from "../../../../shared/core/stores/address.ts";
import { storeAccess } from "../../../../shared/node/stores/store-access.ts";
import { systemClock } from "../../../../shared/node/system/system-clock.ts";

const home = mkdtempSync(join(tmpdir(), "tv-login-"));
const asked = join(home, "asked");

beforeAll(() => {
  vi.stubEnv("HOME", home);
  const helper = join(home, "helper");
  writeFileSync(helper, `#!/bin/sh\necho x >>"${asked}"\necho token\n`);
  chmodSync(helper, 0o755);
  writeFileSync(join(home, ".vault"), `token_helper = "${helper}"\n`);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

/** How often a token helper is asked for places that were on these servers. */
async function timesAsked(env: NodeJS.ProcessEnv, known: KnownServer[]) {
  writeFileSync(asked, "");
  const ways = storeAccess(env, home, systemClock).ways({
    passphraseOf: () => Promise.reject(new Error("nobody is asked")),
    keptKeys: () => Promise.reject(new Error("nobody is asked")),
    say: () => undefined,
  });
  const address = readAddress("vault:secret/talos");
  if (!address?.ok || address.value.kind === "sops") throw new Error("address");
  for (const one of known)
    expect((await ways.server(address.value, one)).ok).toBe(true);
  return readFileSync(asked, "utf8").trim().split("\n").length;
}

const known = [
  { server: "https://one:8200", namespace: "team" },
  { server: "https://one:8200", namespace: "other" },
  { server: "https://two:8200" },
  { server: "https://one:8200", namespace: "team" },
];

test("where the environment names the server one login is asked for, wherever places were", async () => {
  expect(await timesAsked({ VAULT_ADDR: "https://now:8200" }, known)).toBe(1);
});

test("else one for each server and namespace", async () => {
  expect(await timesAsked({}, known)).toBe(3);
});
