import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine } from "../harness.ts";

/** Words that are nearly right, with the exit code and what is asked back. */
const lines: readonly (readonly [string, number, string])[] = [
  ["remove prd -y", 4, 'Did you mean "prod"?'],
  ["list prd", 4, 'Did you mean "prod"?'],
  ["ping prd", 4, 'Did you mean "prod"?'],
  ["exec prd --each -- true", 4, 'Did you mean "prod"?'],
  ["list --label tema=infra", 0, "Did you mean --label team=infra?"],
  ["list --label tem", 0, "Did you mean --label team?"],
  ["list --cluster berlni", 0, "Did you mean --cluster berlin?"],
  ["list --role os:amdin", 0, "Did you mean --role os:admin?"],
  [
    "exec --label tema=infra --each -- true",
    4,
    "Did you mean --label team=infra?",
  ],
  ["set prod --color rde", 2, "Did you mean red?"],
  ["set prod --consent alwys", 2, "Did you mean always?"],
  ["guard set prod --deny rebot", 2, 'Did you mean "reboot"?'],
  ["guard set prod --hold wirtes", 2, 'Did you mean "writes"?'],
  [
    "guard set prod --deny MachineService/Rebot",
    2,
    'Did you mean "MachineService/Reboot"?',
  ],
  ["put-back stagin", 4, 'Did you mean "staging"?'],
  ["forget stagin", 4, 'Did you mean "staging"?'],
  ["show staging", 4, "It was removed."],
  ["sops-key infar", 4, 'Did you mean "infra"?'],
  ["sops-key remove infar", 4, 'Did you mean "infra"?'],
  ["settings thme", 2, "Did you mean theme?"],
  ["settings theme drak", 2, "Did you mean dark?"],
  ["settings lockOnSuspend onn", 2, "Did you mean on?"],
  ["roles os:raeder", 0, "Did you mean os:reader?"],
  ["can-i prod talosctl rebot", 2, "Did you mean talosctl reboot?"],
  ["can-i prod Rebot", 2, "Did you mean Reboot?"],
  [
    "role-for talosctl etcd snpashot",
    2,
    "Did you mean talosctl etcd snapshot?",
  ],
  ["audit --context prdo", 0, 'Did you mean "prod"?'],
  ["audit export --format cvs", 2, "Did you mean csv?"],
  ["ledger stagign", 0, 'Did you mean "staging"?'],
  [
    "service-account manifest etcd --namepsace x",
    2,
    "Did you mean --namespace?",
  ],
];

describeWithKeyring(
  "a name that is nearly right is asked back, whatever it names",
  () => {
    let machine: Machine;
    beforeAll(async () => {
      const named = makeTalosconfig(2)
        .replaceAll("context-1", "prod")
        .replaceAll("context-2", "staging");
      machine = await Machine.with(named);
      for (const line of [
        "set prod --label team=infra --cluster berlin",
        "set prod --note there",
        "use prod",
        "remove staging -y",
        "sops-key add infra",
      ])
        expect((await machine.run(line.split(" "))).code, line).toBe(0);
    });
    afterAll(() => machine.stop());

    test.each(lines)("%s", async (line, exitCode, question) => {
      const { stderr, code } = await machine.run(line.split(" "));
      expect(stderr).toContain(question);
      expect(code).toBe(exitCode);
    });

    test("a role that no rule has is refused before a person is asked about it", async () => {
      await machine.run(["set", "prod", "--consent", "always"]);
      const { stderr, code } = await machine.run(
        "issue prod --roles os:raeder --to x.yaml".split(" "),
      );
      expect(stderr).toContain("Did you mean os:reader?");
      expect(stderr).not.toContain("Waiting for a person");
      expect(code).toBe(1);
    });

    test("of many names some are shown, and how many there are", async () => {
      const seven = await Machine.with(makeTalosconfig(7));
      const { stderr } = await seven.run(["show", "quite-other"]);
      await seven.stop();
      expect(stderr).toMatch(
        /Name one of the 7, such as "context-1", .*"context-5"\. Run: talos-vault list/,
      );
    });
  },
);
