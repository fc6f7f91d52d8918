// The Node bundle and the one executable on one machine: what one started answers the other.
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { describeWithKeyring, Machine } from "../cli/harness.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";

const bundle = [process.execPath, resolve(manifest.bin["talos-vault"])];
const executable = [resolve("out/bin/talos-vault")];
const passphrase = "correct horse battery";
const asked = ["--passphrase-fd", "0"];

describeWithKeyring("two builds of the command line on one machine", () => {
  let machine: Machine;
  beforeEach(async () => {
    machine = await Machine.start("no-bus");
  });
  afterEach(() => machine.stop());

  const run = (
    [program = "", ...words]: readonly string[],
    args: readonly string[],
    input = "",
  ) =>
    spawnSync(program, [...words, ...args], {
      env: machine.env,
      encoding: "utf8",
      input,
    });

  // Deadlines are told by a clock that both read: of Node it counts from the machine's start, of Bun from the process'.
  test.each([
    ["Node", "the executable", bundle, executable],
    ["the executable", "Node", executable, bundle],
  ])(
    "the agent that %s started answers %s, which asks for no passphrase",
    (_one, _other, starter, asker) => {
      run(starter, [...asked, "init", "--no-keychain"], passphrase);
      const file = machine.file("talosconfig", makeTalosconfig(3));
      run(starter, [...asked, "import", file], passphrase);
      expect(run(asker, ["list"]).status).not.toBe(0);
      expect(run(starter, [...asked, "unlock"], passphrase).status).toBe(0);
      expect(run(asker, ["list"])).toMatchObject({ status: 0, stderr: "" });
      expect(run(asker, ["lock"]).status).toBe(0);
    },
  );
});
