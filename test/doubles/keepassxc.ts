import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { isOwned, startBus } from "./keyring.ts";

const passphrase = "test";
const group = "95c051f8-392d-45a7-9f8f-333f9e739c9c";

/**
 * `unlocked`: a database is open and shares a group. `locked`: it has one to share, and is not open. `shares-nothing`: it is
 * open, as a new one is.
 */
export type KeePassState = "unlocked" | "locked" | "shares-nothing";

export interface TestKeePass {
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export function hasKeePass(): boolean {
  return ["keepassxc", "keepassxc-cli", "dbus-daemon"].every(
    (name) => spawnSync("sh", ["-c", `command -v ${name}`]).status === 0,
  );
}

/** A real KeePassXC as the Secret Service of a session bus of its own, without a display. */
export async function startKeePass(state: KeePassState): Promise<TestKeePass> {
  const folder = mkdtempSync(join(tmpdir(), "tv-keepass-"));
  const base = {
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_CACHE_HOME: join(folder, "cache"),
    XDG_DATA_HOME: join(folder, "data"),
    XDG_RUNTIME_DIR: folder,
    QT_QPA_PLATFORM: "offscreen",
  };
  const { bus, address } = await startBus({ ...process.env, ...base });
  const environment = { ...base, DBUS_SESSION_BUS_ADDRESS: address };
  const env = { ...process.env, ...environment };
  mkdirSync(join(folder, "config/keepassxc"), { recursive: true });
  writeFileSync(
    join(folder, "config/keepassxc/keepassxc.ini"),
    "[General]\nConfigVersion=2\nUpdateCheckMessageShown=true\n" +
      "[FdoSecrets]\nEnabled=true\nShowNotification=false\nConfirmAccessItem=false\nConfirmDeleteItem=false\n",
  );
  const database = join(folder, "talos.kdbx");
  const xml = join(folder, "talos.xml");
  writeFileSync(xml, databaseXml(state !== "shares-nothing"));
  execFileSync("keepassxc-cli", ["import", "--set-password", xml, database], {
    env,
    input: `${passphrase}\n${passphrase}\n`,
    stdio: ["pipe", "ignore", "ignore"],
  });
  const words = state === "locked" ? [] : ["--pw-stdin"];
  const child = spawn("keepassxc", [...words, database], {
    env,
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.stdin.end(`${passphrase}\n`);
  await isOwned(env);
  await isSettled(state, env);
  return {
    environment,
    stop: async () => {
      const gone = once(child, "exit");
      if (child.exitCode === null) {
        child.kill("SIGKILL");
        await gone;
      }
      bus.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** The name is on the bus before the database is open. */
async function isSettled(
  state: KeePassState,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const root = "/org/freedesktop/secrets";
  const ask = (path: string, ...words: readonly string[]) =>
    spawnSync(
      "dbus-send",
      [
        "--session",
        "--print-reply=literal",
        "--dest=org.freedesktop.secrets",
        path,
        ...words,
      ],
      { env, encoding: "utf8" },
    ).stdout;
  const isThere = {
    unlocked: () => isLocked().includes("boolean false"),
    locked: () => isLocked().includes("boolean true"),
    "shares-nothing": () =>
      ask(
        root,
        "org.freedesktop.Secret.Service.ReadAlias",
        "string:default",
      ).trim() === "/",
  }[state];
  const isLocked = () =>
    ask(
      `${root}/aliases/default`,
      "org.freedesktop.DBus.Properties.Get",
      "string:org.freedesktop.Secret.Collection",
      "string:Locked",
    );
  for (let attempt = 0; attempt < 500; attempt++) {
    if (isThere()) return;
    await setTimeout(20);
  }
  throw new Error(`KeePassXC did not come to be ${state}`);
}

/** Which group it shares a database says of itself; the program's command line cannot set that. */
function databaseXml(shares: boolean): string {
  const item = `<Item><Key>FDO_SECRETS_EXPOSED_GROUP</Key><Value>{${group}}</Value></Item>`;
  const id = Buffer.from(group.replaceAll("-", ""), "hex").toString("base64");
  return `<?xml version="1.0" encoding="UTF-8"?>
<KeePassFile>
  <Meta><Generator>test</Generator><CustomData>${shares ? item : ""}</CustomData></Meta>
  <Root><Group><UUID>${id}</UUID><Name>Passwords</Name></Group></Root>
</KeePassFile>
`;
}
