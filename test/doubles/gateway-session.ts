import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  guardOf,
  type Guard,
} from "../../shared/core/gateway/guard/decide-call.ts";
import type { GuardRules } from "../../shared/core/gateway/guard/guard-rules.ts";
import { sessionDocument } from "../../shared/core/talosconfig/yaml/emit.ts";
import { parseTalosconfig } from "../../shared/core/talosconfig/parse.ts";
import type { TalosContext } from "../../shared/core/talosconfig/types.ts";
import type { GatewayOptions } from "../../shared/node/gateway/gateway-server.ts";
import { sharedPath } from "../shared-material.ts";
import { startTestedGateway, type TestedGateway } from "./tested-gateway.ts";

const talosctl = sharedPath("tools/talosctl");

/** What a program came to. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function guard(rules: GuardRules): Guard {
  const made = guardOf(rules);
  if (!made.ok) throw new Error(made.error.message);
  return made.value;
}

/** The context of the fixtures' production cluster, an administrator's, at these endpoints. */
export function prodContext(
  endpoints: readonly string[],
  nodes: readonly string[] = ["127.0.0.1"],
): TalosContext {
  const parsed = parseTalosconfig(
    readFileSync(sharedPath("fixtures/prod/talosconfig")),
  );
  if (!parsed.ok) throw new Error(parsed.error.message);
  const [context] = parsed.value.config.contexts.values();
  if (!context) throw new Error("the fixture has no context");
  return { ...context, endpoints, nodes };
}

/** A gateway, and a session's talosconfig for programs that use it. */
export class GatewaySession {
  readonly gateway: TestedGateway;
  readonly folder: string;
  readonly talosconfig: string;

  private constructor(gateway: TestedGateway, folder: string) {
    this.gateway = gateway;
    this.folder = folder;
    this.talosconfig = writeTalosconfig(folder, "config", gateway.config);
  }

  static async start(
    config: TalosContext,
    options: Partial<GatewayOptions> = {},
  ): Promise<GatewaySession> {
    const gateway = await startTestedGateway({ config, ...options });
    const folder = mkdtempSync(join(tmpdir(), "talos-vault-gateway-"));
    return new GatewaySession(gateway, folder);
  }

  /** Runs talosctl with these words through the gateway. */
  run(words: readonly string[]): Promise<Outcome> {
    return runTalosctl(this.talosconfig, words);
  }

  start(words: readonly string[]): ChildProcessWithoutNullStreams {
    return spawn(talosctl, words, { env: environmentWith(this.talosconfig) });
  }

  stop(): void {
    this.gateway.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function writeTalosconfig(
  folder: string,
  name: string,
  config: TalosContext,
): string {
  const path = join(folder, name);
  const document = sessionDocument("prod", config).reveal();
  writeFileSync(path, document, { mode: 0o600 });
  return path;
}

/** Nothing of this machine's own talosctl. */
function environmentWith(talosconfig: string) {
  const home = dirname(talosconfig);
  const { PATH, XDG_CACHE_HOME } = process.env;
  return {
    PATH,
    HOME: home,
    // Where the program itself is unpacked.
    XDG_CACHE_HOME: XDG_CACHE_HOME ?? join(homedir(), ".cache"),
    TALOSCONFIG: talosconfig,
  };
}

export async function runTalosctl(
  talosconfig: string,
  words: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  const env = { ...environmentWith(talosconfig), ...variables };
  const child = spawn(talosctl, words, { env });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

/** The calls that a node wrote down. */
export function journalOf(path: string): readonly JournalLine[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as JournalLine);
}

export interface JournalLine {
  readonly method: string;
  readonly roles: readonly string[];
  readonly serial: string;
  readonly node?: readonly string[];
  readonly code: string;
}
