import { spawn, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import type { Readable } from "node:stream";
import { describe, expect } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { agentSocketPath } from "../../shared/node/agent/agent-place.ts";
import type { ProcessIdentity } from "../../shared/node/system/processes/process-identity.ts";
import { skipSuite } from "../shared-material.ts";
import {
  hasKeyring,
  startKeyring,
  type KeyringState,
  type TestKeyring,
} from "../doubles/keyring.ts";

const root = resolve(import.meta.dirname, "../..");
/** The suites run once against the bundle that Node runs, and once against the one executable. */
export const isStandalone = process.env["TALOS_VAULT_TEST_STANDALONE"] === "1";
/** What a command of ours begins with, followed by `program`: Node, or a word that the executable replaces at once. */
export const runtime = isStandalone ? "/usr/bin/env" : process.execPath;
export const program = resolve(
  root,
  isStandalone ? "out/bin/talos-vault" : manifest.bin["talos-vault"],
);
/** A word of the command lines of the programs that ours starts apart. */
export const wordOf = isStandalone
  ? { agent: "--as-agent", holder: "--as-holder" }
  : { agent: "agent.cjs", holder: "holder.cjs" };

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  /** Text for file descriptors 3, 4, … */
  readonly descriptors?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** Suites with a real keyring; they skip loudly where there is none, and never with CI=true. */
export function describeWithKeyring(title: string, body: () => void) {
  if (hasKeyring()) return describe(title, body);
  if (process.env["CI"] === "true")
    throw new Error("CI has no gnome-keyring or no dbus-daemon");
  process.stderr.write(
    `SKIPPED ${title}: no gnome-keyring or no dbus-daemon\n`,
  );
  return skipSuite(title);
}

/** For tests that talk to a node of their own on loopback: everything else is kept from the network. */
export const online = { TALOS_VAULT_OFFLINE: "" } as const;

/** A machine of one person: a home, a run folder, a vault's place and a real keyring, and the built command. */
export class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), "tv-cli-"));
  readonly home = join(this.folder, "vault");
  readonly #keyring: TestKeyring;
  /** Whose machine it is; null: ours. */
  readonly uid: number | null;

  private constructor(keyring: TestKeyring, uid: number | null) {
    this.#keyring = keyring;
    this.uid = uid;
    if (uid !== null) chownSync(this.folder, uid, uid);
  }

  static async start(
    state: KeyringState = "unlocked",
    uid: number | null = null,
  ): Promise<Machine> {
    if (!existsSync(program)) throw new Error("build first: npm run build");
    return new Machine(await startKeyring(state, uid), uid);
  }

  /** With a vault, in which the contexts of this talosconfig are. */
  static async with(talosconfig: string): Promise<Machine> {
    const machine = await Machine.start();
    for (const [args, input] of [
      [["init"], ""],
      [["import", "-"], talosconfig],
    ] as const) {
      const { code, stderr } = await machine.run(args, { input });
      if (code !== 0) throw new Error(stderr);
    }
    return machine;
  }

  get env(): NodeJS.ProcessEnv {
    return {
      PATH: process.env["PATH"] ?? "",
      LANG: "C.UTF-8",
      HOME: this.folder,
      XDG_CACHE_HOME: join(tmpdir(), `tv-cli-cache-${String(this.uid)}`),
      ...this.#keyring.environment,
      TALOS_VAULT_HOME: this.home,
      // The fixtures' addresses are nobody's: no test dials them. Those that talk to a node say so.
      TALOS_VAULT_OFFLINE: "1",
    };
  }

  /** Where sessions of this machine live. */
  get runFolder(): string {
    return join(
      this.#keyring.environment["XDG_RUNTIME_DIR"] ?? "",
      "talos-vault",
    );
  }

  get keyring(): TestKeyring {
    return this.#keyring;
  }

  /** Where the agent that keeps this vault open listens, if there is one. */
  get agentSocket(): string {
    return agentSocketPath(this.runFolder, this.home);
  }

  /** That agent, as it says itself; null: there is none. */
  agent(): ProcessIdentity | null {
    const path = `${this.agentSocket}.process`;
    return existsSync(path)
      ? (JSON.parse(readFileSync(path, "utf8")) as ProcessIdentity)
      : null;
  }

  /** Its number. Throws where there is none. */
  agentPid(): number {
    const agent = this.agent();
    if (agent === null) throw new Error("no agent keeps this vault open");
    return agent.pid;
  }

  /** Folders of sessions. */
  sessionsLeft(): readonly string[] {
    if (!existsSync(this.runFolder)) return [];
    const names = readdirSync(this.runFolder);
    return names.filter((name) => !name.startsWith("agent-"));
  }

  /** Waits until none is left of them; each verb clears away what killed holders left. */
  async sessionsGone(): Promise<void> {
    await expect
      .poll(
        async () => {
          await this.run(["sessions"]);
          return this.sessionsLeft();
        },
        { timeout: 10_000, interval: 50 },
      )
      .toEqual([]);
  }

  /** Waits until there is a file of that name in the folder, which a command touches when it is as far. */
  async appears(name: string): Promise<void> {
    await expect
      .poll(() => existsSync(join(this.folder, name)), {
        timeout: 10_000,
        interval: 50,
      })
      .toBe(true);
  }

  /** What `talos-vault` prints as JSON. */
  async json<T>(args: readonly string[], options: RunOptions = {}): Promise<T> {
    return JSON.parse((await this.run(args, options)).stdout) as T;
  }

  /** Runs `talos-vault` to its end. */
  run(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
    return this.command([runtime, program, ...args], options);
  }

  /** The words after Node's own for a command of ours, to be run by something else. */
  words(args: readonly string[]): readonly string[] {
    return [program, ...args];
  }

  /** Runs any command on this machine to its end. */
  async command(
    [name = "", ...args]: readonly string[],
    { input = "", descriptors = [], env, cwd }: RunOptions = {},
  ): Promise<Outcome> {
    const opened = descriptors.map((text) => this.#openText(text));
    const stdio: SpawnOptions["stdio"] = ["pipe", "pipe", "pipe", ...opened];
    const child = spawn(name, args, {
      ...(this.uid === null ? {} : { uid: this.uid, gid: this.uid }),
      stdio,
      env: { ...this.env, ...env },
      cwd: cwd ?? this.folder,
    });
    for (const fd of opened) closeSync(fd);
    const output = Promise.all([collect(child.stdout), collect(child.stderr)]);
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
    const [code] = (await once(child, "close")) as [number | null];
    const [stdout, stderr] = await output;
    return { code, stdout, stderr };
  }

  #openText(text: string): number {
    const path = this.file("descriptor", text);
    const fd = openSync(path, "r");
    rmSync(path);
    return fd;
  }

  /** Writes a file into this machine's folder; gives its path. */
  file(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    this.own(path);
    return path;
  }

  /** A file of this machine's folder. */
  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  /** Makes a file the person's own. */
  own(path: string): void {
    if (this.uid !== null) chownSync(path, this.uid, this.uid);
  }

  /** Content of every file below the vault's folder, to see that nothing changed. */
  snapshot(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      filesBelow(this.home).map((path) => [
        relative(this.home, path),
        readFileSync(path).toString("hex"),
      ]),
    );
  }

  async stop(): Promise<void> {
    await this.run(["lock"]);
    await this.#keyring.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function collect(stream: Readable | null): Promise<string> {
  const chunks: Buffer[] = [];
  if (stream === null) return "";
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

export function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return filesBelow(path);
    return stat?.isFile() ? [path] : [];
  });
}
