import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine, program, runtime } from "../harness.ts";

interface Imported {
  readonly files: readonly {
    readonly contexts: readonly {
      readonly kind: string;
      readonly as: string;
    }[];
  }[];
  readonly isChanged: boolean;
}

describeWithKeyring("import", () => {
  let machine: Machine;
  const first = makeTalosconfig(2);
  const other = makeTalosconfig(1);

  beforeAll(async () => {
    machine = await Machine.start();
    await machine.run(["init"]);
    machine.file("first", first);
    machine.file("other", other);
    await machine.run(["import", "first"]);
  });

  afterAll(() => machine.stop());

  async function json(args: readonly string[]): Promise<Imported> {
    const { stdout, code } = await machine.run(["import", "--json", ...args]);
    expect(code).toBe(0);
    return JSON.parse(stdout) as Imported;
  }
  const kinds = ({ files }: Imported) =>
    files.flatMap(({ contexts }) => contexts.map(({ kind, as }) => [kind, as]));

  test.each([
    ["import <(gives)", "import", 0],
    ["gives | import -", "import", 0],
    ["inspect <(gives)", "inspect", 0],
    ["restore <(gives)", "restore", 1],
    ["authority import <(gives)", "authority import", 1],
  ])(
    "%s: what is waited for is said, and then read",
    async (line, verb, code) => {
      machine.file("said", "");
      const tool = `${runtime} ${program} ${verb}`;
      const gives =
        "gives() { until [ -e given ]; do sleep 0.05; done; cat first; }";
      const ran = machine.command([
        "bash",
        "-c",
        `${gives}; ${line.replace(verb, tool)} 2>said`,
      ]);
      const what = line.includes("-") ? "standard input" : "/dev/fd/\\d+";
      await expect
        .poll(() => machine.read("said"), { timeout: 20_000 })
        .toMatch(new RegExp(`^Waiting for ${what} to end\\. Ctrl-C`));
      machine.file("given", "");
      expect((await ran).code).toBe(code);
      await machine.command(["rm", "given"]);
    },
  );

  test("the same file twice changes nothing on disk", async () => {
    const before = machine.snapshot();
    const again = await json(["first"]);
    expect(again.isChanged).toBe(false);
    expect(kinds(again)).toEqual([
      ["already-there", "context-1"],
      ["already-there", "context-2"],
    ]);
    expect(machine.snapshot()).toEqual(before);
  });

  test("a context is recognised under another name", async () => {
    const renamed = machine.file(
      "renamed",
      first.replaceAll("context-2", "prod"),
    );
    expect(kinds(await json([renamed]))).toContainEqual([
      "already-there",
      "context-2",
    ]);
  });

  test("a dry run shows what differs and changes nothing", async () => {
    const before = machine.snapshot();
    const { stderr } = await machine.run(["import", "--dry-run", "other"]);
    expect(stderr).toMatch(/imported as "context-1-[0-9a-f]{6}"/);
    expect(stderr).toContain("key: one → another one");
    expect(stderr).toContain("Dry run");
    expect(machine.snapshot()).toEqual(before);
  });

  test("a clash can be refused, skipped, replaced or renamed", async () => {
    const before = machine.snapshot();
    const refused = await machine.run([
      "import",
      "--on-conflict",
      "fail",
      "other",
    ]);
    expect(refused.code).toBe(5);
    expect(machine.snapshot()).toEqual(before);
    expect(kinds(await json(["--on-conflict", "skip", "other"]))).toEqual([
      ["skipped", "context-1"],
    ]);
    // The doctor knows now of one more file with keys in clear.
    expect({ ...machine.snapshot(), "notes.json": "" }).toEqual({
      ...before,
      "notes.json": "",
    });
    expect((await machine.run(["doctor"])).stdout).toContain("/other");
    expect(kinds(await json(["other"]))).toEqual([
      ["renamed", expect.stringMatching(/^context-1-[0-9a-f]{6}$/)],
    ]);
    const third = machine.file("third", makeTalosconfig(1));
    expect(kinds(await json(["--on-conflict", "replace", third]))).toEqual([
      ["replaced", "context-1"],
    ]);
  });

  test("the current context stays unless --use is given", async () => {
    const named = machine.file(
      "named",
      makeTalosconfig(1).replaceAll("context-1", "fresh"),
    );
    const { stdout } = await machine.run([
      "import",
      "--dry-run",
      "--json",
      "--use",
      named,
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ current: "fresh" });
    expect(await json([named])).toMatchObject({ current: "context-1" });
  });

  test("without a file it takes the one that talosctl would", async () => {
    await machine.command(["mkdir", "-p", ".talos"]);
    machine.file(
      ".talos/config",
      makeTalosconfig(1).replaceAll("context-1", "default-place"),
    );
    machine.file(
      "from-variable",
      makeTalosconfig(1).replaceAll("context-1", "from-variable"),
    );
    const fromVariable = await machine.run(["import"], {
      env: { TALOSCONFIG: join(machine.folder, "from-variable") },
    });
    expect(fromVariable.stderr).toContain("from-variable: new");
    expect((await machine.run(["import"])).stderr).toContain(
      "default-place: new",
    );
  });

  test("a source stays when one of its contexts was skipped", async () => {
    const path = machine.file("skipped", makeTalosconfig(1));
    const outcome = await machine.run([
      "import",
      "--on-conflict",
      "skip",
      "--remove-source",
      path,
    ]);
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain("stays");
    expect(existsSync(path)).toBe(true);
  });

  test("a source behind a link goes with its link", async () => {
    const path = machine.file(
      "target",
      makeTalosconfig(1).replaceAll("context-1", "linked"),
    );
    const link = join(machine.folder, "link");
    symlinkSync(path, link);
    const { code, stderr } = await machine.run(["import", "--remove-source", link]); // prettier-ignore
    expect(code).toBe(0);
    expect(existsSync(path)).toBe(false);
    expect(stderr).toContain(`Removed ${link}, and ${path}, which it led to:`);
  });

  test("of several files that are to go each is taken by itself, and what is left is named", async () => {
    const good = machine.file("several", makeTalosconfig(1).replaceAll("context-1", "several")); // prettier-ignore
    const notes = machine.file("notes.txt", "remember the milk\n");
    const { code, stderr } = await machine.run(["import", "--remove-source", notes, good]); // prettier-ignore
    expect(code).toBe(1);
    expect(stderr).toContain(`Removed ${good}`);
    expect(stderr).toContain("notes.txt");
    expect([existsSync(good), existsSync(notes)]).toEqual([false, true]);
    expect((await machine.run(["list", "several"])).code).toBe(0);
  });

  test("unknown keys are kept and reported", async () => {
    const text = `${makeTalosconfig(1).replaceAll("context-1", "odd")}        owner: infra\n`;
    const { stderr } = await machine.run(["import", machine.file("odd", text)]);
    expect(stderr).toMatch(/kept in the vault\s+and in no export:\s+owner/);
    const { stdout } = await machine.run(["show", "odd", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ unknownKeys: ["owner"] });
    const exported = await machine.run(["export", "odd", "--yes"]);
    expect(exported.stdout).not.toContain("owner");
    expect(readFileSync(join(machine.folder, "odd"), "utf8")).toContain(
      "owner",
    );
  });
});
