import { afterEach, describe, expect, test } from "vitest";
import type { Host } from "../../../shared/host/host.ts";
import { must, openHost } from "../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { TestWindow } from "./open-window.ts";

let page: TestWindow;
afterEach(() => page.close());

const name = "context-1";

/** A locked vault, whose host says its state no sooner than it is let go on. */
async function slowToTell() {
  const { host } = await openHost(makeTalosconfig(1));
  must(await host.ask("vault.lock", {}));
  let isHeld = false;
  let goOn = (): void => undefined;
  const going = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const call: Host["call"] = async (channel, request) => {
    const answer = await host.call(channel, request);
    if (channel === "vault.state" && isHeld) await going;
    return answer;
  };
  page = await TestWindow.open({ host: Object.create(host, { call: { value: call } }) as Host }); // prettier-ignore
  await page.shows("The vault is locked");
  isHeld = true;
  return { host, goOn };
}

describe("a vault that an answer said is open", () => {
  test("shows its contexts while its state is still asked for", async () => {
    const { goOn } = await slowToTell();
    await page.press("Unlock");
    await page.shows(name);
    goOn();
    await page.press("Lock");
    await page.shows("You locked it.");
  });

  test("is a locked one again as soon as main says so", async () => {
    const { host, goOn } = await slowToTell();
    await page.press("Unlock");
    await page.shows(name);
    await host.lock("The machine went to sleep.");
    goOn();
    await page.shows("The machine went to sleep.");
    expect(page.text).not.toContain(name);
  });
});
