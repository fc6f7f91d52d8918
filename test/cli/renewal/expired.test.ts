import { afterEach, beforeEach, expect, test } from "vitest";
import { emitTalosconfig } from "../../../shared/core/talosconfig/yaml/emit.ts";
import { contextOf, TestAuthority } from "../../doubles/certificates.ts";
import { describeWithKeyring, Machine, program, runtime } from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";

describeWithKeyring("my certificate has expired", () => {
  let machine: Machine;
  let talosconfig: string;
  let pair: string;

  beforeEach(async () => {
    machine = await Machine.start();
    const authority = new TestAuthority();
    const { crt, key } = authority.pair;
    pair = machine.file("pair.pem", crt + key);
    const ended = contextOf(crt, authority.client({ days: -1 }));
    authority.dispose();
    const contexts = new Map([["prod", ended]]);
    const text = emitTalosconfig({ context: "prod", contexts });
    talosconfig = machine.file("talosconfig", text);
  });
  afterEach(() => machine.stop());

  const works = () => machine.run(["exec", "prod", "--stored", "--", "true"]);
  const ours = (words: string) =>
    `'${runtime}' '${program}' ${words}; echo "code $?"`;

  /** `start` on a terminal: yes to a new certificate, then these lines of Python, and no to the shell. */
  const startAndType = (...lines: readonly string[]) =>
    withTerminal(
      machine,
      ours(`start --talosconfig '${talosconfig}'`),
      [
        'until("Make a new one now?")',
        'type("y\\r")',
        `until("s config:")`,
        ...lines,
        'until("Open a shell")',
        'type("n\\r")',
        'until("code ")',
      ].join("\n"),
    );

  test("start leads from it and secrets.yaml to a working context", async () => {
    const args = ["start", "--talosconfig", talosconfig, "--authority", pair];
    const started = await machine.run(args);
    expect(started).toMatchObject({ code: 0 });
    expect(started.stderr).toContain("The certificate of prod ended on");
    expect(started.stderr).toContain("Issued os:admin for prod");
    expect((await works()).code).toBe(0);
  });

  test("start without secrets.yaml names the ways that are left", async () => {
    const args = ["start", "--talosconfig", talosconfig];
    const started = await machine.run(args);
    expect(started.code).toBe(0);
    expect(started.stderr).toContain("issue prod --authority secrets.yaml");
    expect(started.stderr).toContain("talos-vault renew prod");
    expect(started.stderr).toContain(`import --remove-source ${talosconfig}`);
    const { stdout } = await machine.run(["show", "prod"]);
    expect(stdout).toContain("issue prod --authority secrets.yaml");
    expect(stdout).not.toContain("talosctl config new");
    const refused = await machine.run(["issue", "prod"]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("--authority secrets.yaml");
  });

  test("on a terminal start asks for the file, and goes on to the shell", async () => {
    await machine.run(["init"]);
    const shown = await startAndType(`type("${pair}\\r")`);
    expect(shown).toContain("Issued os:admin for prod");
    expect(shown).toContain("code 0");
    expect((await works()).code).toBe(0);
  });

  test("a mistyped file is asked for again, and ~/ is the home folder", async () => {
    await machine.run(["init"]);
    const shown = await startAndType(
      `type("nothere.yaml\\r")`,
      'until("Another file")',
      `type("~/pair.pem\\r")`,
    );
    expect(shown).toContain("There is no file nothere.yaml");
    expect(shown).toContain("Issued os:admin for prod");
    expect(shown).toContain("code 0");
  });

  test("no file at all leaves the question, and start goes on", async () => {
    await machine.run(["init"]);
    const shown = await startAndType(`type("\\r")`);
    expect(shown).toContain("issue prod --authority secrets.yaml");
    expect(shown).toContain("code 0");
  });

  test("on a terminal issue asks for the file", async () => {
    await machine.run(["init"]);
    await machine.run(["import", talosconfig]);
    const shown = await withTerminal(
      machine,
      ours("issue prod"),
      [`until("s config:")`, `type("${pair}\\r")`, 'until("code ")'].join("\n"),
    );
    expect(shown).toContain("Its certificate ended on");
    expect(shown).toContain("Issued os:admin for prod");
    expect((await works()).code).toBe(0);
  });
});
