import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { QuestionFolder } from "../../../shared/node/consent/question-folder.ts";
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

/** What a program would say for each option that `--help` shows; null: it only shows help. */
const values: Readonly<Record<string, readonly string[] | null>> = {
  "--role": ["os:admin"],
  "--roles": ["os:admin"],
  "--ttl": ["5m"],
  "--authority": ["pair.pem"],
  "--stored": [],
  "--reason": ["because"],
  "--confirm": ["prod"],
  "--authority-passphrase-fd": ["3"],
  "--force": [],
  "--custom-roles": [],
  "--other-ca": [],
  "--via": ["prod"],
  "--as": ["made"],
  "--for": ["ada"],
  "--for-automation": [],
  "--delivery": ["gateway"],
  "--hold": ["reboot"],
  "--allow": ["kubeconfig"],
  "--deny": ["shutdown"],
  "--only-nodes": ["10.0.0.2"],
  "--max-nodes": ["1"],
  "--max-calls": ["1"],
  "--hours": ["08-18"],
  "--agent": ["robot"],
  "--ask": ["none"],
  "--as-user": ["nobody"],
  "--follow": [],
  "--nested": [],
  "--keep-running": [],
  "--to": ["out.yaml"],
  "--output": ["out.yaml"],
  "--yes": [],
  "--shell": ["bash"],
  "--pid": ["1"],
  "--json": [],
  "--each": [],
  "--parallel": ["2"],
  "--output-dir": ["each"],
  "--cluster": ["*"],
  "--label": ["a=b"],
  "--production": [],
  "--unset": null,
  "--help": null,
};

/** Each counts as one option. */
const groups = [
  // What only narrows a gateway.
  [
    "--hold",
    "--deny",
    "--only-nodes",
    "--max-nodes",
    "--max-calls",
    "--hours",
    "--agent",
    "--ask",
    "--as-user",
  ],
  // What goes with --each alone, and would be a mistake without.
  [
    "--each",
    "--parallel",
    "--output-dir",
    "--cluster",
    "--label",
    "--production",
  ],
];

/** What is wanted of each verb, and what stands behind its options. */
const wanted = [
  { verb: "exec", words: ["exec", "prod"], base: ["--role"] },
  { verb: "exec", words: ["exec", "prod"], base: ["--stored"] },
  { verb: "shell", words: ["shell", "prod"], base: ["--role"] },
  { verb: "env", words: ["env", "prod"], base: ["--stored"] },
  { verb: "export", words: ["export", "prod"], base: ["--output"] },
  { verb: "issue", words: ["issue", "prod"], base: ["--to", "--roles"] },
] as const;

describeWithKeyring("no option stands for a person", () => {
  let setUp: AuthorityMachine;
  let machine: Machine;
  let stopDenying: () => void;
  let asked = 0;

  beforeAll(async () => {
    setUp = await startAuthorityMachine();
    ({ machine } = setUp);
    await machine.run(["authority", "import", setUp.pair]);
    await machine.run(["set", "prod", "--production", "--label", "a=b"]);
    await machine.run(["unlock"]);
    // A person who says no at once, so that nothing has to wait a minute.
    const folder = new QuestionFolder(machine.home);
    const denied = new Set<string>();
    stopDenying = folder.watch(() => {
      for (const question of folder.waiting(new Date())) {
        if (denied.has(question.id)) continue;
        denied.add(question.id);
        asked += 1;
        void folder.answer(question, {
          answer: "denied",
          answeredBy: "terminal",
          answeredAt: new Date().toISOString(),
        });
      }
    });
  });
  afterAll(async () => {
    stopDenying();
    await setUp.stop();
  });

  const optionsOf = async (verb: string): Promise<readonly string[]> => {
    const { stdout } = await machine.run([verb, "--help"]);
    const options = stdout.split(/^\S.*:$/m).join("\n");
    return [...options.matchAll(/^ {2,}(?:-\w, )?(--[\w-]+)/gm)].map(
      ([, name = ""]) => name,
    );
  };

  /** Pairs, all at once, and none: every two options meet, and more would take an hour. */
  const combinationsOf = (options: readonly string[]) => {
    const grouped = groups.flat();
    const items = [
      ...options
        .filter((name) => !grouped.includes(name))
        .map((name) => [name]),
      ...groups
        .map((group) => group.filter((name) => options.includes(name)))
        .filter((group) => group.length > 0),
    ];
    return [
      [],
      options,
      ...items.flatMap((one, index) =>
        items
          .slice(index)
          .map((other) => (one === other ? one : [...one, ...other])),
      ),
    ];
  };

  test.each(wanted)(
    "$verb with $base and every two options lends no os:admin",
    async ({ verb, words, base }) => {
      const all = await optionsOf(verb);
      expect(all.filter((name) => values[name] === undefined)).toEqual([]);
      const others = all.filter(
        (name) => values[name] !== null && !base.some((one) => one === name),
      );
      const lent = join(machine.folder, "lent");
      const out = join(machine.folder, "out.yaml");
      const before = asked;
      const wrong: unknown[] = [];
      const run = async (chosen: readonly string[]): Promise<void> => {
        const options = [...base, ...chosen].flatMap((name) => [
          name,
          ...(values[name] ?? []),
        ]);
        const behind =
          verb === "exec"
            ? ["--", "sh", "-c", `touch ${lent}; cat $TALOSCONFIG`]
            : [];
        const { stdout, stderr } = await machine.command(
          ["setsid", "--wait", runtime, program, ...words, ...options, ...behind], // prettier-ignore
          { descriptors: ["no passphrase\n"], env: { SHELL: "/bin/true" } },
        );
        const isLent =
          existsSync(lent) ||
          existsSync(out) ||
          /contexts:|TALOSCONFIG=/.test(stdout);
        const namesOption = /said no/.test(stderr) && / --\w/.test(stderr);
        if (isLent || namesOption) wrong.push({ options, stdout, stderr });
        for (const path of [lent, out]) rmSync(path, { force: true });
      };
      const combinations = [...combinationsOf(others)];
      const worker = async (): Promise<void> => {
        for (;;) {
          const next = combinations.pop();
          if (!next) return;
          await run(next);
        }
      };
      await Promise.all([worker(), worker()]);
      expect(wrong).toEqual([]);
      // They were refused by a person, and not for a slip of ours.
      expect(asked - before).toBeGreaterThan(others.length);
    },
    600_000,
  );
});
