import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWithKeyring, Machine, runtime } from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";

const right = "correct horse battery";

describeWithKeyring("a secret that a person mistypes", () => {
  let machine: Machine;
  let recoveryKey = "";

  beforeAll(async () => {
    machine = await Machine.start("locked");
    const made = await machine.run(
      ["--passphrase-fd", "3", "init", "--no-keychain"],
      { descriptors: [right] },
    );
    recoveryKey = made.stdout.trim();
  });

  afterAll(() => machine.stop());

  const words = (...args: string[]) =>
    [runtime, ...machine.words(args)].join(" ");
  const count = (text: string, part: string) => text.split(part).length - 1;

  /** Types each answer when the question stands after as many refusals as there were answers before. */
  const answering = (
    command: string,
    question: string,
    refusals: string,
    answers: readonly string[],
  ) =>
    withTerminal(
      machine,
      `${command}; echo "code=$?"`,
      `
import re
for turn, answer in enumerate(${JSON.stringify(answers)}):
    end = time.time() + 20
    while time.time() < end:
        parts = re.split(rb"${refusals}", out)
        if len(parts) == turn + 1 and b"${question}" in parts[-1]: break
        read(0.05)
    type(answer + "\\r")
until("code=", 20)`,
    );

  const openVault = (answers: readonly string[]) =>
    answering(
      words("list", "--json"),
      "Passphrase of the vault:",
      "The passphrase does not open the vault",
      answers,
    );

  test("is asked for three times on a terminal, and the right one counts", async () => {
    const shown = await openVault(["wrong", "wrong again", right]);
    expect(shown).toContain("code=0");
    expect(count(shown, "does not open the vault.")).toBe(2);
  });

  test("is not asked for a fourth time", async () => {
    const shown = await openVault(["wrong", "wrong", "wrong"]);
    expect(shown).toContain("code=1");
    const [, afterwards = ""] = shown.split(/(?:[^]*does not open the vault)/);
    expect(afterwards).not.toContain("Passphrase of the vault:");
    expect(count(shown, "does not open the vault.")).toBe(3);
  });

  test("is read once from a descriptor", async () => {
    const refused = await machine.run(["--passphrase-fd", "3", "list"], {
      descriptors: [`wrong\n${right}\n`],
    });
    expect(refused.code).toBe(1);
    expect(count(refused.stderr, "does not open the vault")).toBe(1);
  });

  test("is judged before it is asked for once more, where it is a new one", async () => {
    const shown = await withTerminal(
      machine,
      `${words("passphrase", "change")}; echo "code=$?"`,
      'until("New passphrase"); type("short\\r"); until("code=")',
    );
    expect(shown).toContain("fewer than 12 characters");
    expect(shown).not.toContain("Once more");
    expect(shown).toContain("code=1");
  });

  test("may be a recovery key, with a wrong letter or none at all", async () => {
    const typo = `${recoveryKey.slice(0, -1)}${recoveryKey.endsWith("Q") ? "P" : "Q"}`;
    const shown = await answering(
      words("recovery-key", "verify"),
      "Recovery key:",
      "checksum is wrong|is not a recovery key",
      [typo, "nonsense", recoveryKey],
    );
    expect(shown).toContain("That recovery key opens the vault.");
    expect(shown).toContain("code=0");
  });
});
