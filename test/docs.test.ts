import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";

const files = globSync("**/*", {
  exclude: (path) => /^(?:node_modules|\.vite|\.git|out)$/.test(path),
}).map((path) => path.replaceAll("\\", "/"));
const docs = files.filter((path) => /^(?:docs\/.*|[A-Z]+)\.md$/.test(path));

/** Names of files and folders of the code in a page: with an ending of ours, or with a slash after a folder of ours. */
function namesIn(page: string): readonly string[] {
  const quoted = [...readFileSync(page, "utf8").matchAll(/`([^`\s]+)`/g)];
  return quoted
    .map(([, name = ""]) => name)
    .filter(
      (name) =>
        /^[\w./-]+\.(?:[cm]?[jt]sx?|json|proto)$/.test(name) ||
        /^(?:build|cli|docs|electron|renderer|shared|test)\/[\w./-]*$/.test(
          name,
        ),
    );
}

test("every file and folder of the code that a page names is there", () => {
  // What the program writes at run time has its name in the source.
  const code = files
    .filter((path) => /^(?:build|cli|shared)\/.*\.ts$/.test(path))
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
  const isThere = (name: string): boolean =>
    files.some((path) =>
      `/${path}/`.includes(`/${name.replace(/\/$/, "")}/`),
    ) || code.includes(`"${basename(name)}"`);
  expect(docs).toContain("docs/architecture.md");
  expect(namesIn("docs/architecture.md").length).toBeGreaterThan(20);
  expect(
    docs.flatMap((page) =>
      namesIn(page)
        .filter((name) => !isThere(name))
        .map((name) => `${page}: ${name}`),
    ),
  ).toEqual([]);
});

test("the list of decisions has each page once, by its title", () => {
  const folder = "docs/decisions";
  const pages = docs.filter((path) => /^docs\/decisions\/\d/.test(path));
  const links = pages.map((path) => {
    const [, title = ""] = /^# (.*)$/m.exec(readFileSync(path, "utf8")) ?? [];
    return `- [${title}](${basename(path)})`;
  });
  const listed = readFileSync(`${folder}/README.md`, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("- "));
  expect(pages.length).toBeGreaterThan(50);
  expect(listed.toSorted()).toEqual(links.toSorted());
});

test("the tree in docs/architecture.md and the folders agree", () => {
  const page = readFileSync("docs/architecture.md", "utf8");
  const [, tree = ""] = /^```\n(.*?)^```/ms.exec(page) ?? [];
  const nouns = [...page.matchAll(/^\| `(\w+)` +\|/gm)].map((one) => one[1]);
  const folders = files.map((path) => path.split("/").slice(0, -1));
  const upper = folders.flatMap((names) =>
    names.slice(0, names[0] === "shared" ? 3 : 2),
  );
  const isNamed = (name: string) =>
    nouns.includes(name) ||
    new RegExp(`(?:^|[ (/])(?:${name}/|shared/${name} )`, "m").test(tree);
  expect(tree).toContain("shared/core");
  expect([...new Set(upper)].filter((name) => !isNamed(name))).toEqual([]);
  const named = [...tree.matchAll(/([\w-]+)\//g)].map(([, name = ""]) => name);
  const there = new Set(folders.flat());
  expect(named.filter((name) => !there.has(name))).toEqual([]);
});
