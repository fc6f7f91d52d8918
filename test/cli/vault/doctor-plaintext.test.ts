import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import {
  startAuthorityMachine,
  type AuthorityMachine,
} from "../authorities/authority-machine.ts";
import { describeWithKeyring, type Machine } from "../harness.ts";

describeWithKeyring("the doctor and keys in plain text", () => {
  let machine: Machine;
  let pair: string;
  let stop: AuthorityMachine["stop"];

  beforeAll(async () => {
    ({ machine, pair, stop } = await startAuthorityMachine());
  });

  afterAll(() => stop());

  async function stray() {
    const { checks } = await machine.json<{
      readonly checks: readonly {
        readonly subject: string;
        readonly message: string;
        readonly next: string;
      }[];
    }>(["doctor", "--json"]);
    return checks.filter(({ subject }) => subject === "plaintext");
  }

  test("it names the files that were imported from and written, as long as they are there", async () => {
    machine.file("my config", makeTalosconfig(2));
    machine.file("gone", makeTalosconfig(1));
    machine.file("looked at", makeTalosconfig(1));
    await machine.run(["import", "--dry-run", "looked at"]);
    expect(await stray()).toEqual([]);
    await machine.run(["import", "my config"]);
    await machine.run(["import", "--remove-source", "gone"]);
    await machine.run(["export", "context-1", "--yes", "-o", "exported"]);
    const issued = ["issue", "prod", "--authority", pair, "--to", "issued"];
    expect(await machine.run(issued)).toMatchObject({ code: 0 });
    const at = (name: string) => join(machine.folder, name);
    const found = await stray();
    expect(found.map(({ message }) => message)).toEqual([
      `${at("my config")} holds 2 private keys in plain text.`,
      `${at("exported")} holds 1 private key in plain text.`,
      `${at("issued")} holds 1 private key in plain text.`,
    ]);
    expect(found[0]?.next).toBe(
      `talos-vault import --remove-source '${at("my config")}'`,
    );
    rmSync(at("issued"));
    expect(await stray()).toHaveLength(2);
    const { mode } = statSync(join(machine.home, "notes.json"));
    expect(mode & 0o077).toBe(0);
  });
});
