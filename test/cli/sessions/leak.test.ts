import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import {
  describeWithKeyring,
  filesBelow,
  Machine,
  program,
  runtime,
  wordOf,
} from "../harness.ts";

/** What must not be found: the key of a talosconfig, in the forms it takes. */
function canaries(talosconfig: string): readonly string[] {
  const base64 = /key: (\S+)/.exec(talosconfig)?.[1] ?? "?";
  const pem = Buffer.from(base64, "base64").toString("utf8");
  const [, inner = "?"] = pem.split("\n");
  return [base64, base64.slice(60, 120), inner];
}

describeWithKeyring("a private key goes nowhere but into the session", () => {
  let machine: Machine;
  let secrets: readonly string[];
  const outputs: string[] = [];

  beforeAll(async () => {
    machine = await Machine.start();
    const talosconfig = makeTalosconfig(1);
    outputs.push((await machine.run(["init"])).stderr);
    const recoveryKeyless = outputs.join("");
    expect(recoveryKeyless).not.toContain("AGE-SECRET-KEY");
    await machine.run(["import", "-"], { input: talosconfig });
    secrets = [...canaries(talosconfig), "AGE-SECRET-KEY-1"];
  });

  afterAll(() => machine.stop());

  const found = (text: string) =>
    secrets.filter((secret) => text.includes(secret));

  test("not into what any verb prints", async () => {
    const verbs = [
      ["list"], ["list", "--json"], ["show", "context-1"], ["show", "context-1", "--json"], ["use", "context-1"],
      ["doctor", "--json"], ["sessions", "--json"], ["import", "--json", "-"], ["export", "context-1"],
      ["set", "context-1", "--note", "x"], ["exec", "nope", "--", "true"], ["completion", "words", "--", "show", ""],
      ["exec", "context-1", "--", "no-such-command"],
    ]; // prettier-ignore
    const input = (await machine.run(["export", "context-1", "--yes"])).stdout;
    for (const args of verbs) {
      const { stdout, stderr } = await machine.run(args, { input });
      expect({ args, found: found(stdout + stderr) }).toEqual({
        args,
        found: [],
      });
    }
  });

  test.each(["fd", "file"])(
    "%s: not into environments or argument lists of any process",
    async (delivery) => {
      const script = `for p in /proc/[0-9]*; do cat $p/environ $p/cmdline 2>/dev/null | tr '\\0' '\\n'; done`;
      const args = [
        "exec",
        "context-1",
        "--delivery",
        delivery,
        "--",
        "sh",
        "-c",
        script,
      ];
      const { stdout, stderr } = await machine.run(args);
      expect(stdout).toContain("TALOS_VAULT_SESSION=");
      expect(found(stdout + stderr)).toEqual([]);
    },
  );

  test("fd: no file of the machine holds it while the session runs", async () => {
    const script =
      'cp -rL "$(dirname "$(dirname "$TALOSCONFIG")")" copied 2>/dev/null; find . -type f | wc -l; cat "$TALOSCONFIG" >/dev/null; touch running; while [ -e running ]; do sleep 0.05; done';
    const running = machine.run([
      "exec",
      "context-1",
      "--",
      "sh",
      "-c",
      script,
    ]);
    await machine.appears("running");
    const runFiles = readdirSync(machine.runFolder, {
      recursive: true,
      withFileTypes: true,
    })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
    rmSync(join(machine.folder, "running"));
    await running;
    // When it ends, whose it is, what a prompt shows.
    expect(runFiles.toSorted()).toEqual(["ends", "owner", "prompt"]);
    await machine.command(["rm", "-rf", "copied"]);
  });

  test("not into the agent's or the background holder's environment or arguments", async () => {
    await machine.run(["unlock"]);
    const script = `eval "$('${runtime}' '${program}' env context-1 --shell sh)"
      for p in /proc/[0-9]*; do
        ours="$(tr '\\0' '\\n' < $p/environ 2>/dev/null | grep -c "^TALOS_VAULT_HOME=$TALOS_VAULT_HOME$")"
        [ "$ours" = 1 ] && cat $p/environ $p/cmdline 2>/dev/null | tr '\\0' '\\n'; done; true`;
    const { stdout, code } = await machine.command(["bash", "-c", script]);
    expect(code).toBe(0);
    expect(stdout).toContain(wordOf.holder);
    expect(stdout).toContain(wordOf.agent);
    expect(found(stdout)).toEqual([]);
    await machine.run(["lock"]);
  });

  test("not into any file that is left afterwards", () => {
    const places = [
      machine.home,
      machine.folder,
      machine.runFolder,
      machine.env["XDG_CACHE_HOME"] ?? "",
    ];
    const holding = places.flatMap(filesBelow).filter((path) => {
      const isKeyring = path.endsWith(".keyring");
      return !isKeyring && found(textOf(path)).length > 0;
    });
    expect(holding.filter((path) => !isOwnCode(path))).toEqual([]);
  });

  /** Sessions that end meanwhile take their records with them: what is not there holds nothing. */
  function textOf(path: string): string {
    try {
      return readFileSync(path, "latin1");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
      throw error;
    }
  }

  /** Node's compile cache holds our code, and our code says how an identity begins. */
  function isOwnCode(path: string): boolean {
    const text = textOf(path);
    const cache = machine.env["XDG_CACHE_HOME"] ?? "?";
    return (
      path.startsWith(cache) &&
      secrets.slice(0, 3).every((secret) => !text.includes(secret))
    );
  }
});
