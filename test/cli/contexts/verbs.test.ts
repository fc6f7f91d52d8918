import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine, program, runtime } from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";

describeWithKeyring("the verbs that keep contexts in order", () => {
  let machine: Machine;

  beforeAll(async () => {
    machine = await Machine.start();
    await machine.run(["init"]);
    const names = [
      "prod",
      "lab-1",
      "lab-2",
      "reader@east",
      "Odd 'name'; rm -rf $HOME \"x\" 日本",
    ];
    const talosconfig = names.reduce(
      (text, name, index) =>
        text.replaceAll(
          `context-${String(index + 1)}`,
          name.includes("'") ? JSON.stringify(name) : name,
        ),
      makeTalosconfig(names.length),
    );
    await machine.run(["import", "-"], { input: talosconfig });
  });

  beforeEach(async () => {
    await machine.run(["use", "prod"]);
  });

  afterAll(() => machine.stop());

  const details = async (name: string) =>
    await machine.json<Record<string, unknown>>(["show", name, "--json"]);

  test("set changes what it is told and nothing else, and clears with empty values", async () => {
    const before = await details("prod");
    const set = [
      "set", "prod", "--endpoints", "10.0.0.1, fd00::1", "--nodes", "10.0.0.2", "--cluster", "c1",
      "--proxy-url", "socks5://10.0.0.9:1080", "--label", "team=infra", "--label", "flag", "--color", "red",
      "--production", "--consent", "never", "--note", "ask first",
    ]; // prettier-ignore
    expect((await machine.run(set)).code).toBe(0);
    expect(await details("prod")).toEqual({
      ...before,
      endpoints: ["10.0.0.1", "fd00::1"],
      nodes: ["10.0.0.2"],
      cluster: "c1",
      proxyUrl: "socks5://10.0.0.9:1080",
      labels: { flag: "", team: "infra" },
      color: "red",
      production: true,
      consent: "never",
      ownConsent: "never",
      note: "ask first",
      findings: expect.anything() as unknown,
    });
    const clear = [
      "set", "prod", "--nodes", "", "--cluster", "", "--proxy-url", "", "--label", "team=", "--label", "flag=",
      "--color", "none", "--no-production", "--consent", "default", "--note", "", "--endpoints", "10.0.1.2",
    ]; // prettier-ignore
    expect((await machine.run(clear)).code).toBe(0);
    expect(await details("prod")).toEqual(before);
  });

  test("a proxy's password is not shown, whatever stands in it", async () => {
    const proxyUrl = "http://bob:hun@ter2@proxy.example:3128";
    expect(
      (await machine.run(["set", "prod", "--proxy-url", proxyUrl])).code,
    ).toBe(0);
    for (const args of [
      ["show", "prod"],
      ["show", "prod", "--json"],
    ]) {
      const { stdout, stderr } = await machine.run(args);
      expect(stdout).toContain("http://…@proxy.example:3128");
      expect(stdout + stderr).not.toMatch(/hun|ter2|bob/);
    }
    await machine.run(["set", "prod", "--proxy-url", ""]);
  });

  test("use goes to a context and back", async () => {
    const there = await machine.run(["use", "lab-1"]);
    // No talosctl is switched by that, and nobody should think so.
    expect(there.stderr).toMatch(/talosctl in a terminal is not switched by that.*:\n {2}\S.*lab-1/); // prettier-ignore
    expect((await machine.run(["use", "-"])).stderr).toContain(
      "Current context: prod",
    );
    expect(
      (await machine.run(["exec", "-", "--", "head", "-1", "/dev/null"])).code,
    ).toBe(0);
  });

  test("rename keeps everything, the current context included", async () => {
    const before = await details("prod");
    await machine.run(["rename", "prod", "prod-eu"]);
    expect(await details("prod-eu")).toEqual({ ...before, name: "prod-eu" });
    await machine.run(["rename", "prod-eu", "prod"]);
    expect(await details("prod")).toEqual(before);
  });

  test("a name after -- is that context, and one that begins with a dash can be named so", async () => {
    const shown = await machine.run(["show", "--json", "--", "lab-1"]);
    expect(JSON.parse(shown.stdout)).toMatchObject({ name: "lab-1" });
    const pinged = await machine.run(["ping", "--", "lab-2"]);
    expect(pinged.stdout).toMatch(/^lab-2 /m);
    expect(pinged.stdout).not.toMatch(/^prod /m);
    const session = await machine.run(["env", "--stored", "--", "lab-1"]);
    expect(session.stdout).toContain("TALOS_VAULT_CONTEXT='lab-1'");
    expect((await machine.run(["findings", "--", "lab-1"])).code).toBe(2);
    expect((await machine.run(["show", "--", "-nothere"])).code).toBe(4);
    await machine.run(["rename", "--", "lab-1", "-lab"]);
    expect((await machine.run(["show", "--", "-lab"])).code).toBe(0);
    await machine.run(["rename", "--", "-lab", "lab-1"]);
    await machine.run(["end", "--all"]);
  });

  test("remove takes patterns, spares the current context, and shows first what it would do", async () => {
    const dry = await machine.run(["remove", "*", "--dry-run"]);
    expect(dry.stderr).toContain('"prod" is the current context and stays');
    expect(dry.stderr).toContain('would remove context "lab-1"');
    expect((await machine.run(["remove", "lab-*", "--yes"])).code).toBe(0);
    const { stdout } = await machine.run(["list"]);
    expect(stdout).not.toContain("lab-");
    expect(stdout).toMatch(/^\* {3}prod /m);
  });

  test("what was removed is listed, put back as it was, or removed for good", async () => {
    await machine.run(["rename", "reader@east", "reader"]);
    const before = await details("reader");
    await machine.run(["remove", "reader", "--yes"]);
    const listed = await machine.run(["removed", "--json"]);
    const { removed } = JSON.parse(listed.stdout) as {
      removed: { name: string }[];
    };
    expect(removed.map(({ name }) => name)).toContain("reader");
    expect((await machine.run(["removed"])).stdout).toMatch(/^reader /m);
    expect((await machine.run(["put-back", "reader"])).code).toBe(0);
    expect(await details("reader")).toEqual({ ...before, current: false });
    expect((await machine.run(["put-back", "reader"])).code).toBe(4);
    expect((await machine.run(["forget", "lab-*", "--yes"])).code).toBe(0);
    expect((await machine.run(["put-back", "lab-1"])).code).toBe(4);
    await machine.run(["rename", "reader", "reader@east"]);
  });

  test("a hostile name is quoted for every shell", async () => {
    const name = "Odd 'name'; rm -rf $HOME \"x\" 日本";
    for (const [shell, command] of [
      [
        "bash",
        'eval "$($TV env "$NAME" --shell bash)"; printf %s "$TALOS_VAULT_CONTEXT"',
      ],
      [
        "zsh",
        'eval "$($=TV env "$NAME" --shell zsh)"; printf %s "$TALOS_VAULT_CONTEXT"',
      ],
      [
        "fish",
        'eval $TV env \\"\\$NAME\\" --shell fish | source; printf %s $TALOS_VAULT_CONTEXT',
      ],
    ] as const) {
      const env = { TV: `${runtime} ${program}`, NAME: name };
      const { stdout } = await machine.command([shell, "-c", command], { env });
      expect([shell, stdout]).toEqual([shell, name]);
    }
  });

  test("what steers a terminal is refused in a name, and spelled out in the words beside it", async () => {
    const escape = "\u001b]0;gotcha\u0007\nforged line";
    const spelled = "⟨U+001B⟩]0;gotcha⟨U+0007⟩⟨U+000A⟩forged line";
    const refused = await machine.run(["rename", "prod", escape]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('as "_]0;gotcha_forged line"');
    expect(refused.stderr).not.toContain("\u001b");
    expect((await machine.run(["show", "prod"])).code).toBe(0);
    await machine.run(["set", "prod", "--label", `team=${escape}`]);
    const { stdout } = await machine.run(["list"]);
    expect(stdout).not.toContain("\u001b");
    expect(stdout).toContain(`team=${spelled}`);
    await machine.run(["set", "prod", "--label", "team="]);
  });

  test.each(["", "issue", "cluster new"])(
    "whoever closes the pipe of the help of %j hears nothing of it",
    async (verb) => {
      const pipe = `"$NODE" "$TV" ${verb} --help | true; echo "$?"`;
      const env = { NODE: runtime, TV: program };
      expect(
        await machine.command(["bash", "-c", `set -o pipefail; ${pipe}`], {
          env,
        }),
      ).toEqual({ code: 0, stdout: "0\n", stderr: "" });
    },
  );

  test("export writes a private file and never replaces one unasked", async () => {
    const path = join(machine.folder, "exported");
    const exported = await machine.run(["export", "prod", "-o", path, "--yes"]);
    expect(exported.code).toBe(0);
    // Nothing takes it back before that moment, so it is said.
    expect(exported.stderr).toMatch(
      /\n {2}prod: os:\w+, valid for \d+ days, until \d{4}-\d\d-\d\d/,
    );
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(
      (await machine.run(["export", "prod", "-o", path, "--yes"])).code,
    ).toBe(5);
    expect(
      (await machine.run(["export", "prod", "-o", path, "--yes", "--force"]))
        .code,
    ).toBe(0);
  });

  test("doctor finds a plaintext talosconfig and says how to take it away", async () => {
    await machine.command(["mkdir", "-p", ".talos"]);
    machine.file(".talos/config", makeTalosconfig(2));
    const { stdout, code } = await machine.run(["doctor", "--json"]);
    const { checks } = JSON.parse(stdout) as {
      checks: { subject: string; verdict: string; next: string }[];
    };
    expect(code).toBe(0);
    expect(checks.find(({ subject }) => subject === "plaintext")).toMatchObject(
      {
        verdict: "warning",
        next: expect.stringContaining("import --remove-source") as string,
      },
    );
    expect(checks.filter(({ verdict }) => verdict === "bad")).toEqual([]);
    await machine.keyring.restart("locked");
    const locked = await machine.run(["doctor"]);
    expect(locked.code).toBe(1);
    expect(locked.stdout).toContain("The keychain is locked.");
    await machine.keyring.restart("unlocked");
  });

  test.each([
    [
      "verbs",
      ["re"],
      [
        "rename",
        "remove",
        "removed",
        "renew",
        "request",
        "restore",
        "recovery-key",
        "recover",
      ],
    ],
    ["names of contexts", ["use", "pr"], ["prod"]],
    ["names after options", ["exec", "--ttl", "1h", "pr"], ["prod"]],
    ["options", ["import", "--on"], ["--on-conflict"]],
    [
      "values of options",
      ["import", "--on-conflict", "r"],
      ["rename", "replace"],
    ],
    ["shells", ["completion", "ba"], ["bash"]],
    ["roles", ["exec", "prod", "--role", "os:r"], ["os:reader"]],
    [
      "lists of roles",
      ["issue", "prod", "--roles=os:reader,os:op"],
      ["--roles=os:reader,os:operator"],
    ],
    ["releases", ["roles", "--talos-version", "v1.12"], ["v1.12.0"]],
    ["names to confirm with", ["issue", "prod", "--confirm", "p"], ["prod"]],
    ["whose blast radius", ["blast-radius", "pr"], ["prod"]],
    ["what a cluster has", ["cluster", "e"], ["export-secrets"]],
    [
      "options of what it has",
      ["cluster", "config", "--ta"],
      ["--talosctl", "--talos-version"],
    ],
    ["files of an authority", ["authority", "import", ""], [""]],
    ["what an authority has", ["authority", "i"], ["import"]],
    ["commands after options", ["can-i", "--json", "prod", "et"], ["etcd"]],
    ["commands after dashes", ["can-i", "prod", "--", "dm"], ["dmesg"]],
    [
      "commands after talosctl's options",
      ["role-for", "--", "talosctl", "-n", "10.0.0.1", "dm"],
      ["dmesg"],
    ],
    [
      "words after a person's own",
      ["role-for", "service", "etcd", "sta"],
      ["start"],
    ],
    [
      "methods in full",
      ["role-for", "machine.MachineService/Reb"],
      ["machine.MachineService/Reboot"],
    ],
    [
      "nothing of another command's",
      ["exec", "prod", "--", "talosctl", ""],
      [""],
    ],
  ])("completion knows %s", async (_, words, expected) => {
    const { stdout } = await machine.run([
      "completion",
      "words",
      "--",
      ...words,
    ]);
    expect(stdout.trim().split("\n").toSorted()).toEqual(expected.toSorted());
  });

  test("completion asks nothing of a locked vault", async () => {
    await machine.keyring.restart("locked");
    const outcome = await machine.run(["completion", "words", "--", "use", ""]);
    expect(outcome).toEqual({ code: 0, stdout: "", stderr: "" });
    await machine.keyring.restart("unlocked");
  });

  test("the completion scripts work in bash, zsh and fish", async () => {
    const bin = join(machine.folder, "bin");
    await machine.command([
      "sh",
      "-c",
      `mkdir -p '${bin}'; printf '#!/bin/sh\\nexec "${runtime}" "${program}" "$@"\\n' > '${bin}/talos-vault'; chmod +x '${bin}/talos-vault'`,
    ]);
    const env = { PATH: `${bin}:${process.env["PATH"] ?? ""}` };
    const bash = `source <(talos-vault completion bash); COMP_WORDS=(talos-vault use pr); COMP_CWORD=2; _talos_vault; echo "\${COMPREPLY[@]}"`;
    expect((await machine.command(["bash", "-c", bash], { env })).stdout).toBe(
      "prod\n",
    );
    const role = `source <(talos-vault completion bash); COMP_WORDS=(talos-vault exec --role os : re); COMP_CWORD=5; _talos_vault; echo "\${COMPREPLY[@]}"`;
    expect((await machine.command(["bash", "-c", role], { env })).stdout).toBe(
      "reader\n",
    );
    const name = `source <(talos-vault completion bash); COMP_LINE='talos-vault use reader@e'; COMP_WORDS=(talos-vault use reader @ e); COMP_CWORD=4; _talos_vault; echo "\${COMPREPLY[@]}"`;
    expect((await machine.command(["bash", "-c", name], { env })).stdout).toBe(
      "east\n",
    );
    const fish =
      "talos-vault completion fish | source; complete -C 'talos-vault use pr'";
    expect(
      (await machine.command(["fish", "-c", fish], { env })).stdout.trim(),
    ).toBe("prod");
    const zsh = `autoload -Uz compinit; compinit -u -D; source <(talos-vault completion zsh); print -r -- $_comps[talos-vault]`;
    expect((await machine.command(["zsh", "-c", zsh], { env })).stdout).toBe(
      "_talos_vault\n",
    );
  });

  test("the first TAB of zsh completes already, from a file of its function path", async () => {
    const bin = join(machine.folder, "bin");
    const env = { PATH: `${bin}:${process.env["PATH"] ?? ""}` };
    const folder = join(machine.folder, "zfunc");
    const zsh = `mkdir '${folder}'; talos-vault completion zsh > '${folder}/_talos-vault'; fpath=('${folder}'); autoload -Uz _talos-vault; compadd() { print -r -- "$@"; }; words=(talos-vault use pr); CURRENT=3; _talos-vault`;
    expect((await machine.command(["zsh", "-c", zsh], { env })).stdout).toBe(
      "-Q -- prod\n",
    );
  });

  test("a name with a typo is answered with the name that was meant", async () => {
    const { stderr } = await machine.run(["show", "prdo"]);
    expect(stderr).toContain('Did you mean "prod"?');
  });

  test("without a name a terminal lets you pick one by some of its letters", async () => {
    const command = `'${runtime}' '${program}' show; echo code $?`;
    const output = await withTerminal(
      machine,
      command,
      'until("Context:"); type("prd"); until("prod"); read(0.3); type("\\r"); until("code")',
    );
    expect(output).toContain("context:      prod");
    expect(output).toContain("code 0");
  });

  test("Ctrl-C in a question is a no", async () => {
    const command = `trap : INT; '${runtime}' '${program}' remove prod; echo code $?`;
    const output = await withTerminal(
      machine,
      command,
      'until("Remove 1 context of"); type("\\x03"); until("code")',
    );
    expect(output).toContain("Nothing was changed");
    expect(output).toContain("code 1");
    expect((await machine.run(["show", "prod"])).code).toBe(0);
  });
});
