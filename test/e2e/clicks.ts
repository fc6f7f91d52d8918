import type { Page } from "playwright-core";

/** Runs in the page: counts what is clicked with a mouse, with whichever button. What a key presses is no click. */
function count(): void {
  const window = globalThis as unknown as {
    clicks?: number;
    addEventListener(
      type: string,
      listen: (event: {
        readonly detail: number;
        readonly isTrusted: boolean;
      }) => void,
      isFirst: boolean,
    ): void;
  };
  if (window.clicks === undefined)
    for (const type of ["click", "contextmenu"])
      window.addEventListener(
        type,
        ({ detail, isTrusted }) => {
          if (isTrusted && (type === "contextmenu" || detail > 0))
            window.clicks = (window.clicks ?? 0) + 1;
        },
        true,
      );
  window.clicks = 0;
}

/** How many clicks a job takes, in the page. */
export async function clicksFor(
  page: Page,
  job: () => Promise<unknown>,
): Promise<number> {
  await page.evaluate(count);
  await job();
  return page.evaluate(
    () => (globalThis as unknown as { clicks: number }).clicks,
  );
}
