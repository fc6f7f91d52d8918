import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTrustedSender } from "../../electron/ipc/trusted-sender.ts";
import { isPage } from "../../electron/security/page-address.ts";

type Event = Parameters<typeof isTrustedSender>[0];
type Contents = Parameters<typeof isTrustedSender>[1];

/** A frame and the window that it is in, as far as the check looks at them. */
function frame(url: string, parent: object | null = null) {
  const senderFrame = { url, parent };
  const sender = { mainFrame: senderFrame };
  return { senderFrame, sender };
}

const check = (event: object, window: object) =>
  isTrustedSender(event as Event, window as Contents);

describe("who may call main", () => {
  test("our page in the top frame of its own window may", () => {
    const { senderFrame, sender } = frame("app://vault/index.html");
    expect(check({ senderFrame, sender }, sender)).toBe(true);
  });

  test("another window's page may not, and neither may a frame that is gone", () => {
    const { senderFrame, sender } = frame("app://vault/index.html");
    expect(check({ senderFrame, sender }, { mainFrame: senderFrame })).toBe(
      false,
    );
    expect(check({ senderFrame: null, sender }, sender)).toBe(false);
  });

  test("a frame inside the page may not", () => {
    const top = frame("app://vault/index.html");
    const inner = { url: "app://vault/index.html", parent: top.senderFrame };
    expect(check({ senderFrame: inner, sender: top.sender }, top.sender)).toBe(
      false,
    );
  });

  test.each([
    "app://vault.evil/index.html",
    "app://evil/index.html",
    "https://vault/index.html",
    "file:///vault/index.html",
    "app:vault",
    "about:blank",
    "data:text/html,app://vault/",
    "",
  ])("a page at %s may not", (url) => {
    const { senderFrame, sender } = frame(url);
    expect(check({ senderFrame, sender }, sender)).toBe(false);
  });

  test("no other address is taken for the page", () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string()), (url) => {
        expect(isPage(url)).toBe(false);
      }),
    );
  });
});
