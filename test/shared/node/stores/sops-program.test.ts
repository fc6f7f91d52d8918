import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import type { OtherKey } from "../../../../shared/core/stores/sops/sops-file.ts";
import { findProgram } from "../../../../shared/node/system/programs/find-program.ts";
import { ownSops } from "../../../../shared/node/stores/sops-program.ts";
import { expectRefusal } from "../../../doubles/at-the-edge.ts";

const folder = mkdtempSync(join(tmpdir(), "tv-own-sops-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
});
const sealed = new TextEncoder().encode("data: ENC[AES256_GCM,data:secret]\n");
const pgp: OtherKey = { kind: "pgp", name: "ABCD" };
const transit: OtherKey = { kind: "hc_vault", name: "https://evil:8200/x" };
const file = (...otherKeys: readonly OtherKey[]) =>
  ({ format: "yaml", otherKeys }) as const;

/** A sops that notes its arguments and what it reads, and says this. */
function sopsThat(script: string): void {
  const path = join(folder, "sops");
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" > ${folder}/argv\ncat > ${folder}/stdin\n${script}\n`); // prettier-ignore
  chmodSync(path, 0o755);
  vi.stubEnv("PATH", `${folder}:/bin:/usr/bin`);
}

test("it gets a file by stdin and gives it by stdout, and nothing of it is an argument", async () => {
  sopsThat("echo context: lab");
  const said: string[] = [];
  const sops = ownSops(process.env, (line) => said.push(line));
  const opened = await sops.decrypt("/repo/lab.yaml", sealed, file(pgp));
  expect(opened).toEqual({ ok: true, value: new Uint8Array(Buffer.from("context: lab\n")) }); // prettier-ignore
  expect(readFileSync(join(folder, "argv"), "utf8").split("\n")).toEqual([
    "decrypt",
    "--input-type",
    "yaml",
    "--output-type",
    "yaml",
    "",
  ]);
  expect(new Uint8Array(readFileSync(join(folder, "stdin")))).toEqual(sealed);
  expect(said).toEqual([
    `/repo/lab.yaml is for OpenPGP (ABCD): ${folder}/sops opens it.`,
  ]);
});

test("what it does not open is no file, and one that is not there is named", async () => {
  sopsThat("echo half; exit 51");
  const sops = ownSops(process.env, () => undefined);
  expectRefusal(await sops.decrypt("/a", sealed, file(pgp)), /does not open/);
  vi.stubEnv("PATH", "/nonexistent");
  expectRefusal(await sops.decrypt("/a", sealed, file(pgp)), /no sops on PATH/);
});

test("nothing is asked of a service where nobody is to be contacted; a key of this machine is", async () => {
  sopsThat("echo context: lab");
  const sops = ownSops({ ...process.env, TALOS_VAULT_OFFLINE: "1" }, () => undefined); // prettier-ignore
  const kms: OtherKey = { kind: "kms", name: "arn" };
  expectRefusal(await sops.decrypt("/a", sealed, file(pgp, kms)), /TALOS_VAULT_OFFLINE/); // prettier-ignore
  expect(await sops.decrypt("/a", sealed, file(pgp))).toMatchObject({ ok: true }); // prettier-ignore
});

test("a sops in the working folder is nobody's", async () => {
  vi.stubEnv("PATH", ".::relative");
  const sops = ownSops(process.env, () => undefined);
  expectRefusal(await sops.decrypt("/a", sealed, file(pgp)), /no sops on PATH/);
  expect(await findProgram("sops", [relative(process.cwd(), folder)])).toBe(null); // prettier-ignore
});

test.each(["", "//host", "127.0.0.1:8200", "unix:///tmp/x"])(
  "what is no web address is nobody's server: %s",
  async (name) => {
    sopsThat("echo context: lab");
    for (const VAULT_ADDR of [undefined, name]) {
      const sops = ownSops({ ...process.env, VAULT_ADDR }, () => undefined);
      const asked = sops.decrypt("/a", sealed, file({ ...transit, name }));
      expectRefusal(await asked, /does not name that server/);
    }
  },
);

test("no token is shown to a server of Vault that only the file names", async () => {
  sopsThat("echo context: lab");
  rmSync(join(folder, "argv"), { force: true });
  const asked = (env: NodeJS.ProcessEnv) =>
    ownSops({ ...process.env, ...env }, () => undefined).decrypt("/a", sealed, file(pgp, transit)); // prettier-ignore
  for (const VAULT_ADDR of [undefined, "", "https://ours:8200"])
    expectRefusal(await asked({ VAULT_ADDR }), /does not name that server/);
  expect(() => readFileSync(join(folder, "argv"))).toThrow();
  expect(await asked({ VAULT_ADDR: "https://evil:8200/" })).toMatchObject({
    ok: true,
  });
});
