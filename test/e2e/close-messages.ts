import type { Page } from "playwright-core";

/** How long a message may take to go by itself between a look at it and a click on it. */
const clickMs = 1000;

/**
 * Closes the messages that are shown, and waits until none is. By real clicks, since the page takes no other; one that goes
 * by itself before its click is none that has to be closed.
 */
export async function closeMessages(page: Page): Promise<void> {
  const close = page.getByRole("button", { name: "Close this message" });
  while ((await close.count()) > 0)
    await close
      .first()
      .click({ timeout: clickMs })
      .catch(() => undefined);
}
