import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { emptyTalosconfig } from "../../../shared/core/talosconfig/yaml/emit.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine, program, runtime } from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";

interface Listed {
  readonly id: string;
  readonly context: string;
  readonly path: string;
  readonly pid: number;
  readonly state: string;
}

const tool = `${runtime} ${program}`;
const patience = { timeout: 10_000, interval: 50 };

describeWithKeyring("a session tells the truth", () => {
  let machine: Machine;

  beforeAll(async () => {
    machine = await Machine.with(makeTalosconfig(3));
  });

  afterAll(() => machine.stop());

  // Shells and holders of the test before have a moment to go.
  beforeEach(() => expect.poll(sessionsLeft, patience).toEqual([]));

  async function listed(env: NodeJS.ProcessEnv = {}): Promise<Listed[]> {
    return (
      await machine.json<{ sessions: Listed[] }>(["sessions", "--json"], {
        env,
      })
    ).sessions;
  }

  function leftOver(): readonly string[] {
    return existsSync(machine.runFolder) ? readdirSync(machine.runFolder) : [];
  }

  const sessionsLeft = () => machine.sessionsLeft();

  const shell = (name: string, script: string, env: NodeJS.ProcessEnv = {}) =>
    machine.command([name, "-c", script], { env: { TV: tool, ...env } });

  /** The pid that the session belongs to, waited for, and whether it is that of the shell. */
  const bound = `i=0; while [ $i -lt 100 ] && ! $TV sessions --json | grep -q "\\"pid\\": $$,"; do i=$((i+1)); sleep 0.1; done; $TV sessions --json | grep -c "\\"pid\\": $$,"`;

  test.each([
    ["bash", 'eval "$($TV env context-1 2>/dev/null)"'],
    ["bash", 'eval "$($TV env context-1 || false)"'],
    ["bash", 'eval "$(timeout 60 $TV env context-1)"'],
    ["bash", 'eval "$($TV env context-1 | tee /dev/null)"'],
    ["bash", 'f() { eval "$($TV env "$@")"; }; f context-1'],
    ["zsh", 'eval "$($=TV env context-1 2>/dev/null)"; setopt sh_word_split'],
    ["dash", 'eval "$($TV env context-1 2>/dev/null)"'],
  ])(
    "%s: %s: it belongs to the shell that evaluates the code",
    async (name, line) => {
      const { stdout } = await shell(
        name,
        `${line}; head -1 "$TALOSCONFIG"; ${bound}`,
      );
      expect(stdout).toBe("context: context-1\n1\n");
      await expect.poll(leftOver, patience).toEqual([]);
    },
  );

  test("a session of a subshell ends with the subshell", async () => {
    const script = `( eval "$($TV env context-1)"; head -1 "$TALOSCONFIG" ); i=0
      while [ $i -lt 100 ] && ! $TV sessions --json | grep -q '"sessions": \\[\\]'; do i=$((i+1)); sleep 0.1; done; echo gone $i`;
    const { stdout } = await shell("bash", script);
    expect(stdout).toMatch(/^context: context-1\ngone \d\d?\n$/);
  });

  test("code that nobody ran in time fails instead of pointing to nothing", async () => {
    // Its holder may still be putting its socket into the folder.
    const gone = `while ls -d "$XDG_RUNTIME_DIR/talos-vault"/*/ >/dev/null 2>&1; do rm -rf "$XDG_RUNTIME_DIR/talos-vault"/*/ 2>/dev/null; done`;
    const script = `$TV env context-1 > code; ${gone}; . ./code; echo "code $? [$TALOSCONFIG]"`;
    const { stdout, stderr } = await shell("bash", script);
    expect(stdout).toBe("code 1 []\n");
    expect(stderr).toContain("this session is over");
    expect(await listed()).toBeDefined();
  });

  test.each([
    ["an unknown context", 'set -e; eval "$($TV env nope)"; echo went on', 1],
    ["a wrong option", 'set -e; eval "$($TV env --rol x)"; echo went on', 1],
    [
      "an unusable variable",
      'set -e; eval "$(TALOS_VAULT_HOME=test $TV env context-1)"; echo went on',
      1,
    ],
    ["no set -e", 'eval "$($TV env nope)" || exit 7; echo went on', 7],
  ])("env that fails stops the shell: %s", async (_, script, code) => {
    const outcome = await shell("bash", script);
    expect(outcome.stdout).toBe("");
    expect(outcome.code).toBe(code);
  });

  test("env that is ended before it has an answer stops the shell as well", async () => {
    await machine.run(["exec", "context-1", "--", "true"]);
    const socket = machine.agentSocket;
    const silent = createServer().listen(socket);
    await once(silent, "listening");
    const script = `set -e; eval "$(timeout 2 $TV env context-1)"; echo went on`;
    const { code, stdout } = await shell("bash", script);
    silent.close();
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });

  test("typed plainly on a terminal it says how it is used, and starts nothing", async () => {
    const left = machine.sessionsLeft();
    const shown = await withTerminal(
      machine,
      `'${runtime}' '${program}' env context-1; echo ended $?`,
      "until('ended')",
    );
    const text = shown.replaceAll(/\s+/g, " ");
    expect(text).toContain("Nothing was done.");
    expect(text).toContain('eval "$(talos-vault env context-1)"');
    expect(text).toContain("ended 2");
    expect(machine.sessionsLeft()).toEqual(left);
  });

  test("the failing code of other shells fails there", async () => {
    const fish = await shell("fish", "eval $TV env nope | source; or echo no");
    expect(fish.stdout).toBe("no\n");
    const env = (name: string) =>
      machine.run(["env", "nope", "--shell", name]).then((one) => one.stdout);
    expect(await env("pwsh")).toMatch(/^throw '/);
    expect(await env("nu")).toMatch(/^error make /);
  });

  test.each(["tcsh", "/usr/bin/elvish", "xonsh"])(
    "%s is refused: there is no code for it",
    async (name) => {
      const args = ["env", "context-1"];
      const { code, stderr } = await machine.run(args, {
        env: { SHELL: name },
      });
      expect(code).toBe(1);
      expect(stderr).toContain("There is no code for the shell");
    },
  );

  test("--json asks whose it is where the caller ends at once", async () => {
    const { stdout, stderr } = await shell(
      "bash",
      'x="$($TV env context-1 --json | cat)"; echo "[$x]"; x="$($TV env context-1 --json --pid $$)"; echo "$x" | grep -c TALOSCONFIG',
    );
    expect(stdout).toBe("[]\n1\n");
    expect(stderr).toContain("--pid $$");
    await expect.poll(leftOver, patience).toEqual([]);
  });

  test("env --unset ends the session and puts back what was there before", async () => {
    const script = `eval "$($TV env context-1)"; eval "$($TV env context-2)"; config="$TALOSCONFIG"; eval "$($TV env --unset)"
      cat "$config"; echo "$TALOSCONFIG|$SIDEROV1_KEYS_DIR|\${TALOS_HOME-unset}"; env | grep -c ^TALOS_VAULT_; true`;
    const { stdout } = await shell("bash", script, {
      TALOSCONFIG: "/before/it's",
      SIDEROV1_KEYS_DIR: "/keys",
    });
    // TALOS_VAULT_HOME and _OFFLINE are the machine's.
    expect(stdout).toBe(`${emptyTalosconfig}/before/it's|/keys|unset\n2\n`);
  });

  test.skipIf(process.platform !== "linux")(
    "env --unset goes back into the session that is around it",
    async () => {
      const inner = `eval "$($TV env context-2 --nested)"; eval "$($TV env --unset)"; head -1 "$TALOSCONFIG"; echo "$TALOS_VAULT_CONTEXT $TALOS_VAULT_OUTSIDE_TALOSCONFIG"`;
      const { stdout } = await shell(
        "bash",
        '$TV exec context-1 -- bash -c "$INNER"',
        { INNER: inner, TALOSCONFIG: "/before" },
      );
      expect(stdout).toBe("context: context-1\ncontext-1 /before\n");
    },
  );

  test("variables of a session that is over refuse nothing, and env takes the place of its own", async () => {
    const script = `eval "$($TV env context-1)"; ${bound}; $TV exec context-2 -- true || echo refused
      eval "$($TV env context-2)"; ${bound}; $TV end --all 2>/dev/null; $TV exec context-3 -- head -1 "$TALOSCONFIG"; $TV exec context-3 -- sh -c 'head -1 "$TALOSCONFIG"'`;
    const { stdout } = await shell("bash", script);
    expect(stdout).toMatch(
      /^1\nrefused\n[12]\ncontext: ""\ncontext: context-3\n$/,
    );
  });

  test.each([
    ["--ttl 1s", "exec context-1 --ttl 1s"],
    ["end", "exec context-1"],
  ])("what exec started ends with the session: %s", async (how, words) => {
    // Who holds the session can be asked as soon as its socket is there.
    const script =
      'sleep 61 & while [ ! -S "${TALOSCONFIG%/*}/control" ]; do sleep 0.01; done; echo $$ > started; wait';
    const running = machine.run([
      ...words.split(" "),
      "--",
      "sh",
      "-c",
      script,
    ]);
    const started = join(machine.folder, "started");
    await expect.poll(() => existsSync(started), patience).toBe(true);
    if (how === "end") await machine.run(["end", "--all"]);
    const { code, stderr } = await running;
    expect(code).toBe(143);
    expect(stderr).toContain("is asked to end (SIGTERM)");
    await machine.command(["rm", "started"]);
    expect(await listed()).toEqual([]);
  });

  test("a talosctl that runs in a shell ends with the session, and the shell stays", async () => {
    // Whatever is called talosctl: the connection of a real one would need a node.
    copyFileSync("/bin/sleep", join(machine.folder, "talosctl"));
    await machine.command(["chmod", "755", "talosctl"]);
    const script = `eval "$($TV env context-1)"; ./talosctl 60 & talosctl=$!; sleep 60 & other=$!; ${bound}
      $TV end --all 2>/dev/null; wait $talosctl; echo "talosctl $?"; kill -0 $other && kill $other; echo shell`;
    const { stdout } = await shell("bash", script);
    expect(stdout).toBe("1\ntalosctl 143\nshell\n");
  });

  test("a session whose holder is stopped ends by its time all the same", async () => {
    const child = spawn(
      runtime,
      [program, "exec", "context-1", "--ttl", "2s", "--", "sleep", "30"],
      { cwd: machine.folder, env: machine.env, stdio: "ignore" },
    );
    await expect.poll(leftOver, patience).toHaveLength(1);
    const path = join(machine.runFolder, leftOver()[0] ?? "", "config");
    await expect.poll(() => existsSync(path), patience).toBe(true);
    // Its socket comes with its watcher.
    const control = join(dirname(path), "control");
    await expect.poll(() => existsSync(control), patience).toBe(true);
    child.kill("SIGSTOP");
    // Nobody of ours runs now: the watcher of a stored key ends it.
    await expect
      .poll(() => readFileSync(path, "utf8"), { timeout: 20_000 })
      .toBe(emptyTalosconfig);
    expect(await listed()).toMatchObject([{ state: "ended" }]);
    const table = await machine.run(["sessions"]);
    expect(table.stdout).toMatch(/over; its\s+command\s+still\s+runs\n$/);
    child.kill("SIGCONT");
    await once(child, "exit");
    expect(await listed()).toEqual([]);
  });

  test("another vault's live session is not swept, whatever its age, and says whose it is", async () => {
    const other = { TALOS_VAULT_HOME: join(machine.folder, "other") };
    await machine.run(["init"], { env: other });
    const script = `eval "$($TV env context-1)"; ${bound}; touch -d '400 days ago' "\${TALOSCONFIG%/*}"
      TALOS_VAULT_HOME='${other.TALOS_VAULT_HOME}' $TV doctor | grep 'of the vault in' | grep -c '${machine.home})'; head -1 "$TALOSCONFIG"`;
    const { stdout } = await shell("bash", script);
    expect(stdout).toBe("1\n1\ncontext: context-1\n");
  });

  test("what a killed session of another vault left is swept", async () => {
    const other = { TALOS_VAULT_HOME: join(machine.folder, "other") };
    const child = spawn(
      runtime,
      [program, "exec", "context-1", "--", "sleep", "30"],
      {
        cwd: machine.folder,
        env: machine.env,
        stdio: "ignore",
        detached: true,
      },
    );
    const owned = () =>
      leftOver().filter((id) =>
        existsSync(join(machine.runFolder, id, "config")),
      );
    await expect.poll(owned, patience).toHaveLength(1);
    process.kill(-(child.pid ?? 0), "SIGKILL");
    await once(child, "exit");
    await listed(other);
    expect(leftOver()).toEqual([]);
    await listed();
  });

  test.each([
    ["TALOS_VAULT_HOME", "test"],
    ["TALOS_VAULT_HOME", ""],
    ["XDG_DATA_HOME", "data"],
    ["TALOS_VAULT_KEYCHAIN_SERVICE", " "],
    ["TALOS_VAULT_OFFLINE", "0"],
  ])('%s="%s" is refused by name and value', async (name, value) => {
    for (const verb of [["list"], ["exec", "context-1", "--", "true"]]) {
      const { code, stderr } = await machine.run(verb, {
        env: { [name]: value },
      });
      expect(code).toBe(2);
      expect(stderr).toContain(`${name} is set to "${value}"`);
    }
  });

  test("start files that set TALOSCONFIG do not win in shell, and a change is told", async () => {
    const other = "export TALOSCONFIG=/other\n";
    writeFileSync(
      join(machine.folder, ".bashrc"),
      `${other}alias hi='echo hello'\n`,
    );
    writeFileSync(
      join(machine.folder, ".zshrc"),
      `${other}alias hi='echo hello'\n`,
    );
    mkdirSync(join(machine.folder, ".config/fish"), { recursive: true });
    writeFileSync(
      join(machine.folder, ".config/fish/config.fish"),
      "set -gx TALOSCONFIG /other\nalias hi 'echo hello'\n",
    );
    for (const name of ["bash", "zsh", "fish"]) {
      const output = await withTerminal(
        machine,
        `SHELL=/usr/bin/${name} XDG_CONFIG_HOME=${machine.folder}/.config ${tool} shell context-1; echo code $?`,
        `until("exit ends it"); read(1.5); type("hi; head -1 $TALOSCONFIG\\n"); until("context: context-1"); type("export TALOSCONFIG=/changed\\n"); until("was changed here"); type("exit\\n"); until("code")`,
      );
      expect(output).toContain("hello");
    }
    await machine.command(["rm", ".bashrc", ".zshrc"]);
    expect(await listed()).toEqual([]);
  });

  test("what a prompt of a following session shows follows, and the variable names nothing", async () => {
    const script =
      'touch follows; cat "$TALOS_VAULT_PROMPT"; while [ ! -e switched ]; do sleep 0.05; done; cat "$TALOS_VAULT_PROMPT"; echo "$TALOS_VAULT_CONTEXT"';
    const running = machine.run([
      "exec",
      "context-1",
      "--follow",
      "--",
      "sh",
      "-c",
      script,
    ]);
    const file = join(machine.folder, "follows");
    await expect.poll(() => existsSync(file), patience).toBe(true);
    const used = await machine.run(["use", "context-2"]);
    machine.file("switched", "");
    expect((await running).stdout).toMatch(
      /^context-1.*\ncontext-2.*\n\(following\)\n$/,
    );
    expect(used.stderr).toContain("talosctl in a terminal is not switched");
    expect(used.stderr).toContain("env context-2");
  });

  test("an Omni login is found where talosctl has it outside, and no other one", async () => {
    const omni =
      "context: o\ncontexts:\n  o:\n    endpoints: [https://omni.example]\n    auth:\n      siderov1:\n        identity: me@example.com\n";
    await machine.run(["import", "-"], { input: omni });
    const keys = join(machine.folder, "keys");
    mkdirSync(keys);
    writeFileSync(join(keys, "o-me@example.com.pgp"), "login");
    writeFileSync(join(keys, "o-you@example.com.pgp"), "other");
    const script =
      'ls "$SIDEROV1_KEYS_DIR"; cat "$SIDEROV1_KEYS_DIR"/*; echo; echo new > "$SIDEROV1_KEYS_DIR/o-me@example.com.pgp"';
    const { stdout } = await machine.run(
      ["exec", "o", "--", "sh", "-c", script],
      { env: { SIDEROV1_KEYS_DIR: keys } },
    );
    expect(stdout).toBe("o-me@example.com.pgp\nlogin\n");
    expect(readFileSync(join(keys, "o-me@example.com.pgp"), "utf8")).toBe(
      "new\n",
    );
    expect(leftOver()).toEqual([]);
  });

  test("the state of talosctl's own cluster goes with the session, and is named", async () => {
    const script = 'mkdir -p "$TALOS_HOME/clusters/lab/deep"';
    const { stderr } = await machine.run([
      "exec",
      "context-1",
      "--",
      "sh",
      "-c",
      script,
    ]);
    expect(stderr).toContain("cluster lab was in the session");
    expect(leftOver()).toEqual([]);
  });

  test("SIGUSR1 opens no debugger in any of our programs, and reaches the command of exec", async () => {
    await machine.run(["unlock", "--for", "1m"]);
    const script = `eval "$($TV env context-1)"; ${bound}
      for p in $(pgrep -f -- '(agent|holder)[.]cjs|--as-(agent|holder)'); do grep -qz "^TALOS_VAULT_HOME=$TALOS_VAULT_HOME$" /proc/$p/environ && kill -USR1 $p && echo sent; done
      $TV exec context-2 --nested -- sh -c 'trap "echo got; exit 3" USR1; kill -USR1 $PPID; sleep 3; echo late'; echo "code $?"
      grep -ci ':2405 ' /proc/net/tcp; true`;
    const { stdout, stderr } = await shell("bash", script);
    expect(stdout).toBe("1\nsent\nsent\ngot\ncode 3\n0\n");
    expect(stderr).not.toContain("Debugger listening");
    await machine.run(["lock"]);
  });

  test("the agent and the holder dump no core, know no debugger and read no variable of Node's, Bun's or OpenSSL's", async () => {
    const script = `ulimit -S -c unlimited; export NODE_V8_COVERAGE="$HOME/coverage" NODE_OPTIONS=--no-deprecation OPENSSL_MODULES=/nowhere BUN_CONFIG_VERBOSE_FETCH=1
      $TV unlock --for 1m >/dev/null; eval "$($TV env context-1)"
      for p in $(pgrep -f -- '(agent|holder)[.]cjs|--as-(agent|holder)'); do grep -qz "^TALOS_VAULT_HOME=$TALOS_VAULT_HOME$" /proc/$p/environ || continue
        grep '^Max core' /proc/$p/limits | tr -s ' '; tr '\\0' '\\n' < /proc/$p/cmdline | grep sigusr1; grep -czE '^(NODE|BUN|OPENSSL)_' /proc/$p/environ
      done; $TV lock >/dev/null; $TV exec context-2 --nested -- sh -c 'ulimit -c; echo $NODE_OPTIONS'`;
    const { stdout, stderr } = await shell("bash", script);
    const own =
      /^Max core file size 0 0 bytes ?\n(?:--disable-sigusr1\n)?0\n/gm;
    expect(stdout.match(own), stdout + stderr).toHaveLength(2);
    expect(stdout).toMatch(/unlimited\n--no-deprecation\n$/);
  });

  test("an agent of a release before this one is passed by, and said", async () => {
    const socket = machine.agentSocket;
    await machine.run(["exec", "context-1", "--", "true"]);
    const old = createServer((connection) =>
      connection.once("data", () =>
        connection.end('{"ok":true,"value":[{"name":"of old"}]}\n'),
      ),
    ).listen(socket);
    await once(old, "listening");
    const { stdout, stderr, code } = await machine.run(["list"]);
    old.close();
    expect(code).toBe(0);
    expect(stdout).toContain("context-1");
    expect(stdout).not.toContain("of old");
    expect(stderr).toContain("of another release");
  });

  test("lock on a vault that the keychain opens says that it is open to you", async () => {
    await machine.run(["unlock"]);
    const { stderr } = await machine.run(["lock"]);
    expect(stderr).toContain("your OS keychain opens it");
    expect(stderr).not.toContain("Locked.");
  });
});
