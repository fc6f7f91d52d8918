import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pair } from "./certificates.ts";

export interface StrictServer {
  readonly endpoint: string;
  readonly stop: () => void;
}

export interface StrictServerOptions {
  readonly clock?: Date;
  readonly version?: "-tls1_2" | "-tls1_3";
}

/**
 * OpenSSL's server: it says with a TLS alert what it has against a client's certificate, which Node's does not, and its
 * clock can be put anywhere. It speaks no gRPC.
 */
export async function startStrictServer(
  server: Pair,
  clientCa: string,
  { clock = new Date(), version = "-tls1_3" }: StrictServerOptions = {},
): Promise<StrictServer> {
  const folder = mkdtempSync(join(tmpdir(), "tv-strict-"));
  writeFileSync(join(folder, "server.pem"), server.crt + server.key);
  writeFileSync(join(folder, "ca.pem"), clientCa);
  const seconds = Math.floor(clock.getTime() / 1000);
  const program = spawn(
    "openssl",
    [
      "s_server", "-accept", "127.0.0.1:0", "-alpn", "h2", version, "-cert", "server.pem", "-CAfile", "ca.pem",
      "-Verify", "1", "-verify_return_error", "-attime", String(seconds),
    ], // prettier-ignore
    { cwd: folder, stdio: ["pipe", "pipe", "ignore"] },
  );
  const said = await new Promise<string>((resolve, reject) => {
    let text = "";
    program.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
      if (/^ACCEPT .*\n/m.test(text)) resolve(text);
    });
    program.once("error", reject);
    program.once("exit", () => reject(new Error("openssl s_server ended")));
  });
  const [, endpoint = ""] = /^ACCEPT (\S+)/m.exec(said) ?? [];
  return {
    endpoint,
    stop: () => {
      program.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
