import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emitTalosconfig } from "../../shared/core/talosconfig/yaml/emit.ts";
import {
  contextOf,
  TestAuthority,
  type Pair,
} from "../doubles/certificates.ts";
import {
  terminalPicture,
  type TerminalLine,
} from "../doubles/terminal-picture.ts";
import {
  describeWithKeyring,
  Machine,
  program,
  type Outcome,
  runtime,
} from "./harness.ts";

const picture = resolve(import.meta.dirname, "../../docs/images/main-job.svg");

/** What differs from run to run, as it stood on the day of the picture; a fingerprint is shortened. */
function steady(text: string): string {
  return (
    text
      // A busy machine's keychain takes its time.
      .replace(/^Waiting for the keychain .*\n/gm, "")
      .replace(/(?<=--anchor )\d+-[0-9a-f]+/, "7-771d482f…4ca2")
      .replace(/\d\d:\d\d UTC/g, "14:20 UTC")
      .replace(/(?<=authority )[0-9a-f]{16}…/g, "9c4e…6a17")
      .replace(/20\d\d-\d\d-\d\d(?!T)/g, "2027-11-24")
      .replace(/^[0-9a-f]{8}(?= {3}prod)/gm, "3f0c91ab")
      .replace(/\d+ +(?=in 1 h$)/gm, "4711    ")
      .replace(/SHELL +ENDS/, "SHELL   ENDS")
      .replace(/\/proc\/\d+\/fd\/\d+/g, "/proc/4711/fd/21")
      .replace(/\/tmp\/tv-[^ \n]*?\/vault/g, "~/.local/share/talos-vault")
  );
}

/** What there is of a cluster's secrets.yaml about the authority of the Talos API. */
function secretsOf({ crt, key }: Pair): string {
  const pem = (text: string) => Buffer.from(text).toString("base64");
  return `certs:\n  os:\n    crt: ${pem(crt)}\n    key: ${pem(key)}\n`;
}

describeWithKeyring("the picture of the main job in the README", () => {
  let machine: Machine;
  const lines: TerminalLine[] = [];

  beforeAll(async () => {
    machine = await Machine.start();
    const contexts = new Map(
      ["lab", "prod", "staging"].map((name, index) => {
        const authority = new TestAuthority();
        const { crt, key } = authority.pair;
        if (name === "prod")
          machine.file("secrets.yaml", secretsOf({ crt, key }));
        const client = authority.client({ days: 365 });
        authority.dispose();
        const endpoints = [`10.0.${String(index + 1)}.2`];
        return [name, { ...contextOf(crt, client), endpoints }] as const;
      }),
    );
    const talosconfig = emitTalosconfig({ context: "lab", contexts });
    await machine.command(["mkdir", "-p", ".talos"]);
    machine.file(".talos/config", talosconfig);
  });

  afterAll(() => machine.stop());

  function typed(
    text: string,
    { stdout, stderr }: Pick<Outcome, "stdout" | "stderr">,
  ): void {
    lines.push({ kind: "typed", text });
    const output = steady(`${stderr}${stdout}`).split("\n");
    for (const line of output.filter((one) => one !== ""))
      lines.push({ kind: "output", text: line });
  }
  function links(): readonly string[] {
    const folders = existsSync(machine.runFolder)
      ? readdirSync(machine.runFolder)
      : [];
    return folders.flatMap((name) => {
      try {
        return [readlinkSync(join(machine.runFolder, name, "config"))];
      } catch {
        return [];
      }
    });
  }

  const comment = (text: string) =>
    lines.push({ kind: "comment", text: `# ${text}` });

  test("is what the commands print today", async () => {
    comment(
      "the talosconfig goes in, encrypted behind the OS keychain, and the plain text goes",
    );
    const init = await machine.run(["init"]);
    typed("talos-vault init > recovery-key.txt", {
      stderr: init.stderr,
      stdout: "",
    });
    const imported = await machine.run(["import", "--remove-source"]);
    const stderr = imported.stderr
      .split("\n")
      .filter((line) => !/^(info|warning|error):|^ {2}(?![a-z]+: )/.test(line))
      .join("\n")
      .replaceAll(machine.folder, "~");
    typed("talos-vault import --remove-source", { stderr, stdout: "" });
    typed("talos-vault list", await machine.run(["list"]));
    comment(
      "with the cluster's authority beside it, the vault makes credentials",
    );
    const secrets = "talos-vault authority import secrets.yaml";
    typed(secrets, await machine.run(secrets.split(" ").slice(1)));
    comment("a command gets one of its own, for an hour");
    const owner = spawn(
      runtime,
      [program, "exec", "prod", "--", "sleep", "60"],
      { env: machine.env, stdio: "ignore", detached: true },
    );
    typed("talos-vault exec prod -- sleep 60 &", { stderr: "", stdout: "" });
    await expect.poll(links, { timeout: 30_000 }).toHaveLength(1);
    typed("readlink $XDG_RUNTIME_DIR/talos-vault/*/config", {
      stdout: links()[0] ?? "",
      stderr: "",
    });
    const sessions = await machine.run(["sessions"]);
    // In the order in which a terminal shows them.
    const shown = `${sessions.stdout}${sessions.stderr}`;
    typed("talos-vault sessions", { stdout: shown, stderr: "" });
    comment("pull the plug");
    // With its command: a session that somebody still works in is listed as over.
    process.kill(-(owner.pid ?? 0), "SIGKILL");
    await once(owner, "exit");
    typed("kill -9 4711", { stdout: "", stderr: "" });
    const read = await machine.command([
      "sh",
      "-c",
      `cat "${machine.runFolder}"/*/config`,
    ]);
    typed("cat $XDG_RUNTIME_DIR/talos-vault/*/config", {
      stdout: "",
      stderr: read.stderr.replace(/^cat: .*?: /, "cat: config: "),
    });
    typed("talos-vault sessions", await machine.run(["sessions"]));
    expect(links()).toEqual([]);
    const drawn = terminalPicture(
      "From a plaintext talosconfig to a temporary credential",
      lines,
    );
    await expect(drawn).toMatchFileSnapshot(picture);
  });
});
