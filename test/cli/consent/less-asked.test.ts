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
import { AskedMachine } from "./asked-machine.ts";

const said = "A person was asked, and said no.";

describeWithKeyring("a person is asked before less is asked", () => {
  let setUp: AuthorityMachine;
  let machine: Machine;
  let asking: AskedMachine;

  beforeAll(async () => {
    setUp = await startAuthorityMachine();
    ({ machine } = setUp);
    asking = new AskedMachine(machine);
  });
  afterAll(() => setUp.stop());
  afterEach(() => asking.clear());

  /** The rule that counts for `prod`. */
  const rule = async () =>
    (await machine.json<{ consent: string }>(["show", "prod", "--json"]))
      .consent;
  const make = async (...words: string[]) =>
    expect((await machine.run(["set", ...words])).code).toBe(0);

  test("the vault's own rule is set for contexts that say nothing, and loosened by a person alone", async () => {
    expect(await rule()).toBe("never");
    await make("--default-consent", "always");
    expect(await rule()).toBe("always");
    const reader = ["exec", "prod", "--", "echo", "lent"];
    const lending = await asking.answered("deny", ...reader);
    expect([lending.question.act, lending.ran.stdout]).toEqual(["session", ""]);
    const less = ["set", "--default-consent", "writes"];
    const denied = await asking.answered("deny", ...less);
    expect(denied.question).toMatchObject({
      act: "ask-less",
      context: "vault",
      scope: "vault",
    });
    expect(denied.ran.stderr).toContain(said);
    expect(await rule()).toBe("always");
    expect((await asking.answered("approve", ...less)).ran.code).toBe(0);
    expect(await rule()).toBe("writes");
    const [last] = await asking.recorded();
    expect(last).toMatchObject({ scope: "vault", answer: "once" });
  });

  test("an agent that keeps the vault open has one asked as well", async () => {
    await make("--default-consent", "always");
    await machine.run(["unlock"]);
    const less = ["set", "--default-consent", "default"];
    expect((await asking.answered("deny", ...less)).ran.code).toBe(1);
    expect(await rule()).toBe("always");
    await machine.run(["lock"]);
  });

  test("on one's own terminal the word vault is typed for it", async () => {
    await make("--default-consent", "always");
    const typed = (word: string) =>
      withTerminal(
        machine,
        `'${runtime}' '${program}' set --default-consent default; echo code $?`,
        `until("to go on")\ntype("${word}\\r")\nuntil('code')`,
      );
    expect(await typed("prod")).toContain("code 1");
    expect(await rule()).toBe("always");
    expect(await typed("vault")).toContain("code 0");
    expect(await rule()).toBe("never");
  });

  test("the vault's own rule is of no context", async () => {
    const tries = [["prod"], ["--note", "x"], ["--force"]];
    for (const more of tries) {
      const words = ["set", ...more, "--default-consent", "always"];
      expect((await machine.run(words)).code).toBe(2);
    }
    expect(await rule()).toBe("never");
  });

  test("the shells complete what a rule can be", async () => {
    const words = (option: string) =>
      machine.run(["completion", "words", "--", "set", option, "a"]);
    for (const option of ["--consent", "--default-consent"])
      expect((await words(option)).stdout).toBe("always\n");
  });

  for (const kind of ["own", "vault"] as const)
    test.each(["generation", "backup"] as const)(
      `a %s with a laxer rule is restored when a person agrees: the rule of the ${kind === "own" ? "context" : "vault"}`,
      async (from) => {
        const file = join(machine.folder, `lax-${kind}-${from}.tar`);
        await machine.run(["backup", file]);
        await make(
          ...(kind === "own"
            ? ["prod", "--consent", "always"]
            : ["--default-consent", "always"]),
        );
        const words =
          from === "backup" ? [file] : ["--generation", await earlier()];
        const restore = ["restore", ...words, "--yes"];
        const denied = await asking.answered("deny", ...restore);
        expect(denied.question.act).toBe("ask-less");
        expect(denied.question.context).toBe(kind === "own" ? "prod" : "vault");
        expect(denied.ran.stderr).toContain(said);
        expect(await rule()).toBe("always");
        expect((await asking.answered("approve", ...restore)).ran.code).toBe(0);
        expect(await rule()).toBe("never");
        // What is stricter, or the same, asks nobody.
        const again = await asking.apart("restore", file, "--yes");
        expect(again.code).toBe(0);
      },
    );

  /** The newest of the earlier generations. */
  async function earlier(): Promise<string> {
    const { stdout } = await machine.run(["doctor"]);
    return /Earlier generations: (\d+)/.exec(stdout)?.[1] ?? "none";
  }
});
