// Neighbours that do a like job, where this machine has them on PATH. Each can be built without root:
//   sops       go install github.com/getsops/sops/v3/cmd/sops@v3.11.0        (Go; age-keygen: the package `age`)
//   aws-vault  go install github.com/99designs/aws-vault/v7@v7.2.0           (Go)
//   kubie      cargo install kubie                                          (Rust)
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Contender } from "./race.ts";

export interface Peers {
  /** Each hands one secret, or one context, to a command. */
  readonly ofOne: readonly Contender[];
  /** Those that open a file with all the credentials that the vault has. */
  readonly ofAll: readonly Contender[];
}

/** `talosconfig`: the text that the vault has imported, for peers that encrypt files. */
export function findPeers(
  folder: string,
  env: NodeJS.ProcessEnv,
  talosconfig: string,
  talosconfigOfOne: string,
): Peers {
  const ofOne: Contender[] = [];
  const ofAll: Contender[] = [];
  if (isOnPath("sops") && isOnPath("age-keygen")) {
    const sops = sopsOn(folder, env);
    ofOne.push(sops("1 talosconfig", talosconfigOfOne));
    ofAll.push(sops("the same talosconfigs", talosconfig));
  }
  if (isOnPath("aws-vault"))
    ofOne.push({
      name: "aws-vault exec --no-session",
      command: ["aws-vault", "exec", "--no-session", "bench", "--", "true"],
      env,
    });
  if (isOnPath("kubie")) ofOne.push(kubieOn(folder, env));
  for (const name of ["sops", "age-keygen", "aws-vault", "kubie"])
    if (!isOnPath(name))
      console.log(
        `  (${name} is not on PATH: not measured; test/bench/peers.ts says how it is built)`,
      );
  return { ofOne, ofAll };
}

function sopsOn(folder: string, env: NodeJS.ProcessEnv) {
  const seal = sealBySops(folder, env);
  return (name: string, talosconfig: string): Contender => {
    const sealed = seal(name, talosconfig);
    return {
      name: `sops exec-file, ${name}`,
      // A command that does not read it makes sops 3.11.0 fail now and then: its pipe's folder is gone before it writes.
      command: ["sops", "exec-file", sealed.file, "read -r line < {}"],
      env: sealed.env,
    };
  };
}

/** Has sops encrypt talosconfigs to a new key of age; gives each file, and the environment that opens it. */
export function sealBySops(folder: string, env: NodeJS.ProcessEnv) {
  const key = join(folder, "sops-key.txt");
  rmSync(key, { force: true });
  spawnSync("age-keygen", ["-o", key]);
  const [, recipient = ""] =
    /public key: (\S+)/.exec(readFileSync(key, "utf8")) ?? [];
  return (name: string, talosconfig: string) => {
    const file = join(folder, `${name.replaceAll(" ", "-")}.yaml`);
    writeFileSync(file, talosconfig, { mode: 0o600 });
    const { status, stderr } = spawnSync(
      "sops",
      ["encrypt", "-i", "--age", recipient, file],
      { env, encoding: "utf8" },
    );
    if (status !== 0) throw new Error(`sops: ${stderr}`);
    return { file, env: { ...env, SOPS_AGE_KEY_FILE: key } };
  };
}

function kubieOn(folder: string, env: NodeJS.ProcessEnv): Contender {
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "bench", cluster: { server: "https://10.0.0.1:6443" } }],
    users: [{ name: "bench", user: { token: "none" } }],
    contexts: [
      {
        name: "bench",
        context: { cluster: "bench", user: "bench", namespace: "default" },
      },
    ],
  };
  mkdirSync(join(folder, ".kube"), { recursive: true });
  writeFileSync(join(folder, ".kube/config"), JSON.stringify(config));
  return {
    name: "kubie exec",
    command: ["kubie", "exec", "bench", "default", "true"],
    env,
  };
}

export function isOnPath(name: string): boolean {
  return (
    spawnSync("sh", ["-c", `command -v ${name}`], { stdio: "ignore" })
      .status === 0
  );
}
