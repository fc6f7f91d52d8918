import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  startAuthorityMachine,
  type AuthorityMachine,
} from "../authorities/authority-machine.ts";
import {
  describeWithKeyring,
  program,
  runtime,
  type Machine,
} from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";
import { onOwnTerminal } from "./on-own-terminal.ts";
import {
  askedApproval,
  nobodyComes,
  runApart,
  waitingApprovals,
  type Approval,
} from "./waiting-approvals.ts";

interface Recorded extends Approval {
  readonly answer: string;
  readonly answeredBy: string | null;
}

/** Of nobody. */
const recipient =
  "age1w50paqrs46dy8455wygkl9v9pfzkxwse7yeas9fg4t28qxtny3rss84muz";

describeWithKeyring("consent that the caller cannot give", () => {
  let setUp: AuthorityMachine;
  let machine: Machine;

  beforeAll(async () => {
    setUp = await startAuthorityMachine();
    ({ machine } = setUp);
    await machine.run(["authority", "import", setUp.pair]);
    await machine.run(["set", "prod", "--production"]);
  });
  afterAll(() => setUp.stop());
  // Nothing of a test that failed is left for the next one.
  afterEach(() => nobodyComes(machine));

  const apart = (...words: string[]) => runApart(machine, words);
  const root = (...more: string[]) =>
    apart("exec", "prod", "--role", "os:admin", ...more, "--", "echo", "lent");
  const waiting = () => waitingApprovals(machine);
  const asked = () => askedApproval(machine);
  const recorded = async () =>
    (await machine.json<{ asked: Recorded[] }>(["ledger", "--json"])).asked;
  const onTerminal = (words: string, more = "") =>
    onOwnTerminal(machine, words, more);

  test("a program without a terminal waits, a person on another one agrees, and it goes on", async () => {
    const ran = root("--reason", "disk full");
    const { id, ...question } = await asked();
    expect(question).toMatchObject({
      act: "session",
      context: "prod",
      roles: ["os:admin"],
      production: true,
      reason: "disk full",
    });
    expect(await onTerminal(`approvals approve ${id.slice(0, 8)}`)).toContain(
      "Approved.",
    );
    const { stdout, code } = await ran;
    expect([stdout, code]).toEqual(["lent\n", 0]);
    const [last] = await recorded();
    expect(last).toMatchObject({
      id,
      context: "prod",
      answer: "once",
      answeredBy: "terminal",
      reason: "disk full",
      process: { pid: question.process.pid },
    });
    expect(readdirSync(join(machine.home, "consent"))).toEqual([]);
  });

  test("a person who says no is obeyed, and the refusal names no option", async () => {
    const ran = root("--reason", "x", "--confirm", "prod");
    const { id } = await asked();
    await onTerminal(`approvals deny ${id}`);
    const { stdout, stderr, code } = await ran;
    expect([stdout, code]).toEqual(["", 1]);
    expect(stderr).toContain("A person was asked, and said no.");
    expect(stderr).not.toMatch(/ --\w/);
    expect((await recorded())[0]).toMatchObject({ id, answer: "denied" });
  });

  test("with nobody there nothing is pushed", async () => {
    const push = `push prod sops:out.yaml --to-recipients ${recipient} --yes`;
    const said = "--reason x --confirm prod";
    const ran = apart(...`${push} ${said}`.split(" "));
    const { id, ...question } = await asked();
    expect(question).toMatchObject({ act: "export", roles: ["os:admin"] });
    await nobodyComes(machine);
    const { stdout, stderr, code } = await ran;
    expect([stdout, code]).toEqual(["", 1]);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(
      "nobody answered within 1 minute: that is a no. Nothing was changed.",
    );
    expect(existsSync(join(machine.folder, "out.yaml"))).toBe(false);
    const [last] = await recorded();
    expect(last).toMatchObject({ id, answer: "denied", answeredBy: null });
  });

  test("what has no terminal cannot agree, and neither can what works with a lent credential", async () => {
    const ran = root();
    const { id } = await asked();
    const without = await apart("approvals", "approve", id);
    expect(without.stderr).toContain("no terminal that a person sits at");
    const within = await onTerminal(
      `approvals approve ${id}`,
      "TALOS_VAULT_SESSION=00000000000000000000000000000000",
    );
    expect(within).toContain("works with a credential that was lent");
    expect(await waiting()).toHaveLength(1);
    await onTerminal(`approvals deny ${id}`);
    expect((await ran).stdout).toBe("");
  });

  test("a program that asks cannot agree with itself on a terminal that it makes", async () => {
    const agree = `sleep 0 & while ! id=$('${runtime}' '${program}' approvals | head -n 1 | cut -c1-8) || [ -z "$id" ]; do :; done
'${runtime}' '${program}' approvals approve $id; '${runtime}' '${program}' approvals deny $id`;
    writeFileSync(join(machine.folder, "agree.sh"), agree);
    writeFileSync(
      join(machine.folder, "agent.py"),
      `import os, pty, subprocess
asking = subprocess.Popen(["setsid", "${runtime}", "${program}", "exec", "prod", "--role", "os:admin", "--", "touch", "${join(machine.folder, "lent")}"], stdin=subprocess.DEVNULL)
pty.spawn(["sh", "${join(machine.folder, "agree.sh")}"])
asking.wait()
`,
    );
    const { stdout } = await machine.command([
      "setsid",
      "--wait",
      "python3",
      join(machine.folder, "agent.py"),
    ]);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "or what started it, also started this command",
    );
    expect(existsSync(join(machine.folder, "lent"))).toBe(false);
  });

  test("on the caller's own terminal the name is typed, and the argument does not stand for it", async () => {
    const words = `exec prod --role os:admin --reason x --confirm prod -- echo le''nt`;
    const typed = (name: string) =>
      withTerminal(
        machine,
        `'${runtime}' '${program}' ${words} </dev/null; echo code $?`,
        `until("name to go on")\ntype("${name}\\r")\nuntil('code')`,
      );
    expect(await typed("prod")).toContain("lent");
    expect((await recorded())[0]).toMatchObject({
      answer: "once",
      answeredBy: "terminal",
    });
    const wrong = await typed("lab");
    expect(wrong).not.toContain("lent");
    expect(wrong).toContain("code 1");
  });

  test.each([["--consent never"], ["--no-production"]])(
    "a person is asked before less is asked: %s",
    async (words) => {
      const ran = apart("set", "prod", ...words.split(" "));
      const { id, act } = await asked();
      expect(act).toBe("ask-less");
      await onTerminal(`approvals deny ${id}`);
      expect((await ran).code).toBe(1);
    },
  );

  test("what a reader may do asks nobody, and everything does where it always asks", async () => {
    expect((await apart("exec", "prod", "--", "echo", "lent")).stdout).toBe(
      "lent\n",
    );
    await machine.run(["set", "prod", "--consent", "always"]);
    const ran = apart("exec", "prod", "--", "echo", "lent");
    const { id, roles } = await asked();
    expect(roles).toEqual(["os:reader"]);
    await onTerminal(`approvals deny ${id}`);
    expect((await ran).stdout).toBe("");
  });

  test("for ten minutes the same caller is not asked about the same again, and another one is", async () => {
    await machine.run(["set", "prod", "--consent", "always"]);
    const twice = machine.command([
      "setsid",
      "--wait",
      "sh",
      "-c",
      `for n in 1 2; do '${runtime}' '${program}' exec prod --role os:operator -- echo lent $n; done; '${runtime}' '${program}' exec prod --role os:admin -- echo more`,
    ]);
    const first = await asked();
    await onTerminal(`approvals approve --ten-minutes ${first.id}`);
    await expect
      .poll(async () => (await waiting()).map(({ roles }) => roles.join()), {
        timeout: 10_000,
      })
      .toEqual(["os:admin"]);
    const more = await asked();
    await onTerminal(`approvals deny ${more.id}`);
    expect((await twice).stdout).toBe("lent 1\nlent 2\n");
    const other = apart("exec", "prod", "--role", "os:operator", "--", "true");
    const { id } = await asked();
    await onTerminal(`approvals deny ${id}`);
    expect((await other).code).toBe(1);
  });

  // The second is what the agent would make and hold by itself.
  test.each(["--role os:admin", "--stored"])(
    "with an agent that keeps the vault open a person is asked as well: %s",
    async (words) => {
      await machine.run(["unlock"]);
      const behind = ["--", "echo", "lent"];
      const ran = apart("exec", "prod", ...words.split(" "), ...behind);
      const { id } = await asked();
      await onTerminal(`approvals approve ${id}`);
      expect((await ran).stdout).toBe("lent\n");
      await machine.run(["lock"]);
    },
  );
});
