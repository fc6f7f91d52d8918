import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import { Machine } from "./harness.ts";

/** In the form of a recovery key; it opens nothing. */
const key = `AGE-SECRET-KEY-1${"QPZRY9X8GF2TVDW0S3JN".repeat(3).slice(0, 58)}`;
const pem = `-----BEGIN ED25519 PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEI${"A".repeat(40)}\n-----END ED25519 PRIVATE KEY-----`;

describe("a private key that is typed in the wrong place", () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await Machine.start();
    await machine.run(["init"]);
    await machine.run(["import", machine.file("config", makeTalosconfig(1))]);
  });
  afterAll(() => machine.stop());

  test.each([
    "",
    "show",
    "use",
    "restore",
    "recover",
    "recovery-key verify",
    "put-back",
    "end",
    "settings",
    "guard show",
    "restore --generation",
    "exec context-1 --role",
    "guard set context-1 --deny",
    "list",
    "import",
    "remove --yes",
    "set context-1 --colour",
  ])("is not repeated: talos-vault %s", async (line) => {
    const words = line.split(" ").filter(Boolean);
    for (const typed of [key, key.toLowerCase(), pem]) {
      const { code, stderr } = await machine.run([...words, typed]);
      expect(code).not.toBe(0);
      expect(stderr).not.toBe("");
      expect(stderr).not.toContain(typed.slice(0, 40));
      expect(stderr).not.toContain("MC4CAQ");
    }
  });
});
