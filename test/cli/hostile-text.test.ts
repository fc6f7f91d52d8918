import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeQuestion } from "../../shared/core/consent/question.ts";
import { processIdentity } from "../../shared/node/system/processes/process-identity.ts";
import type { RenameInVaultInput } from "../doubles/rename-in-vault-process.ts";
import { questionAbout } from "../doubles/scripted-person.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import {
  describeWithKeyring,
  Machine,
  program,
  type Outcome,
  runtime,
} from "./harness.ts";
import { withTerminal } from "./with-terminal.ts";

/** What nobody sees and a terminal obeys: of each kind one. */
const hostile =
  "\u0003\u0007\u001b[8m\u001b]0;title\u0007\u007f\u009b31m\r\n\u00ad\u115f\u200b\u200d\u2028\u2029\u202e\u2066\u3164\ufe0f\ufeff\u{e0041}";
const raw =
  /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const names = {
  "context-1": `prod${hostile}eu`,
  "context-2": "prоd-lab",
  "context-3": "prod-lab",
  "context-4": "-",
  "context-5": "",
};
const shownName = (name: string) =>
  [...name]
    .map((one) =>
      raw.test(one) || one === "\n"
        ? `⟨U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`
        : one,
    )
    .join("");
const shown = shownName(names["context-1"]);

/** As no program of ours asks: by a process that lives, and with texts that it did not make fit to be shown. */
function plantQuestion(folder: string): void {
  const asked = questionAbout("session");
  const asker = processIdentity(process.pid) ?? asked.process.process;
  const links = { path: hostile, name: hostile };
  const question = {
    ...asked,
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    context: hostile,
    roles: [hostile],
    reason: hostile,
    text: hostile,
    process: {
      ...asked.process,
      ...links,
      process: asker,
      chain: asked.process.chain.map((one) => ({ ...one, ...links })),
      cwd: hostile,
    },
  };
  mkdirSync(folder, { mode: 0o700, recursive: true });
  writeFileSync(join(folder, `${asked.id}.question`), writeQuestion(question), {
    mode: 0o600,
  });
}

describeWithKeyring("texts that come from outside", () => {
  let machine: Machine;

  beforeAll(async () => {
    machine = await Machine.start();
    await machine.run(["init"]);
    machine.file("given", makeTalosconfig(5));
    expect(await machine.run(["import", "given"])).toMatchObject({ code: 0 });
    const input: RenameInVaultInput = {
      home: machine.home,
      names,
      text: hostile,
    };
    const script = resolve(
      import.meta.dirname,
      "../doubles/rename-in-vault-process.ts",
    );
    const { stdout } = await machine.command([
      process.execPath,
      script,
      JSON.stringify(input),
    ]);
    expect(stdout).toBe("done");
    plantQuestion(join(machine.home, "consent"));
    // A file's name and what it says are no better.
    machine.file(
      `bad${hostile.replaceAll("\n", "")}.yaml`,
      makeTalosconfig(1).replace(
        /context-1(?=:)/,
        JSON.stringify(`other\u202e\u0007`),
      ),
    );
  });
  afterAll(() => machine.stop());

  const clean = ({ stdout, stderr }: Outcome) => {
    expect(`${stdout}${stderr}`).not.toBe("");
    for (const line of `${stdout}${stderr}`.split("\n"))
      expect(line).not.toMatch(raw);
  };

  test.each([
    "list",
    "list --json",
    "show NAME",
    "show NAME --json",
    "show",
    "use NAME",
    "set NAME --note",
    "doctor",
    "doctor --json",
    "findings",
    "findings --json",
    "ledger",
    "ledger --json",
    "sessions",
    "blast-radius NAME",
    "blast-radius --json",
    "authority list",
    "authority list --json",
    "inspect NAME",
    "inspect NAME --json",
    "inspect FILE",
    "inspect FILE --like-talosctl",
    "import FILE --dry-run",
    "import FILE --dry-run --json",
    "import HOSTILE",
    "can-i NAME version",
    "role-for HOSTILE",
    "exec NAME -- HOSTILE",
    "exec HOSTILE -- true",
    "ping NAME",
    "ping NAME --json",
    "renew NAME",
    "issue NAME --roles HOSTILE",
    "rotation NAME",
    "cluster show HOSTILE",
    "rename NAME HOSTILE",
    "remove HOSTILE",
    "export HOSTILE",
    "restore --generation HOSTILE",
    "restore HOSTILE",
    "backup HOSTILE/x",
    "completion words -- show ''",
    "HOSTILE",
    "list --HOSTILE",
    "env NAME --shell HOSTILE",
    "env NAME --json --pid 1",
    "guard show NAME",
    "guard show NAME --json",
    "guard clear NAME",
    "guard set NAME --deny HOSTILE",
    "gateway NAME --only-nodes HOSTILE --deny HOSTILE",
    "gateway HOSTILE",
    "exec NAME --delivery gateway --deny HOSTILE -- true",
    "exec NAME --delivery gateway --reason HOSTILE -- HOSTILE",
    "approvals",
    "approvals --json",
    "sessions --calls HOSTILE",
    "sessions --json",
    "ledger --asked",
    "ledger --asked --json",
    "settings HOSTILE",
    "removed",
    "put-back HOSTILE",
  ])("%s: nothing of them reaches a terminal as it is", async (words) => {
    const [file = ""] = readdirSync(machine.folder).filter((name) =>
      name.startsWith("bad"),
    );
    const args = words
      .split(" ")
      .map((word) =>
        word === "''"
          ? ""
          : word
              .replace("NAME", names["context-1"])
              .replace("HOSTILE", hostile)
              .replace("FILE", file),
      );
    clean(await machine.run(args));
  });

  test("nor on a terminal with colours, where a colour in a name is none of ours", async () => {
    const verbs = [
      "list",
      `show '${shown}'`,
      "import --dry-run given",
      "show nobody",
      `env '${shown}'`,
    ];
    const command = `"${runtime}" "${program}"`;
    const script = [...verbs.map((verb) => `${command} ${verb}`), "echo DONE"];
    const screen = await withTerminal(
      machine,
      script.join("; "),
      'until("DONE\\r", 20)',
    );
    expect(screen).toContain("DONE");
    // oxlint-disable-next-line no-control-regex
    const plain = screen.replace(/\u001b\[(?:1|2|22|31|32|33|39)m|\r\n/g, "\n");
    for (const line of plain.split("\n")) expect(line).not.toMatch(raw);
    expect(screen).toContain("\u001b[31mtalos-vault:\u001b[39m");
  });

  test("a name that cannot be typed is found by the way it is shown, and renamed", async () => {
    expect((await machine.run(["list"])).stdout).toContain(shown);
    expect(await machine.run(["show", shown])).toMatchObject({ code: 0 });
    expect(await machine.run(["rename", shown, "eu"])).toMatchObject({
      code: 0,
      stderr: `Renamed ${shown} to eu.\n`,
    });
  });

  test("a context called - and one without a name are renamed", async () => {
    expect(await machine.run(["rename", "-", "dash"])).toMatchObject({
      code: 0,
      stderr: "Renamed - to dash.\n",
    });
    expect(await machine.run(["rename", "", "none"])).toMatchObject({
      code: 0,
    });
  });

  test("names that look alike say so in the list, in findings and before an import", async () => {
    const { stdout } = await machine.run(["list"]);
    expect(stdout).toContain("prod-lab [looks like pr⟨U+043E⟩d-lab]");
    expect(stdout).toContain("pr⟨U+043E⟩d-lab [looks like prod-lab]");
    expect((await machine.run(["findings"])).stdout).toContain(
      "looks like another one",
    );
    machine.file(
      "alike",
      makeTalosconfig(1).replaceAll("context-1", "prod-Iab"),
    );
    const { stderr } = await machine.run(["import", "--dry-run", "alike"]);
    expect(stderr.replace(/\s+/g, " ")).toContain(
      'prod-Iab: Its name looks like "prod-lab", "pr⟨U+043E⟩d-lab", and is another one.',
    );
  });
});
