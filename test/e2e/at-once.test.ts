import { afterAll, beforeAll, expect, test } from "vitest";
import type { WireResult } from "../../shared/contract/wire.ts";
import type { Machine } from "../cli/harness.ts";
import { makeFleet } from "../doubles/fleet.ts";
import type { BrowserApp } from "./browser-app.ts";
import { startWithContexts } from "./browser-with-contexts.ts";
import { describeE2e } from "./describe-e2e.ts";
import { closeMessages } from "./close-messages.ts";
import { openContext } from "./scenarios.ts";

/** What main answers is held back here: what shows meanwhile is the page's own. */
describeE2e("what one click changes", ["chromium"], () => {
  let machine: Machine;
  let app: BrowserApp;

  beforeAll(async () => {
    ({ machine, app } = await startWithContexts(makeFleet().talosconfig));
  });

  afterAll(async () => {
    await app.stop();
    await machine.stop();
  });

  const refusal: WireResult<never> = {
    ok: false,
    error: {
      code: "disk-full",
      severity: "error",
      message: "No space is left on the disk.",
      next: "Make room.",
      actions: [],
    },
  };

  /** Holds the next call back; gives what answers it with a refusal. */
  async function heldBack(channel: string) {
    let refuse = (): void => undefined;
    const isRefused = new Promise<void>((resolve) => {
      refuse = resolve;
    });
    const asked = app.page.waitForRequest(`**/call/${channel}`);
    await app.page.route(
      `**/call/${channel}`,
      async (route) => {
        await isRefused;
        await route.fulfill({ json: refusal });
      },
      { times: 1 },
    );
    return { asked, refuse };
  }

  const star = () =>
    app.page.getByRole("button", { name: "Favourite homelab" });
  const isPressed = () => star().getAttribute("aria-pressed");
  const current = (name: string) =>
    app.page
      .getByRole("navigation")
      .getByRole("button", { name: `Current context ${name}` });

  test("shows before it is written, and is taken back with the reason", async () => {
    const { page } = app;
    const edit = await heldBack("contexts.edit");
    await star().click();
    await edit.asked;
    expect(await isPressed()).toBe("true");
    edit.refuse();
    await page.getByText("No space is left on the disk.").waitFor();
    await expect.poll(isPressed).toBe("false");
    await closeMessages(app.page);

    const use = await heldBack("contexts.use");
    await page.getByRole("button", { name: "Use homelab" }).click();
    await use.asked;
    await current("homelab").waitFor();
    use.refuse();
    await page.getByText("No space is left on the disk.").waitFor();
    await current("staging").waitFor();
    await closeMessages(app.page);

    const panel = await openContext(app, "homelab");
    const mark = await heldBack("contexts.edit");
    await panel.getByRole("switch", { name: "Production" }).click();
    await mark.asked;
    await page.getByRole("row", { name: /homelab.*production/ }).waitFor();
    await panel.getByText("production", { exact: true }).waitFor();
    mark.refuse();
    await page.getByText("No space is left on the disk.").waitFor();
    await page
      .getByRole("row", { name: /homelab.*production/ })
      .waitFor({ state: "detached" });
    await closeMessages(app.page);
    app.troubles.all.length = 0;
  });

  test("is written after the frame that shows it", async () => {
    // A frame that takes longer than a tenth of a second is not waited for.
    await expect.poll(async () => app.page.evaluate(starAndListen)).toEqual(["shown", "written"]); // prettier-ignore
  });

  test("asks for no list again, of all rows", async () => {
    const { page } = app;
    const asked: string[] = [];
    page.on("request", (request) => {
      const [, name] = /\/call\/(.*)$/.exec(request.url()) ?? [];
      if (name !== undefined) asked.push(name);
    });
    await star().click();
    await page.getByRole("button", { name: "Use homelab" }).click();
    await current("homelab").waitFor();
    await expect
      .poll(
        async () => await machine.json<unknown>(["show", "homelab", "--json"]),
        // A program is started for each look.
        { timeout: 10_000 },
      )
      .toMatchObject({ favorite: true, current: true });
    // What the watch of the folder saw comes within this time, and so it does from another program.
    await machine.run(["set", "prod-eu", "--note", "from a terminal"]);
    await expect
      .poll(() => asked.filter((name) => name === "contexts.list").length)
      .toBe(1);
  });
});

/** In the page: presses a star; gives when it was shown and when main was asked to write it. */
function starAndListen(): Promise<readonly string[]> {
  const g = globalThis as unknown as {
    document: { querySelector(one: string): { click(): void; ariaPressed: string } }; // prettier-ignore
    requestAnimationFrame(call: () => void): void;
    fetch: (path: string, ...how: readonly unknown[]) => Promise<unknown>;
  };
  const star = () =>
    g.document.querySelector('[aria-label="Favourite edge-fra1"]');
  const before = star().ariaPressed;
  const ask = g.fetch;
  return new Promise((done) => {
    const heard: string[] = [];
    const hear = (what: string): void => {
      heard.push(what);
      if (heard.length < 2) return;
      g.fetch = ask;
      done(heard);
    };
    g.fetch = (path, ...how) => {
      if (path.endsWith("contexts.edit")) hear("written");
      return ask(path, ...how);
    };
    star().click();
    g.requestAnimationFrame(() => {
      hear(star().ariaPressed === before ? "not shown" : "shown");
    });
  });
}
