import { beforeEach, expect, test, vi } from "vitest";
import { notify, withdrawNotices } from "../../electron/desktop/native-text.ts";
import { printable } from "../../shared/core/text/printable.ts";

const shown = vi.hoisted(() => new Set<string>());

vi.mock("electron", () => ({
  dialog: {},
  Menu: {},
  Notification: class {
    readonly #body: string;
    constructor({ body }: { readonly body: string }) {
      this.#body = body;
    }
    static isSupported(): boolean {
      return true;
    }
    on(): void {}
    show(): void {
      shown.add(this.#body);
    }
    close(): void {
      shown.delete(this.#body);
    }
  },
}));

const say = (body: string) =>
  notify(printable("A title"), printable(body), () => undefined);

beforeEach(() => shown.clear());

test("what the desktop shows of us can be taken away, all of it", () => {
  say("prod");
  say("lab");
  expect([...shown]).toEqual(["prod", "lab"]);
  withdrawNotices();
  expect([...shown]).toEqual([]);
});

test("an app that runs for months keeps no endless list: the oldest go", () => {
  for (let at = 0; at < 100; at += 1) say(String(at));
  expect(shown.size).toBe(64);
  expect(shown.has("99")).toBe(true);
  withdrawNotices();
  expect(shown.size).toBe(0);
});
