import { readFileSync } from "node:fs";
import { TestAuthority } from "../../doubles/certificates.ts";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  startAuthorityMachine,
  type AuthorityMachine,
} from "../authorities/authority-machine.ts";
import { describeWithKeyring, type Machine } from "../harness.ts";

describeWithKeyring("an authority that a session uses once", () => {
  let machine: Machine;
  let pair: string;
  let stop: AuthorityMachine["stop"];

  beforeAll(async () => {
    ({ machine, pair, stop } = await startAuthorityMachine());
  });

  afterAll(() => stop());

  const exec = (...args: string[]) =>
    machine.run([
      "exec",
      "prod",
      ...args,
      "--",
      "printenv",
      "TALOS_VAULT_ROLES",
    ]);
  const kept = async () =>
    await machine.json<unknown>(["authority", "list", "--json"]);

  test("signs for it and is not kept", async () => {
    const vault = readFileSync(join(machine.home, "vault.age"));
    expect(await exec("--authority", pair)).toMatchObject({
      code: 0,
      stdout: "os:reader\n",
    });
    const more = await exec("--authority", pair, "--role", "os:operator");
    expect(more.stdout).toBe("os:operator\n");
    expect(await kept()).toEqual({ authorities: [] });
    expect(readFileSync(join(machine.home, "vault.age"))).toEqual(vault);
    const { stdout } = await machine.run(["ledger"]);
    expect(stdout.match(/session, ended/g)).toHaveLength(2);
  });

  test("signs where an agent has the vault, too", async () => {
    await machine.run(["unlock"]);
    const lent = await exec("--authority", pair, "--role", "os:operator");
    expect(lent.stdout).toBe("os:operator\n");
    const after = await exec("--stored");
    expect(after.stdout).toBe("os:admin\n");
    await machine.run(["lock"]);
  });

  test("is refused for another cluster, and beside the stored key", async () => {
    const other = new TestAuthority();
    const path = machine.file("other.pem", other.pair.crt + other.pair.key);
    other.dispose();
    const refused = await exec("--authority", path);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("not the CA that the context trusts");
    const both = await exec("--authority", pair, "--stored");
    expect(both.code).toBe(2);
    expect((await exec("--authority", "/none")).code).toBe(4);
  });
});
