import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type KeyringState =
  "unlocked" | "locked" | "no-collection" | "no-service" | "no-bus";

/** A session bus that has no program to start for any name, as without a desktop. */
const emptyBus = `<busconfig>
<type>session</type>
<listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>`;

export interface TestKeyring {
  /** What a process must have in its environment to see this keyring and no other. */
  readonly environment: Readonly<Record<string, string>>;
  /** Locks an unlocked one, or unlocks a locked one, as a person would. */
  restart(state: "unlocked" | "locked"): Promise<void>;
  stop(): Promise<void>;
}

/** True when the machine has what a real keyring needs. */
export function hasKeyring(): boolean {
  return ["dbus-daemon", "gnome-keyring-daemon"].every(
    (name) => spawnSync("sh", ["-c", `command -v ${name}`]).status === 0,
  );
}

/** Starts a private session bus and a real gnome-keyring on it, in a folder of their own. */
export async function startKeyring(
  state: KeyringState,
  uid: number | null = null,
): Promise<TestKeyring> {
  const who = uid === null ? {} : { uid, gid: uid };
  const folder = mkdtempSync(join(tmpdir(), "tv-keyring-"));
  if (uid !== null) chownSync(folder, uid, uid);
  const base = {
    XDG_DATA_HOME: folder,
    XDG_RUNTIME_DIR: folder,
    DISPLAY: "",
    WAYLAND_DISPLAY: "",
  };
  if (state === "no-bus") {
    const environment = { ...base, DBUS_SESSION_BUS_ADDRESS: "" };
    return {
      environment,
      restart: refuse,
      stop: async () => rmSync(folder, { recursive: true }),
    };
  }
  const emptyBusFile = join(folder, "bus.conf");
  if (state === "no-service") writeFileSync(emptyBusFile, emptyBus);
  const { bus, address } = await startBus(
    { ...process.env, ...base },
    who,
    state === "no-service" ? `--config-file=${emptyBusFile}` : "--session",
  );
  const environment = { ...base, DBUS_SESSION_BUS_ADDRESS: address };
  const daemon = new Daemon({ ...process.env, ...environment }, who);
  // A collection exists once somebody logged in; a locked keyring was open before.
  if (state === "unlocked" || state === "locked")
    await daemon.start("unlocked");
  if (state === "locked" || state === "no-collection")
    await daemon.start("locked");
  return {
    environment,
    restart: (next) => daemon.start(next),
    stop: async () => {
      await daemon.stop();
      bus.kill("SIGKILL");
      // What the bus started may still be writing its last file.
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

interface Who {
  readonly uid?: number;
  readonly gid?: number;
}

/** A session bus of its own, and its address. Whoever ends it kills it. */
export async function startBus(
  env: NodeJS.ProcessEnv,
  who: Who = {},
  config = "--session",
): Promise<{ readonly bus: ChildProcess; readonly address: string }> {
  const bus = spawn("dbus-daemon", [config, "--nofork", "--print-address=1"], {
    ...who,
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return { bus, address: await firstLine(bus) };
}

class Daemon {
  readonly #env: NodeJS.ProcessEnv;
  readonly #who: Who;
  #process: ChildProcess | null = null;

  constructor(env: NodeJS.ProcessEnv, who: Who) {
    this.#env = env;
    this.#who = who;
  }

  async start(state: "unlocked" | "locked"): Promise<void> {
    await this.stop();
    const mode = state === "unlocked" ? "--unlock" : "--start";
    const child = spawn(
      "gnome-keyring-daemon",
      [
        "--foreground",
        "--components=secrets",
        ...(mode === "--unlock" ? [mode] : []),
      ],
      { ...this.#who, env: this.#env, stdio: ["pipe", "pipe", "ignore"] },
    );
    this.#process = child;
    child.stdin.end("test");
    await isOwned(this.#env, this.#who);
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child === null) return;
    this.#process = null;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}

/** Waits until the Secret Service has its name on the bus. */
export async function isOwned(
  env: NodeJS.ProcessEnv,
  who: Who = {},
): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { stdout } = spawnSync(
      "dbus-send",
      [
        "--session",
        "--print-reply",
        "--dest=org.freedesktop.DBus",
        "/org/freedesktop/DBus",
        "org.freedesktop.DBus.NameHasOwner",
        "string:org.freedesktop.secrets",
      ],
      { ...who, env, encoding: "utf8" },
    );
    if (stdout.includes("boolean true")) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("the keyring did not come up");
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("no output to read");
  const [chunk] = (await once(child.stdout, "data")) as [Buffer];
  return chunk.toString("utf8").split("\n")[0] ?? "";
}

async function refuse(): Promise<void> {
  throw new Error("there is no keyring to restart");
}
