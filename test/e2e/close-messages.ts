import type { Page } from "playwright-core";

/**
 * Closes the messages that are shown, and waits until none is. All at once in the page: a click waits for its button, and one
 * that goes by itself between a look and a click would be waited for until the test's time is up.
 */
export async function closeMessages(page: Page): Promise<void> {
  const close = page.getByRole("button", { name: "Close this message" });
  while ((await close.count()) > 0) {
    await close.evaluateAll((buttons: readonly { click(): void }[]) =>
      buttons.forEach((button) => button.click()),
    );
    await close.first().waitFor({ state: "detached" });
  }
}
