import type { Page } from "playwright-core";

/** From wherever the window is to a view of its activity page. */
export async function goToActivity(
  page: Page,
  view: "Events" | "Credentials" | "Hand-overs" | "Blast radius",
): Promise<void> {
  await page.getByRole("link", { name: "Activity", exact: true }).click();
  await page
    .getByRole("group", { name: "Views of the activity" })
    .getByRole("link", { name: view })
    .click();
}
