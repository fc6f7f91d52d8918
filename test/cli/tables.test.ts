import { describe, expect, test } from "vitest";
import { filterContexts } from "../../shared/core/vault/filter-contexts.ts";
import { table } from "../../cli/output/table.ts";
import type { Terminal } from "../../cli/terminal.ts";
import { momentText, untilText } from "../../shared/core/moment-text.ts";
import { printableJson } from "../../shared/core/text/json-text.ts";
import type { ContextView } from "../../shared/core/vault/views.ts";

const terminal = (columns: number) =>
  ({
    columns,
    markData: (_: unknown, text: string) => text,
  }) as unknown as Terminal;
const rows = [
  [
    "*",
    "prod",
    "os:admin,os:reader,os:operator",
    "2027-11-23",
    "10.5.0.2,10.5.0.3,10.5.0.4,…",
  ],
  [
    "",
    "a-context-with-a-long-name",
    "os:admin",
    "2027-11-23",
    "https://lab.example.com",
  ],
];
const header = ["", "NAME", "ROLES", "EXPIRES", "ENDPOINTS"];

describe("a table", () => {
  test.each([80, 60])(
    "fits a terminal of %s columns, and cuts nothing",
    (columns) => {
      const text = table(terminal(columns), header, rows);
      const lines = text.split("\n");
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns); // prettier-ignore
      const signs = (all: readonly string[]) => all.join("").replaceAll(/\s/g, "").length; // prettier-ignore
      expect(signs([text])).toBe(signs([header, ...rows].flat()));
    },
  );

  test("breaks no address of a node, in a list of them neither", () => {
    const titles = ["CONTEXT", "ENDPOINT", "HOST", "TALOS", "LATENCY", "CLOCK", "VERDICT"]; // prettier-ignore
    const many = ["192.168.100.101:50000", "[2001:db8:100::101]:50000", "cp-1.prod.example.com:6443"]; // prettier-ignore
    const each = many.map((one) => ["prod-eu-west", one, "talos-cp-1", "v1.12.4", "12 ms", "same", "ca-not-trusted"]); // prettier-ignore
    const lists = [["prod", many.join(","), "a".repeat(40)]];
    for (const columns of [80, 60])
      for (const text of [
        table(terminal(columns), titles, each),
        table(terminal(columns), ["NAME", "ENDPOINTS", "NOTE"], lists),
      ])
        for (const one of many) expect(text).toContain(one);
  });

  test("goes on below in its own column, broken behind a sign", () => {
    const titles = ["WHEN", "SESSION", "ROLES", "WHAT"];
    const moment = "2026-11-30 07:45 UTC";
    const event = [moment, "", "os:admin", "Reset node 10.0.0.12 of prod, wiping EPHEMERAL"]; // prettier-ignore
    expect(table(terminal(60), titles, [event]).split("\n")).toEqual([
      "WHEN                   ROLES      WHAT",
      `${moment}   os:admin   Reset node 10.0.0.12 of`,
      "                                  prod, wiping EPHEMERAL",
      "",
    ]);
  });

  test.each([
    [
      ["CONTEXT", "ENDPOINT", "HOST", "TALOS", "LATENCY", "CLOCK", "VERDICT"],
      ["prod", "192.168.100.101:50000", "talos-cp-1", "v1.12.4", "12 ms", "same", "ca-not-trusted"], // prettier-ignore
    ],
    [
      ["WHEN (UTC)", "CONTEXT", "ROLES", "FOR", "ENDS", "SERIAL", "REASON"],
      ["2026-11-30 07:45", "prod", "os:admin", "context prod", "in 12 days", "3F9A1C003F9A", "renewed by hand"], // prettier-ignore
    ],
    [
      ["LINE", "WHEN (UTC)", "EVENT", "CONTEXT", "ROLES", "SESSION", "WHAT"],
      ["12", "2026-11-30 07:45:01", "session.start", "prod", "os:admin", "3f9a1c00", "talosctl dashboard"], // prettier-ignore
    ],
  ])("of %s has its last column beside the others at 80", (titles, row) => {
    const lines = table(terminal(80), titles, [row]).split("\n");
    expect(lines[0]).toContain(titles.at(-1));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    // What is looked for, or copied, is whole.
    for (const word of [row[1], row[5]].filter((one) =>
      /^[0-9A-Fa-f.:]{8,}$/.test(one ?? ""),
    ))
      // prettier-ignore
      expect(lines.join("\n")).toContain(word);
  });

  test("goes on with the next line where the columns have no room, and breaks no moment for it", () => {
    const titles = ["LINE", "WHEN", "EVENT", "CONTEXT", "ROLES", "SESSION", "WHAT"]; // prettier-ignore
    const event = ["1204", "2026-11-30 07:45", "session.start", "production", "os:admin", "3f9a1c00", "a".repeat(80)]; // prettier-ignore
    const text = table(terminal(60), titles, [event]);
    expect(text).toContain("2026-11-30 07:45");
    expect(text.replaceAll(/\s/g, "")).toContain("a".repeat(80));
    for (const line of text.split("\n"))
      expect(line.length).toBeLessThanOrEqual(60);
  });

  test("has no empty line where a row has nothing for the line below", () => {
    const titles = ["WHEN", "EVENT", "WHAT"];
    const some = ["2026-11-30 07:45", "session.start", "a".repeat(20)];
    const none = ["2026-11-30 07:46", "session.end", ""];
    const text = table(terminal(40), titles, [none, some]);
    expect(text.trimEnd().split("\n")).not.toContain("");
  });

  test("breaks nothing that is copied as a whole", () => {
    const fingerprint = "4b".repeat(32);
    const titles = ["FINGERPRINT", "ENDS", "SEALED", "CONTEXTS"];
    const authority = [fingerprint, "2036-11-27", "no", "prod"];
    expect(table(terminal(80), titles, [authority])).toContain(fingerprint);
    const recipient = `age1${"q".repeat(58)}`;
    const key = ["team", recipient, "2026-11-30 14:29 UTC"];
    const keys = ["NAME", "RECIPIENT", "ADDED"];
    expect(table(terminal(80), keys, [key])).toContain(recipient);
  });

  test("leaves out columns of nothing, also in a pipe, and the titles where it goes on", () => {
    const titles = ["NAME", "CLUSTER"];
    const wide = terminal(Infinity);
    expect(table(wide, titles, [["prod", ""]])).toBe("NAME\nprod\n");
    expect(table(wide, titles, [["prod", ""]], { isFurther: true })).toBe("prod\n"); // prettier-ignore
  });

  test("keeps everything for who reads from a pipe", () => {
    expect(table(terminal(Infinity), header, rows)).toContain(
      "os:admin,os:reader,os:operator",
    );
  });
});

test("contexts are narrowed by name, cluster, role, label and mark, all at once", () => {
  const one = (name: string, more: Partial<ContextView>) =>
    ({
      name,
      cluster: null,
      roles: [],
      labels: {},
      production: false,
      ...more,
    }) as unknown as ContextView;
  const all = [
    one("prod-eu", {
      cluster: "eu",
      roles: ["os:admin"],
      labels: { team: "infra" },
      production: true,
    }),
    one("prod-us", { cluster: "us", roles: ["os:reader"], production: true }),
    one("lab", { labels: { team: "" } }),
  ];
  const names = (
    patterns: string[],
    filter: Parameters<typeof filterContexts>[2],
  ) => filterContexts(all, patterns, filter).map(({ name }) => name);
  expect(names([], {})).toEqual(["prod-eu", "prod-us", "lab"]);
  expect(names(["prod-*"], { role: "os:admin" })).toEqual(["prod-eu"]);
  expect(names(["lab", "prod-us"], {})).toEqual(["prod-us", "lab"]);
  expect(names([], { label: "team" })).toEqual(["prod-eu", "lab"]);
  expect(names([], { label: "team=infra" })).toEqual(["prod-eu"]);
  expect(names([], { cluster: "u*", production: true })).toEqual(["prod-us"]);
  expect(names([], { label: "constructor" })).toEqual([]);
});

test("moments in JSON have no milliseconds, so that fromdateiso8601 of jq reads them", () => {
  const value = {
    notAfter: "2027-11-23T10:11:12.000Z",
    at: new Date(0),
    note: "at 2027-11-23T10:11:12.000Z",
  };
  expect(JSON.parse(printableJson(value))).toEqual({
    notAfter: "2027-11-23T10:11:12Z",
    at: "1970-01-01T00:00:00Z",
    note: "at 2027-11-23T10:11:12.000Z",
  });
});

describe("a moment in a sentence", () => {
  test("is on this machine's clock, with its difference to UTC", () => {
    const before = process.env["TZ"];
    try {
      process.env["TZ"] = "Europe/Berlin";
      const moment = new Date("2026-11-24T23:13:42Z");
      expect(momentText(moment)).toBe("2026-11-25 00:13 UTC+01:00");
      expect(untilText(moment, new Date("2026-11-24T22:13:42Z"))).toBe(
        "until 00:13",
      );
      expect(untilText(moment, new Date("2026-11-20T22:13:42Z"))).toBe(
        "until 2026-11-25 00:13",
      );
      process.env["TZ"] = "UTC";
      expect(momentText(moment)).toBe("2026-11-24 23:13 UTC");
    } finally {
      if (before === undefined) delete process.env["TZ"];
      else process.env["TZ"] = before;
    }
  });
});
