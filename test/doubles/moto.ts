import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { describe } from "vitest";
import { skipSuite } from "../shared-material.ts";
import { findTestProgram } from "./find-test-program.ts";

/** A server of moto, which answers as AWS Secrets Manager does and keeps all of it in memory. */
export interface Moto {
  readonly env: {
    readonly AWS_ENDPOINT_URL: string;
    readonly AWS_DEFAULT_REGION: string;
    readonly AWS_EC2_METADATA_DISABLED: string;
  };
  /** Calls a method of AWS' own client for Python, and gives what it answers. */
  call(
    method: string,
    input: object,
    service?: "secretsmanager" | "kms",
  ): Record<string, unknown>;
  stop(): Promise<void>;
}

const findMoto = () => findTestProgram("moto_server", "TALOS_VAULT_TEST_MOTO");

/** Suites with moto; they skip loudly where there is none, and never with CI=true. */
export function describeWithMoto(title: string, body: () => void) {
  if (findMoto() !== null) return describe(title, body);
  if (process.env["CI"] === "true")
    throw new Error("CI has no moto: pip install moto flask flask-cors");
  process.stderr.write(
    `SKIPPED ${title}: no moto_server on PATH (pip install moto flask flask-cors), and none in TALOS_VAULT_TEST_MOTO\n`,
  );
  return skipSuite(title);
}

const script = `
import boto3, json, sys
print(json.dumps(getattr(boto3.client(sys.argv[1]), sys.argv[2])(**json.load(sys.stdin)), default=str))
`;

export async function startMoto(): Promise<Moto> {
  const program = findMoto();
  if (program === null) throw new Error("no moto");
  const server = spawn(program, ["-H", "127.0.0.1", "-p", "0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let url = "";
  for await (const line of createInterface({ input: server.stderr })) {
    [url = ""] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (url !== "") break;
  }
  server.stderr.resume();
  const env = {
    AWS_ENDPOINT_URL: url,
    AWS_DEFAULT_REGION: "eu-central-1",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return {
    env,
    call: (method, input, service = "secretsmanager") =>
      JSON.parse(
        execFileSync(
          join(dirname(program), "python"),
          ["-c", script, service, method],
          {
            env: {
              ...env,
              AWS_ACCESS_KEY_ID: "theirs",
              AWS_SECRET_ACCESS_KEY: "x",
            },
            input: JSON.stringify(input),
            encoding: "utf8",
            stdio: ["pipe", "pipe", "inherit"],
          },
        ),
      ) as Record<string, unknown>,
    stop: async () => {
      const ended = once(server, "exit");
      server.kill("SIGKILL");
      await ended;
    },
  };
}
