import type { Page } from "playwright-core";

/** What can be reached and read, and looks wrong all the same, as the page is now: each as a sentence. */
export async function eyesores(page: Page): Promise<readonly string[]> {
  return page.evaluate(findEyesores);
}

/** Runs in the page. */
function findEyesores(): readonly string[] {
  interface Box {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
    readonly width: number;
    readonly height: number;
  }
  interface Part {
    readonly tagName: string;
    readonly textContent: string | null;
    readonly parentElement: Part | null;
    readonly children: Iterable<Part>;
    readonly scrollWidth: number;
    readonly clientWidth: number;
    readonly type?: string;
    readonly disabled?: boolean;
    closest(selector: string): Part | null;
    querySelector(selector: string): Part | null;
    querySelectorAll(selector: string): Iterable<Part>;
    getBoundingClientRect(): Box;
    checkVisibility(options: object): boolean;
  }
  interface Words {
    readonly nodeValue: string;
    readonly parentElement: Part;
  }
  interface Reach {
    setStart(node: Words, at: number): void;
    setEnd(node: Words, at: number): void;
    getClientRects(): Iterable<Box>;
  }
  const { document, innerWidth, getComputedStyle } = globalThis as unknown as {
    readonly document: Part & {
      readonly body: Part;
      createRange(): Reach;
      createTreeWalker(root: Part, what: number): { nextNode(): Words | null };
    };
    readonly innerWidth: number;
    getComputedStyle(
      this: void,
      part: Part,
    ): {
      readonly color: string;
      readonly fontSize: string;
      readonly fontFamily: string;
      readonly textOverflow: string;
      readonly display: string;
    };
  };
  const slack = 1;
  const onlyText = 4;
  /** Where nothing has to be cut any more. */
  const wideWindow = 1900;
  const smallestWindow = 900;
  /** As wide as a dialog of lines and fields is. */
  const usualDialog = 560;
  const smallestGap = 6;
  const isShown = (part: Part) =>
    part.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const all = (selector: string, root: Part = document.body) =>
    [...root.querySelectorAll(selector)].filter(isShown);
  const nameOf = (part: Part) =>
    `${part.tagName.toLowerCase()} "${(part.textContent ?? "").trim().slice(0, 50)}"`;

  /** The pieces of text in it, those for listeners left out. */
  function textsOf(root: Part): readonly Words[] {
    const walker = document.createTreeWalker(root, onlyText);
    const found: Words[] = [];
    for (let text = walker.nextNode(); text; text = walker.nextNode())
      if (text.nodeValue.trim() !== "" && isShown(text.parentElement))
        found.push(text);
    return found;
  }

  function boxesOf(text: Words, from = 0, to = text.nodeValue.length) {
    const range = document.createRange();
    range.setStart(text, from);
    range.setEnd(text, to);
    return [...range.getClientRects()].filter(({ width }) => width > 1);
  }

  /** What somebody typed or chose looks as what nobody has typed yet. */
  function paleValues(): readonly string[] {
    const { color } = getComputedStyle(document.body);
    return all("input, select, textarea")
      .filter(({ type }) => type !== "checkbox" && type !== "radio")
      .filter(({ disabled }) => disabled !== true)
      .filter((field) => getComputedStyle(field).color !== color)
      .map((field) => `${nameOf(field)} has the colour of a hint`);
  }

  function cutWithRoom(): readonly string[] {
    if (innerWidth < wideWindow) return [];
    return all("*")
      .filter((part) => getComputedStyle(part).textOverflow === "ellipsis")
      .filter(
        ({ scrollWidth, clientWidth }) =>
          clientWidth > 2 && scrollWidth > clientWidth + slack,
      ) // prettier-ignore
      .map((part) => `${nameOf(part)} is cut in a window that has room`);
  }

  function besideTheMiddle(): readonly string[] {
    return all("[data-empty]").flatMap((part) => {
      const around = part.closest("main")?.getBoundingClientRect();
      const box = part.getBoundingClientRect();
      if (!around) return [];
      const off = (box.left + box.right - around.left - around.right) / 2;
      return Math.abs(off) > 12
        ? [`${nameOf(part)} stands ${off.toFixed(0)} px beside the middle`]
        : [];
    });
  }

  /** Texts of one size beside each other, the one a little higher. */
  function offTheLine(): readonly string[] {
    return [...new Set(all("[data-context], td").map((one) => one.parentElement))] // prettier-ignore
      .flatMap((parent) => (parent ? [parent] : []))
      .flatMap((parent) => {
        const firsts = [...parent.children].flatMap((child) => {
          const [text] = textsOf(child);
          const [box] = text ? boxesOf(text) : [];
          if (!text || !box) return [];
          const { fontSize, fontFamily } = getComputedStyle(text.parentElement);
          return [{ child, box, font: `${fontSize} ${fontFamily}` }];
        });
        return firsts.flatMap(({ child, box, font }, index) => {
          const next = firsts[index + 1];
          if (next?.font !== font) return [];
          const off = Math.abs(next.box.top - box.top);
          return off > slack && off < box.height * 0.8
            ? [`${nameOf(child)} stands ${off.toFixed(1)} px off the line of ${nameOf(next.child)}`] // prettier-ignore
            : [];
        });
      });
  }

  function crowdedCells(): readonly string[] {
    return all("tr").flatMap((row) => {
      const cells = all(":scope > td, :scope > th", row)
        .filter((cell) => (cell.textContent ?? "").trim() !== "")
        .map((cell) => {
          // What is cut ends where its part does; a mark or a button ends with its edge.
          const words = textsOf(cell).flatMap((text) => {
            const around = text.parentElement.getBoundingClientRect();
            return boxesOf(text).map(({ left, right }) => ({
              left,
              right: Math.min(right, around.right),
            }));
          });
          const marks = all("*", cell).filter((one) => getComputedStyle(one).display.startsWith("inline-")); // prettier-ignore
          const boxes = [
            ...words,
            ...marks.map((one) => one.getBoundingClientRect()),
          ];
          return {
            cell,
            left: Math.min(...boxes.map(({ left }) => left)),
            right: Math.max(...boxes.map(({ right }) => right)),
          };
        });
      return cells.flatMap(({ cell, right }, index) => {
        const next = cells[index + 1];
        // In a narrow window they stand below each other.
        const isBeside =
          next &&
          next.cell.getBoundingClientRect().top <
            cell.getBoundingClientRect().bottom - slack;
        return isBeside && next.left - right < smallestGap
          ? [`${nameOf(cell)} touches ${nameOf(next.cell)}`]
          : [];
      });
    });
  }

  /** In a heading or on a button; an address or a hash may break anywhere. */
  function brokenWords(): readonly string[] {
    return all("th, h1, h2, h3, button").flatMap((part) =>
      textsOf(part)
        .filter(
          ({ parentElement }) => !parentElement.closest("[data-context], code"),
        ) // prettier-ignore
        .flatMap((text) =>
          [...text.nodeValue.matchAll(/(?<!\S)[A-Za-z]+(?!\S)/g)]
            .filter(({ 0: word, index }) => {
              const tops = boxesOf(text, index, index + word.length).map(({ top }) => Math.round(top)); // prettier-ignore
              return new Set(tops).size > 1;
            })
            .map(({ 0: word }) => `"${word}" is broken in ${nameOf(part)}`),
        ),
    );
  }

  function sideways(): readonly string[] {
    return all("nav")
      .filter(
        ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + slack,
      ) // prettier-ignore
      .map(() => "the navigation scrolls sideways");
  }

  function wideDialogs(): readonly string[] {
    if (innerWidth < smallestWindow) return [];
    return all("[role=dialog]")
      .filter((part) => part.getBoundingClientRect().width > usualDialog + 2)
      .filter(
        (part) =>
          !part.querySelector("table, textarea, pre, aside, [data-columns]"),
      ) // prettier-ignore
      .map((part) => `${nameOf(part)} is wider than what it says`);
  }

  const things = "contexts|sessions|days|hours|minutes|findings|suggestions|certificates|calls|endpoints|events|keys|weeks|methods|nodes|files"; // prettier-ignore
  const wrong: readonly (readonly [RegExp, string])[] = [
    [/\d{4}-\d\d-\d\dT\d\d/, "a moment as machines write it"],
    [new RegExp(`\\b1 (?:${things})\\b`), "one of many"],
    [/\w\(s\)/, "a plural that was not decided"],
    [/\bkill -\d|\b(?:talosctl|talos-vault) [a-z]+-[a-z]+|\btalos-vault [a-z]+/, "a command"], // prettier-ignore
    [/\bledger\b/i, "a word for what is called activity"],
    [/\bone a line\b/, "no English"],
    [/’/, "an apostrophe that is another one elsewhere"],
    [/\d\d:\d\d UTC/, "a moment that is not on the person's own clock"],
  ];
  function wrongWords(): readonly string[] {
    return textsOf(document.body)
      .filter(
        ({ parentElement }) =>
          !parentElement.closest("code, pre, kbd, textarea"),
      ) // prettier-ignore
      .flatMap(({ nodeValue }) =>
        wrong
          .filter(([shape]) => shape.test(nodeValue))
          .map(([, what]) => `"${nodeValue.trim().slice(0, 90)}" has ${what}`),
      );
  }

  return [
    ...paleValues(),
    ...cutWithRoom(),
    ...besideTheMiddle(),
    ...offTheLine(),
    ...crowdedCells(),
    ...brokenWords(),
    ...sideways(),
    ...wideDialogs(),
    ...wrongWords(),
  ];
}

/**
 * In forced colours: pictures that keep the page's own colour, which may be that of the background there; and words that are
 * left out of it and cannot be read on what is beneath them.
 */
export async function forcedColourTroubles(
  page: Page,
): Promise<readonly string[]> {
  return page.evaluate(() => {
    interface Part {
      readonly outerHTML: string;
      readonly textContent: string | null;
      readonly parentElement: Part | null;
      readonly children: { readonly length: number };
      checkVisibility(options: object): boolean;
    }
    const { document, getComputedStyle } = globalThis as unknown as {
      document: { querySelectorAll(selector: string): Iterable<Part> };
      getComputedStyle(
        this: void,
        part: Part,
      ): {
        readonly color: string;
        readonly backgroundColor: string;
        readonly forcedColorAdjust: string;
      };
    };
    const seeThrough = "rgba(0, 0, 0, 0)";
    const readable = 4.5;
    // What is folded away has no style of now.
    const isShown = (part: Part) =>
      part.checkVisibility({ contentVisibilityAuto: true });
    const pictures = [...document.querySelectorAll("svg")]
      .filter(isShown)
      .filter((picture) => {
        const { color, backgroundColor } = getComputedStyle(picture);
        const around = picture.parentElement;
        return (
          backgroundColor !== seeThrough ||
          (around !== null && getComputedStyle(around).color !== color)
        );
      })
      .map(({ outerHTML }) => `${outerHTML.slice(0, 90)} keeps its colour`);

    /** As WCAG defines it. */
    function luminance(color: string): number {
      const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? [])
        .map((part) => Number(part) / 255)
        .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4); // prettier-ignore
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }
    function beneath(part: Part | null): string {
      if (part === null) return "rgb(255, 255, 255)";
      const { backgroundColor } = getComputedStyle(part);
      return backgroundColor === seeThrough
        ? beneath(part.parentElement)
        : backgroundColor;
    }
    const words = [...document.querySelectorAll("body *")]
      .filter(({ children }) => children.length === 0)
      .filter(({ textContent }) => (textContent ?? "").trim() !== "")
      .filter((part) => getComputedStyle(part).forcedColorAdjust === "none")
      .filter((part) => {
        const [one, other] = [getComputedStyle(part).color, beneath(part)].map(luminance).toSorted((a, b) => b - a); // prettier-ignore
        return ((one ?? 0) + 0.05) / ((other ?? 0) + 0.05) < readable;
      })
      .map(({ textContent }) => `"${textContent ?? ""}" cannot be read`);
    return [...pictures, ...words];
  });
}
