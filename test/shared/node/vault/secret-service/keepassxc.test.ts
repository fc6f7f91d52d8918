// KeePassXC can be the Secret Service in gnome-keyring's place; its items are entries of a database, its collections databases.
import { afterEach, describe, expect, test } from "vitest";
import { Secret } from "../../../../../shared/core/secret.ts";
import { keytarKeychain } from "../../../../../shared/node/vault/keytar-keychain.ts";
import { secretServiceKeychain } from "../../../../../shared/node/vault/secret-service/secret-service-keychain.ts";
import {
  BehindKeychain,
  valueOf,
} from "../../../../doubles/behind-keychain.ts";
import {
  hasKeePass,
  startKeePass,
  type KeePassState,
  type TestKeePass,
} from "../../../../doubles/keepassxc.ts";
import { skipSuite } from "../../../../shared-material.ts";

const service = "talos-vault-test";

const describeWithKeePass = (title: string, body: () => void) => {
  if (hasKeePass() || process.env["CI"] === "true")
    return describe(title, body);
  process.stderr.write(`SKIPPED ${title}: no keepassxc\n`);
  return skipSuite(title);
};

describeWithKeePass("KeePassXC as the Secret Service", () => {
  let keepass: TestKeePass | null = null;
  const before = process.env["DBUS_SESSION_BUS_ADDRESS"];
  afterEach(async () => {
    if (before === undefined) delete process.env["DBUS_SESSION_BUS_ADDRESS"];
    else process.env["DBUS_SESSION_BUS_ADDRESS"] = before;
    await keepass?.stop();
    keepass = null;
  });

  const start = async (state: KeePassState, patienceMs = 20_000) => {
    keepass = await startKeePass(state);
    const { environment } = keepass;
    const behind = new BehindKeychain();
    const bus = { environment, patienceMs };
    return {
      behind,
      environment,
      own: secretServiceKeychain(service, behind, bus),
    };
  };

  // KeePassXC answers each CreateItem and Delete with a prompt, also where nobody has to be asked: those are the library's.
  test("of an open database we read what is there and what is not; what is written and forgotten goes through the library, and is found at once", async () => {
    const { own, behind, environment } = await start("unlocked");
    process.env["DBUS_SESSION_BUS_ADDRESS"] =
      environment["DBUS_SESSION_BUS_ADDRESS"];
    const keytar = keytarKeychain(service);
    const whole = secretServiceKeychain(service, keytar, {
      environment,
      patienceMs: 20_000,
    });
    expect(await valueOf(own, "a")).toBe("missing");
    for (const value of ["first", "zweite ⚿"]) {
      expect(await whole.write("a", new Secret(value))).toEqual({
        kind: "done",
      });
      expect(await valueOf(own, "a")).toBe(value);
      expect(await valueOf(keytar, "a")).toBe(value);
    }
    expect(await valueOf(own, "b")).toBe("missing");
    expect(await whole.remove("a")).toEqual({ kind: "done" });
    expect(await valueOf(own, "a")).toBe("missing");
    expect(behind.asked).toEqual([]);
    await own.write("a", new Secret("x"));
    expect(behind.asked).toEqual(["write a"]);
  }, 60_000);

  // KeePassXC 2.7 asks for a database before it answers a search, and as long as nobody answers it there is none.
  test.each(["locked", "shares-nothing"] as const)(
    "a database that is %s is left to the library, which waits for people",
    async (state) => {
      const { own, behind } = await start(state, 1000);
      await own.read("a");
      await own.write("a", new Secret("x"));
      await own.remove("a");
      expect(behind.asked).toEqual(["read a", "write a", "remove a"]);
    },
    60_000,
  );
});
