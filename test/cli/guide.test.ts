import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import { describeWithShared, sharedPath } from "../shared-material.ts";
import { describeWithKeyring, Machine, program, runtime } from "./harness.ts";
import { withTerminal } from "./with-terminal.ts";

const guide = readFileSync("docs/guide.md", "utf8");

/** The commands of a section's first block, in the order in which they are printed, without what is said about them. */
function commandsOf(section: string): readonly string[] {
  const [, text = ""] = guide.split(`\n## ${section}\n`);
  const [, block = ""] = /```sh\n([^]*?)```/.exec(text) ?? [];
  return block
    .split("\n")
    .map((line) => line.replace(/\s+# .*$/, ""))
    .filter((line) => line !== "");
}

/** Types a line on a terminal, says yes to what is asked, and gives the exit code with what was shown. */
async function typed(machine: Machine, line: string) {
  const shown = await withTerminal(
    machine,
    `PATH="$HOME/bin:$PATH"; cd "$HOME"; ${line}; echo "exit-code $?"`,
    `
answered = 0
end = time.time() + 30
while b"exit-code " not in out and time.time() < end:
    read(0.05)
    if out.count(b"(y/N)") + out.count(b"(Y/n)") > answered:
        answered += 1
        type("y\\n")
`,
  );
  return { shown, code: Number(/exit-code (\d+)/.exec(shown)?.[1] ?? -1) };
}

interface Section {
  readonly title: string;
  /** Files that the person has, by their names at home. */
  readonly files: () => Readonly<Record<string, string>>;
  /** What is in the vault before. */
  readonly imported: string | null;
  /** Lines that need what no test has, with the exit code that they have here and why. */
  readonly elsewhere?: Readonly<Record<string, number>>;
}

const three = () =>
  makeTalosconfig(3)
    .replaceAll("context-1", "prod")
    .replaceAll("context-2", "lab-1")
    .replaceAll("context-3", "lab-2");
const shared =
  (...names: readonly string[]) =>
  () =>
    Object.fromEntries(
      names.map((name) => [
        name,
        readFileSync(sharedPath(`fixtures/prod/${name}`), "utf8"),
      ]),
    );

const sections: readonly Section[] = [
  {
    title: "Import",
    files: () => ({
      ".talos/config": three(),
      "a.yaml": makeTalosconfig(1),
      "b.yaml": makeTalosconfig(2),
    }),
    imported: null,
  },
  { title: "Contexts", files: () => ({ mine: three() }), imported: "mine" },
  {
    title: "What is out there",
    files: () => ({ mine: three() }),
    imported: "mine",
  },
];

/** With the credential of a real administrator, or with what only talosctl makes. */
const real: readonly Section[] = [
  { title: "Roles", files: shared("talosconfig"), imported: "talosconfig" },
  {
    title: "Issuing",
    files: shared("talosconfig", "secrets.yaml", "controlplane.yaml"),
    imported: "talosconfig",
    // Nobody may be contacted here, so no node makes it.
    elsewhere: {
      "talos-vault issue prod --roles os:reader --to reader.yaml": 1,
    },
  },
];

function typeSection({ title, files, imported, elsewhere }: Section): void {
  describeWithKeyring(`the guide's "${title}", typed line by line`, () => {
    let machine: Machine;
    beforeAll(async () => {
      machine = await Machine.start();
      const bin = join(machine.folder, "bin");
      mkdirSync(bin);
      writeFileSync(
        join(bin, "talos-vault"),
        `#!/bin/sh\nexec '${runtime}' '${program}' "$@"\n`,
      );
      chmodSync(join(bin, "talos-vault"), 0o755);
      for (const [name, text] of Object.entries(files())) {
        mkdirSync(dirname(join(machine.folder, name)), { recursive: true });
        writeFileSync(join(machine.folder, name), text, { mode: 0o600 });
      }
      await machine.run(["init"]);
      if (imported !== null)
        await machine.run(["import", join(machine.folder, imported)]);
    });
    afterAll(() => machine.stop());

    test.each(commandsOf(title))("%s", async (line) => {
      const { shown, code } = await typed(machine, line);
      expect(code, shown).toBe(elsewhere?.[line] ?? 0);
    });
  });
}

for (const section of sections) typeSection(section);

describeWithShared("with real files", ["fixtures/prod"], () => {
  for (const section of real) typeSection(section);
});

test("every section that is typed has commands", () => {
  for (const { title } of [...sections, ...real])
    expect(commandsOf(title).length, title).toBeGreaterThan(2);
});
