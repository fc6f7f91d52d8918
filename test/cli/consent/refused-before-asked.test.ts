import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine, runtime } from "../harness.ts";
import { withTerminal } from "../with-terminal.ts";

describeWithKeyring(
  "a person is asked about nothing that is refused anyway",
  () => {
    let machine: Machine;
    beforeAll(async () => {
      machine = await Machine.with(makeTalosconfig(2));
      machine.file("there.yaml", "mine");
      await machine.run(["set", "context-1", "--consent", "always"]);
    });
    afterAll(() => machine.stop());

    test.each([
      ["export context-1 gone -o out.yaml", 4, 'no context "gone"'],
      ["export context-1 -o there.yaml", 5, "there.yaml"],
      ["export context-1 -o no/folder.yaml", 4, "no/folder.yaml"],
      ["push context-1 gone sops:x.yaml", 4, 'no context "gone"'],
      [
        "push context-1 gone sops:x.yaml --roles os:reader",
        4,
        'no context "gone"',
      ],
      ["issue context-1 --roles os:reader --to there.yaml", 5, "there.yaml"],
      ["issue context-1 --roles os:reader --as context-2", 5, "context-2"],
    ])("%s", async (line, exitCode, says) => {
      const { code, stderr } = await machine.run(line.split(" "));
      expect(stderr).toContain(says);
      expect(stderr).not.toContain("Waiting for a person");
      expect(code).toBe(exitCode);
      expect(machine.read("there.yaml")).toBe("mine");
    });

    test("a name that is mistyped is told as that", async () => {
      const command = [runtime, ...machine.words(["exec", "context-1", "--stored", "--", "true"])].join(" "); // prettier-ignore
      const shown = await withTerminal(
        machine,
        `${command}; echo "code $?"`,
        `
until("to go on:"); type("contxt-1\\n"); until("code ")`,
      );
      expect(shown).toContain("That is not the context's name");
      expect(shown).toContain("code 1");
    });
  },
);
