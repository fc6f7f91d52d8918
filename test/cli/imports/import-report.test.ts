import { describe, expect, test } from "vitest";
import {
  printJson,
  printReport,
} from "../../../cli/commands/imports/import-report.ts";
import { Terminal } from "../../../cli/terminal.ts";
import { warning } from "../../../shared/core/warning.ts";
import type { ReportedContext } from "../../../shared/core/usecases/imports/import-contexts.ts";

class Heard extends Terminal {
  readonly lines: string[] = [];
  override say(line: string): void {
    this.lines.push(line);
  }
}

const plain: ReportedContext = {
  name: "prod",
  as: "prod",
  kind: "new",
  differences: [],
  sameCredentialAs: null,
  earlierCredentialOf: null,
  findings: [],
  unknownKeys: [],
  isChanged: true,
};

function heard(context: Partial<ReportedContext>, isDryRun = true) {
  const terminal = new Heard();
  const contexts = [{ ...plain, ...context }];
  const files = [
    { path: "FILE", contexts, warnings: [], leftOver: [], proof: null },
  ];
  printReport(terminal, { files, current: "", isChanged: true }, isDryRun);
  return terminal.lines;
}

const endpoints = (count: number, last = "") =>
  Array.from({ length: count }, (_, at) => `10.20.30.${String(at)}`)
    .concat(last === "" ? [] : [last])
    .join(", ");
const numbered = (count: number) =>
  Array.from({ length: count }, (_, at) => `key-${String(at)}`);

/** As it is read: without the breaks between lines. */
const read = (context: Partial<ReportedContext>) =>
  heard(context).join(" ").replace(/ +/g, " ");

describe("a report of an import is at most 80 columns wide", () => {
  test.each<[string, Partial<ReportedContext>]>([
    ["a name of 250 characters", { name: "n".repeat(250), as: "n" }],
    ["names that are long in the vault too", { as: "v".repeat(1000), kind: "already-there" }], // prettier-ignore
    ["many unknown keys", { unknownKeys: numbered(60) }],
    ["one long unknown key", { unknownKeys: ["k".repeat(300)] }],
    ["60 endpoints that differ", { kind: "replaced", differences: [{ field: "endpoints", before: endpoints(60), after: endpoints(59) }] }], // prettier-ignore
    ["a long address that differs", { kind: "replaced", differences: [{ field: "proxy-url", before: "none", after: `https://${"x".repeat(300)}` }] }], // prettier-ignore
  ])("with %s", (_, context) => {
    const lines = heard(context);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});

describe("what is cut in it is said to be cut", () => {
  test("a name is known by its beginning and its end", () => {
    const [, line] = heard({ name: `eu-${"n".repeat(250)}-blue`, as: "eu" });
    expect(line).toMatch(/^ {2}eu-n+…n+-blue:/);
  });

  test("unknown keys are counted", () => {
    expect(read({ unknownKeys: numbered(60) })).toContain(
      "key-0, key-1, key-2 and 57 more",
    );
  });

  test("addresses are counted, and that the difference is not among those shown", () => {
    const [before, after] = [endpoints(60, "a"), endpoints(60, "b")];
    const differences = [{ field: "endpoints", before, after }];
    const text = read({ kind: "replaced", differences });
    expect(text).toMatch(/… and \d+ more/);
    expect(text).toContain("they differ in what is cut here");
    expect(text).not.toContain("10.20.30.59");
  });

  test("what fits is whole", () => {
    const differences = [
      { field: "endpoints", before: endpoints(9), after: "none" },
    ];
    const text = read({ kind: "replaced", differences });
    expect(text).toContain(`${endpoints(9)} → none`);
  });
});

test("what is left out with an earlier credential names the verb and the file that take it: `start` has no --earlier", () => {
  const terminal = new Heard();
  const warnings = [
    warning("earlier-credential", "lab has one.", {
      next: "Import it all the same.",
      actions: ["import-earlier"],
    }),
  ];
  const files = [
    { path: "a b", contexts: [], warnings, leftOver: [], proof: null },
  ];
  printReport(terminal, { files, current: "", isChanged: false }, false);
  expect(terminal.lines.join(" ").replace(/ +/g, " ")).toContain(
    "Run: talos-vault import --earlier 'a b'",
  );
});

test("the JSON of what stays outside has nothing to look after: the vault does not have it", () => {
  const printed: unknown[] = [];
  const terminal = new (class extends Heard {
    override json(value: unknown): void {
      printed.push(value);
    }
  })();
  const finding = {
    code: "name-unfit",
    severity: "error",
    message: "",
    next: "",
    actions: [],
  } as const;
  const kinds = ["new", "skipped", "earlier"] as const;
  const contexts = kinds.map((kind) => ({
    ...plain,
    kind,
    findings: [finding],
  }));
  const files = [
    { path: "FILE", contexts, warnings: [], leftOver: [], proof: null },
  ];
  printJson(terminal, { files, current: "", isChanged: true }, false);
  expect(printed).toMatchObject([
    {
      files: [
        {
          contexts: [
            { findings: [{ code: "name-unfit" }] },
            { findings: [] },
            { findings: [] },
          ],
        },
      ],
    },
  ]);
});
