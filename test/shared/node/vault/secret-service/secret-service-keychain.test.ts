import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type {
  Keychain,
  KeychainItem,
} from "../../../../../shared/core/ports/keychain.ts";
import { Secret } from "../../../../../shared/core/secret.ts";
import { keytarKeychain } from "../../../../../shared/node/vault/keytar-keychain.ts";
import {
  BusConnection,
  sessionBus,
} from "../../../../../shared/node/vault/secret-service/dbus-connection.ts";
import { textOf } from "../../../../../shared/node/vault/secret-service/dbus-message.ts";
import { secretServiceKeychain } from "../../../../../shared/node/vault/secret-service/secret-service-keychain.ts";
import { overTime } from "../../../../doubles/at-the-edge.ts";
import {
  BehindKeychain,
  valueOf,
} from "../../../../doubles/behind-keychain.ts";
import {
  hasKeyring,
  startKeyring,
  type KeyringState,
  type TestKeyring,
} from "../../../../doubles/keyring.ts";
import { skipSuite } from "../../../../shared-material.ts";

const service = "talos-vault-test";
const patienceMs = 20_000;

const describeWithKeyring = (title: string, body: () => void) => {
  if (hasKeyring() || process.env["CI"] === "true")
    return describe(title, body);
  process.stderr.write(`SKIPPED ${title}: no gnome-keyring\n`);
  return skipSuite(title);
};

describeWithKeyring("the Secret Service, asked without a library", () => {
  let keyring: TestKeyring | null = null;
  afterEach(async () => {
    await keyring?.stop();
    keyring = null;
  });

  const start = async (state: KeyringState) => {
    keyring = await startKeyring(state);
    const behind = new BehindKeychain();
    const environment = keyring.environment;
    const keychain = secretServiceKeychain(service, behind, {
      environment,
      patienceMs,
    });
    return { keyring, behind, keychain, environment };
  };

  test("an open keyring keeps, replaces, gives and forgets, and is the word for what is not there", async () => {
    const { keychain, behind } = await start("unlocked");
    expect(await keychain.read("a")).toEqual({ kind: "missing" });
    expect(await keychain.remove("a")).toEqual({ kind: "done" });
    for (const value of ["first", "zweite ⚿ ".repeat(100)]) {
      expect(await keychain.write("a", new Secret(value))).toEqual({
        kind: "done",
      });
      const read = await keychain.read("a");
      expect(read.kind === "found" && read.value.reveal()).toBe(value);
    }
    expect(await keychain.read("b")).toEqual({ kind: "missing" });
    expect(await keychain.remove("a")).toEqual({ kind: "done" });
    expect(await keychain.read("a")).toEqual({ kind: "missing" });
    expect(behind.asked).toEqual([]);
  });

  test.each(["locked", "no-collection", "no-service", "no-bus"] as const)(
    "a keyring that is %s is left to the library, which asks people and names reasons",
    async (state) => {
      const { keychain, behind } = await start(state);
      await keychain.read("a");
      await keychain.write("a", new Secret("x"));
      await keychain.remove("a");
      expect(behind.asked).toEqual(["read a", "write a", "remove a"]);
    },
  );

  test("a keyring that was restarted is found again by the same process", async () => {
    const { keychain, behind, keyring: running } = await start("unlocked");
    await keychain.write("a", new Secret("kept"));
    await running.restart("unlocked");
    const read = await keychain.read("a");
    expect(read.kind === "found" && read.value.reveal()).toBe("kept");
    expect(behind.asked).toEqual([]);
  });

  test("two items of one account, in two collections, are left to the library", async () => {
    const { keychain, behind, environment } = await start("unlocked");
    await keychain.write("a", new Secret("kept"));
    const bus = await BusConnection.open(
      sessionBus(environment) ?? "",
      patienceMs,
    );
    const [, session] = await bus.call("org.freedesktop.secrets", {
      path: "/org/freedesktop/secrets",
      interface: "org.freedesktop.Secret.Service",
      member: "OpenSession",
      signature: "sv",
      body: ["plain", { signature: "s", value: "" }],
    });
    await bus.call("org.freedesktop.secrets", {
      path: "/org/freedesktop/secrets/collection/session",
      interface: "org.freedesktop.Secret.Collection",
      member: "CreateItem",
      signature: "a{sv}(oayays)b",
      body: [
        [
          [
            "org.freedesktop.Secret.Item.Attributes",
            {
              signature: "a{ss}",
              value: [
                ["account", "a"],
                ["service", service],
                ["xdg:schema", "org.freedesktop.Secret.Generic"],
              ],
            },
          ],
        ],
        [textOf(session), new Uint8Array(), Uint8Array.of(65), "text/plain"],
        true,
      ],
    });
    bus.close();
    await keychain.read("a");
    await keychain.write("a", new Secret("x"));
    await keychain.remove("a");
    expect(behind.asked).toEqual(["read a", "write a", "remove a"]);
  });
});

/** libsecret keeps one connection for the life of a process: one keyring for all of these. */
describeWithKeyring("the Secret Service and keytar side by side", () => {
  let keyring: TestKeyring;
  const behind = new BehindKeychain();
  let own: Keychain;
  const keytar = keytarKeychain(service);
  const before = process.env["DBUS_SESSION_BUS_ADDRESS"];

  beforeAll(async () => {
    keyring = await startKeyring("unlocked");
    const { environment } = keyring;
    process.env["DBUS_SESSION_BUS_ADDRESS"] =
      environment["DBUS_SESSION_BUS_ADDRESS"];
    own = secretServiceKeychain(service, behind, { environment, patienceMs });
  });
  afterAll(async () => {
    if (before === undefined) delete process.env["DBUS_SESSION_BUS_ADDRESS"];
    else process.env["DBUS_SESSION_BUS_ADDRESS"] = before;
    await keyring.stop();
  });

  test("each finds at once what the other wrote, replaced or forgot, and there is one item", async () => {
    await own.write("a", new Secret("ours"));
    expect(await valueOf(keytar, "a")).toBe("ours");
    await keytar.write("a", new Secret("keytar's"));
    expect(await valueOf(own, "a")).toBe("keytar's");
    await own.write("a", new Secret("ours again"));
    expect(await valueOf(keytar, "a")).toBe("ours again");
    await keytar.remove("a");
    expect(await valueOf(own, "a")).toBe("missing");
    await keytar.write("b", new Secret("keytar's"));
    await own.remove("b");
    expect(await valueOf(keytar, "b")).toBe("missing");
    expect(behind.asked).toEqual([]);
  });

  test("a keyring bears many openings by both at once", async () => {
    const openings = Number(process.env["TALOS_VAULT_SOAK"] ?? "200");
    await own.write("soak", new Secret("kept"));
    for (let done = 0; done < openings; done += 4)
      expect(
        await Promise.all([
          valueOf(own, "soak"),
          valueOf(keytar, "soak"),
          valueOf(own, "soak"),
          valueOf(keytar, "soak"),
        ]),
      ).toEqual(["kept", "kept", "kept", "kept"]);
    expect(behind.asked).toEqual([]);
  }, 600_000);
});

/** Asks for an item where `greet` answers whoever comes, and never ends a connection. */
async function readBehindBus(
  greet: (socket: Socket) => void,
): Promise<{ readonly item: KeychainItem; readonly asked: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), "tv-bus-"));
  const path = join(folder, "bus");
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).resume();
    greet(socket);
  });
  try {
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const behind = new BehindKeychain();
    const keychain = secretServiceKeychain(service, behind, {
      environment: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` },
      patienceMs: 50,
    });
    const item = await keychain.read("a");
    return { item, asked: behind.asked };
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
    rmSync(folder, { recursive: true });
  }
}

overTime(
  "busTime",
  "who takes us and does not answer in that time is left to the library",
  async () => {
    const { item } = await readBehindBus((socket) =>
      socket.write("OK 0123456789abcdef\r\n"),
    );
    expect(item).toEqual({ kind: "locked", reason: "behind" });
  },
);

// The library would wait for each of these without end.
test.each([
  ["refuses us", (socket: Socket) => socket.write("REJECTED EXTERNAL\r\n")],
  [
    "does not speak D-Bus",
    (socket: Socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write("A".repeat(4096)));
      };
      socket.on("drain", more);
      more();
    },
  ],
  ["does not answer", () => undefined],
  [
    "does not answer",
    (socket: Socket) => {
      const drip = setInterval(() => socket.write("A"), 10);
      socket.once("close", () => clearInterval(drip));
    },
  ],
])(
  "a session bus that %s is said to, and waited for no longer",
  async (what, greet) => {
    const { item, asked } = await readBehindBus(greet);
    expect(asked).toEqual([]);
    expect(item).toMatchObject({
      kind: "unavailable",
      reason: expect.stringMatching(
        `^The session bus at /.* ${what}[.]$`,
      ) as string,
    });
  },
);
