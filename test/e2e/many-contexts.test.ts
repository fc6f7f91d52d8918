import { afterAll, beforeAll, expect, test } from "vitest";
import type { Machine } from "../cli/harness.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import type { BrowserApp } from "./browser-app.ts";
import { startWithContexts } from "./browser-with-contexts.ts";
import { describeE2e } from "./describe-e2e.ts";

const contexts = 300;

const clusters = 6;
const perCluster = 50;

/** Talosconfigs of several clusters as one: contexts a-1, a-2, … b-1, … */
function ofClusters(): string {
  const all = Array.from({ length: clusters }, (_, index) => {
    const letter = String.fromCodePoint("a".codePointAt(0)! + index);
    return makeTalosconfig(perCluster).replaceAll("context-", `${letter}-`);
  });
  return all
    .map((text, index) =>
      index === 0 ? text : text.slice(text.indexOf("contexts:\n") + 10),
    )
    .join("");
}

/** Runs in the page: what is wrong with where rows and heads of groups stand, as far as they are drawn. */
function misplaced(): {
  readonly wrong: readonly string[];
  readonly heads: readonly string[];
} {
  interface Part {
    readonly textContent: string;
    readonly dataset: Readonly<Record<string, string>>;
    getBoundingClientRect(): { top: number; bottom: number };
    querySelectorAll(selector: string): Iterable<Part>;
    querySelector(selector: string): Part | null;
  }
  const { document } = globalThis as unknown as { document: Part };
  const group = document.querySelector("[role=grid] [role=rowgroup]");
  if (!group) return { wrong: ["there is no list"], heads: [] };
  const boxOf = (part: Part) => part.getBoundingClientRect();
  const rows = [...group.querySelectorAll("[role=row]")]
    .map((part) => {
      const { top, bottom } = boxOf(part);
      return { part, top, bottom };
    })
    .toSorted((a, b) => a.top - b.top);
  const whole = boxOf(group);
  const isHead = ({ part }: { part: Part }) => part.dataset["row"] === undefined; // prettier-ignore
  const wrong = rows.flatMap((row, index) => {
    const name = row.part.dataset["row"] ?? row.part.textContent;
    const tall = Math.round(row.bottom - row.top);
    const next = rows[index + 1];
    return [
      ...(tall === (isHead(row) ? 34 : 44)
        ? []
        : [`${name} is ${String(tall)} px high`]),
      ...(next && next.top < row.bottom - 0.5
        ? [`${name} lies under the next`]
        : []),
      // The list's stop is drawn wherever it is.
      ...(next &&
      next.top > row.bottom + 0.5 &&
      index > 0 &&
      index < rows.length - 2
        ? [`below ${name} is a gap`]
        : []),
      ...(row.bottom > whole.bottom + 0.5
        ? [`${name} is below the end of the list`]
        : []),
    ];
  });
  const last = rows.at(-1);
  const isAtEnd = last !== undefined && Math.abs(last.bottom - whole.bottom) < 0.5; // prettier-ignore
  return {
    wrong,
    heads: [
      ...rows.filter(isHead).map(({ part }) => part.textContent),
      ...(isAtEnd ? ["the end"] : []),
    ],
  };
}

describeE2e(
  "a vault of many contexts of several clusters",
  ["chromium"],
  () => {
    let machine: Machine;
    let app: BrowserApp;

    beforeAll(async () => {
      ({ machine, app } = await startWithContexts(ofClusters()));
    });

    afterAll(async () => {
      await app.stop();
      await machine.stop();
    });

    /** From the top to the end of the list, a screen at a time. */
    async function headsOnTheWay(): Promise<readonly string[]> {
      const { page } = app;
      const seen = new Set<string>();
      await page.locator("[data-row]").first().focus();
      await page.keyboard.press("Home");
      for (let turn = 0; turn < 100 && !seen.has("the end"); turn++) {
        await expect
          .poll(async () => (await page.evaluate(misplaced)).wrong)
          .toEqual([]);
        for (const head of (await page.evaluate(misplaced)).heads)
          seen.add(head);
        await page.keyboard.press("PageDown");
      }
      return [...seen];
    }

    test("has each group's head above its first row, and nothing lies on anything", async () => {
      const { page } = app;
      await page.getByRole("button", { name: "Filter" }).click();
      await page.getByLabel("Sort by").selectOption("cluster");
      await page.keyboard.press("Escape");
      await page.getByText("50 contexts").first().waitFor();
      const heads = await headsOnTheWay();
      expect(heads).toHaveLength(clusters + 1);
      expect(heads.filter((head) => head.endsWith("50 contexts"))).toHaveLength(clusters); // prettier-ignore
      // Fewer rows: heads stand elsewhere, and the list is shorter by as much.
      const search = page.getByLabel("Search contexts");
      await search.fill("10.0.4");
      await page.getByText("11 contexts").first().waitFor();
      const fewer = await headsOnTheWay();
      expect(fewer.filter((head) => head.endsWith("11 contexts"))).toHaveLength(clusters); // prettier-ignore
      await search.fill("");
      await page.getByText("50 contexts").first().waitFor();
      // Without groups there is no room for heads.
      await page.getByRole("columnheader", { name: "Name" }).getByRole("button").click(); // prettier-ignore
      await expect.poll(() => page.getByText("50 contexts").count()).toBe(0);
      expect(await headsOnTheWay()).toEqual(["the end"]);
      expect(app.troubles.all).toEqual([]);
    });
  },
);

describeE2e("a vault of many contexts", ["chromium"], () => {
  let machine: Machine;
  let app: BrowserApp;

  beforeAll(async () => {
    ({ machine, app } = await startWithContexts(makeTalosconfig(contexts)));
  });

  afterAll(async () => {
    await app.stop();
    await machine.stop();
  });

  test("has its contexts searched for, production marked, where one is chosen", async () => {
    const { page } = app;
    await machine.run(["set", "context-77", "--production"]);
    await page.getByRole("link", { name: /^Sessions/ }).click();
    await page.getByRole("button", { name: "Start a session…" }).click();
    const field = page.getByRole("combobox", { name: "Context" });
    await field.fill("context-77");
    const option = page.getByRole("option", { name: /^context-77/ });
    await option.getByText("production").waitFor();
    // Only what can be seen is drawn.
    await field.fill("context");
    await expect
      .poll(() => page.getByRole("option").count())
      .toBeGreaterThan(5);
    expect(await page.getByRole("option").count()).toBeLessThan(60);
    await field.fill("77");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect.poll(() => field.inputValue()).toMatch(/77/);
    expect(
      await page.getByRole("dialog", { name: "Start a session" }).count(),
    ).toBe(1);
    expect(app.troubles.all).toEqual([]);
  });
});
