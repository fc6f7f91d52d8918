import type { Page } from "playwright-core";

/** What somebody could not reach, read or press as the page is now: each as a sentence. */
export async function layoutTroubles(page: Page): Promise<readonly string[]> {
  return page.evaluate(findTroubles);
}

/** Runs in the page. Scrolls to each thing that can be used, as a person would, and sees whether it is really there. */
function findTroubles(): readonly string[] {
  interface Box {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  }
  interface Part {
    readonly tagName: string;
    readonly textContent: string | null;
    readonly parentElement: Part | null;
    readonly labels?: Iterable<Part> | null;
    readonly scrollWidth: number;
    readonly clientWidth: number;
    readonly scrollHeight: number;
    readonly tabIndex: number;
    closest(selector: string): Part | null;
    contains(other: Part | null): boolean;
    getAttribute(name: string): string | null;
    getBoundingClientRect(): Box;
    checkVisibility(options: object): boolean;
    scrollIntoView(options: object): void;
    querySelectorAll(selector: string): Iterable<Part>;
    scrollTop: number;
    scrollLeft: number;
  }
  const window = globalThis as unknown as {
    readonly document: Part & {
      readonly documentElement: Part;
      readonly body: Part;
      elementFromPoint(x: number, y: number): Part | null;
    };
    readonly innerWidth: number;
    readonly innerHeight: number;
    getComputedStyle(part: Part): {
      readonly overflowX: string;
      readonly position: string;
      readonly textOverflow: string;
      readonly clipPath: string;
    };
  };
  const { document, innerWidth, innerHeight } = window;
  const slack = 1;
  const inside = 4;
  const fewestPixels = 40;
  const usable =
    "a[href], button, input, select, textarea, summary, [role=switch], [role=radio], [role=menuitem], [role=option]";
  const own = ["INPUT", "SELECT", "TEXTAREA"];
  const isShown = (part: Part) =>
    part.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });

  function nameOf(part: Part): string {
    const name = part.getAttribute("aria-label") ?? part.textContent ?? "";
    return `${part.tagName.toLowerCase()} "${name.trim().slice(0, 50)}"`;
  }

  /** All that can be used: of the layer on top and the messages where there is one, else of the page. */
  function used(): readonly Part[] {
    const layers = document.querySelectorAll('[role="dialog"], [role="menu"]');
    const top = [...layers].at(-1);
    const messages = document.querySelectorAll("body > [role=status]");
    const roots = top ? [top, ...messages] : [document.body];
    return roots
      .flatMap((root) => [...root.querySelectorAll(usable)])
      .filter(isShown)
      .filter((part) => !part.closest("[inert], [aria-hidden=true]"));
  }

  function outside({ left, top, right, bottom }: Box): string | null {
    if (left < -slack || right > innerWidth + slack)
      return "is cut by the side of the window";
    const fits = bottom - top < innerHeight;
    if (fits && (top < -slack || bottom > innerHeight + slack))
      return "is cut by the end of the window";
    return null;
  }

  /** What is where its middle should be; and of a button its two ends, which something beside it may lie over. */
  function beneath(part: Part, box: Box): string | null {
    const { left, right } = box;
    const ends = part.tagName === "BUTTON" ? [left + inside, right - inside] : []; // prettier-ignore
    const troubles = [(left + right) / 2, ...ends].map((x) =>
      beneathAt(part, x, box),
    );
    return troubles.find((trouble) => trouble !== null) ?? null;
  }

  function beneathAt(part: Part, x: number, { top, bottom }: Box) {
    const at = document.elementFromPoint(
      x,
      (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2,
    );
    const parts = [part, ...(part.labels ?? [])];
    if (parts.some((one) => one.contains(at))) return null;
    return at?.contains(part)
      ? "is cut by what it stands in"
      : `lies beneath ${at ? nameOf(at) : "nothing"}`;
  }

  function unreachable(part: Part): readonly string[] {
    part.scrollIntoView({ block: "center", inline: "nearest" });
    const box = part.getBoundingClientRect();
    if (box.right - box.left < 2 || box.bottom - box.top < 2) return [];
    return [outside(box), beneath(part, box)].flatMap((trouble) =>
      trouble === null ? [] : [`${nameOf(part)} ${trouble}`],
    );
  }

  function isCut(part: Part): boolean {
    const { clientWidth, scrollWidth, tagName } = part;
    if (clientWidth < 2 || scrollWidth <= clientWidth + slack) return false;
    const style = window.getComputedStyle(part);
    if (!["hidden", "clip"].includes(style.overflowX)) return false;
    if (style.clipPath !== "none" || own.includes(tagName)) return false;
    const isSaid = style.textOverflow === "ellipsis" && part.closest("[title]");
    return isShown(part) && !isSaid;
  }

  const all = [...document.body.querySelectorAll("*")];
  const before = all.map(
    (part) => [part, part.scrollTop, part.scrollLeft] as const,
  );
  const found = used().flatMap(unreachable);
  for (const [part, top, left] of before) {
    part.scrollTop = top;
    part.scrollLeft = left;
  }
  const cut = all
    .filter(isCut)
    .map((part) => `${nameOf(part)} is cut and has no tooltip`);
  const lost = all
    .filter((part) => part.closest("[data-context]") !== null)
    // Beside a narrow page the navigation is icons, with tooltips.
    .filter((part) => part.closest("nav") === null)
    // Of a long name the middle is cut out; its head is no name.
    .filter((part) => part.getAttribute("aria-hidden") === null)
    .filter(isShown)
    .filter(
      ({ clientWidth, scrollWidth }) =>
        clientWidth > 0 &&
        clientWidth < fewestPixels &&
        scrollWidth > clientWidth + slack,
    )
    .map((part) => `${nameOf(part)} is too short to tell it from another`);
  // What is done with a row is not to be looked for; what is read in two dimensions says all the way which row it is.
  const staysAside = (part: Part) =>
    [...part.querySelectorAll("button")].length === 0 &&
    [...part.querySelectorAll("tbody tr > :first-child")].some(
      (head) => window.getComputedStyle(head).position === "sticky",
    );
  const aside = all
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + slack)
    .filter((part) =>
      ["auto", "scroll"].includes(window.getComputedStyle(part).overflowX),
    )
    .filter(({ tagName }) => !own.includes(tagName))
    .filter((part) => !staysAside(part))
    .map((part) => `${nameOf(part)} scrolls sideways`);
  const spilt = all
    .filter(({ tagName }) => tagName === "TD" || tagName === "TH")
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + slack)
    .filter(isShown)
    .map((part) => `${nameOf(part)} runs over the cell beside it`);
  const stops = [...document.querySelectorAll("table, [role=grid]")].filter(
    (list) =>
      [...list.querySelectorAll(`${usable}, [tabindex]`)].filter(
        (part) => part.tabIndex >= 0 && isShown(part),
      ).length > 1,
  );
  const headings = [...document.querySelectorAll("h1")].filter(isShown).length;
  const tall = document.documentElement.scrollHeight - innerHeight;
  const wide = document.documentElement.scrollWidth - innerWidth;
  return [
    ...found,
    ...cut,
    ...lost,
    ...aside,
    ...spilt,
    ...stops.map((list) => `${nameOf(list)} is several stops of the Tab key`),
    ...(headings === 1 ? [] : [`the page has ${String(headings)} headings`]),
    ...(tall > 0 ? [`the window scrolls by ${String(tall)} px`] : []),
    ...(wide > 0 ? [`the page is ${String(wide)} px too wide`] : []),
  ];
}

const states: readonly (readonly [string, string, string])[] = [
  ["[role=switch]", "data-checked", "data-unchecked"],
  ["[aria-pressed]", "aria-pressed", ""],
  ["[role=radio]", "aria-checked", ""],
  ["a[aria-current=page]", "aria-current", ""],
  ["[role=row][data-shown=true]", "data-shown", ""],
  ["[role=row][aria-selected=true]", "aria-selected", ""],
  ["[role=row][data-current=true]", "data-current", ""],
  ["[role=option][aria-selected=true]", "aria-selected", ""],
];

/** What is drawn anew while it is looked at has not been seen in both states: it is looked at again. */
const looks = 3;

/** Things whose state cannot be seen: one of each kind is drawn in both, and both look alike. */
export async function unseenStates(page: Page): Promise<readonly string[]> {
  const unseen: string[] = [];
  for (const state of states) {
    let isSeen = false;
    for (let look = 0; !isSeen && look < looks; look++)
      isSeen = await looksDifferent(page, state);
    if (!isSeen) unseen.push(`${state[0]}: ${state[1]}`);
  }
  return unseen;
}

/** True where there is none of that kind, too. */
async function looksDifferent(
  page: Page,
  [selector, attribute, opposite]: (typeof states)[number],
): Promise<boolean> {
  const layered = `[role=dialog] ${selector}, [role=menu] ${selector}`;
  const isLayered =
    (await page.locator("[role=dialog], [role=menu]").count()) > 0;
  const one = page
    .locator(isLayered ? layered : selector)
    .and(page.locator(":visible"))
    .first();
  if ((await one.count()) === 0) return true;
  // The one that it is now: turned over, it is no longer what the selector finds.
  const part = await one.elementHandle();
  await part?.scrollIntoViewIfNeeded();
  const box = await part?.boundingBox();
  if (!part || !box) return true;
  const clip = {
    x: Math.max(0, box.x - 4),
    y: Math.max(0, box.y - 4),
    width: box.width + 8,
    height: box.height + 8,
  };
  const draw = () => page.screenshot({ clip, animations: "disabled" });
  const first = await draw();
  await part.evaluate(turn, [attribute, opposite] as const);
  const second = await draw();
  await part.evaluate(turn, [attribute, opposite] as const);
  return !first.equals(second);
}

interface Stateful {
  readonly children: Iterable<Stateful>;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
}

/** Runs in the page: the attribute says the opposite of what it said. */
function turn(
  given: unknown,
  [attribute, opposite]: readonly [string, string],
): void {
  const flip = (part: Stateful): void => {
    const value = part.getAttribute(attribute);
    if (opposite !== "") {
      const [from, to] =
        value === null ? [opposite, attribute] : [attribute, opposite];
      part.removeAttribute(from);
      part.setAttribute(to, "");
    } else if (attribute === "aria-current")
      if (value === null) part.setAttribute(attribute, "page");
      else part.removeAttribute(attribute);
    else part.setAttribute(attribute, value === "true" ? "false" : "true");
  };
  const whole = given as Stateful;
  flip(whole);
  if (opposite !== "") for (const child of whole.children) flip(child);
}

/** Buttons and fields that cannot be told from what they stand on: without an edge, and with nothing in them of another colour. */
export async function unseenButtons(page: Page): Promise<readonly string[]> {
  const unseen: string[] = [];
  const layer = page.locator("[role=dialog], [role=menu]").last();
  const root = (await layer.count()) > 0 ? layer : page.locator("body");
  for (const part of await root
    .locator("button, input, select, textarea, [role=switch]")
    .and(page.locator(":visible"))
    .all()) {
    await part.scrollIntoViewIfNeeded();
    const box = await part.boundingBox();
    if (!box || box.width < 2 || box.height < 2) continue;
    const blank = await part.evaluateHandle(hide);
    const without = await page.screenshot({
      clip: box,
      animations: "disabled",
    });
    await blank.evaluate((show) => show());
    const drawn = await page.screenshot({ clip: box, animations: "disabled" });
    if (drawn.equals(without))
      unseen.push((await part.textContent()) ?? "a field");
  }
  return unseen;
}

/** Runs in the page: takes what is drawn of it away; gives what brings it back. */
function hide(given: unknown): () => void {
  // What is hidden otherwise loses the focus.
  const { style } = given as { style: { opacity: string } };
  style.opacity = "0";
  return () => {
    style.opacity = "";
  };
}

/** What has to be scrolled sideways to be read: a table may, by itself; the page around it may not. */
export function readSideways(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    interface Scroller {
      readonly scrollWidth: number;
      readonly clientWidth: number;
      readonly tagName: string;
      readonly textContent: string;
    }
    const window = globalThis as unknown as {
      readonly document: {
        querySelectorAll(selector: string): Iterable<Scroller>;
      };
      getComputedStyle(part: Scroller): { readonly overflowX: string };
    };
    return [...window.document.querySelectorAll(":has(h1, h2)")]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .filter((part) =>
        ["auto", "scroll"].includes(window.getComputedStyle(part).overflowX),
      )
      .map((part) => `${part.tagName} ${part.textContent.slice(0, 50)}`);
  });
}
