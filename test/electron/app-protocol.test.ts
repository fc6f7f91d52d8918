import type { Session } from "electron";
import { describe, expect, test, vi } from "vitest";
import { Window } from "happy-dom";
import { firstLook } from "../../renderer/first-look.ts";
import type { FirstLook } from "../../shared/contract/first-look.ts";
import { servePage } from "../../electron/security/app-protocol.ts";

vi.mock("electron", () => ({ protocol: {} }));

interface Answer {
  readonly statusCode?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: Buffer;
}

/** What is answered for an address, and how often it was told that the page has all it names. */
function served(look: FirstLook | null = null) {
  const file = (text: string, type: string) => ({
    bytes: Buffer.from(text),
    type,
  });
  const html = `<head><script type="module" src="./assets/a.js"></script><link rel="stylesheet" href="./assets/b.css">`;
  const files = new Map([
    ["/index.html", file(html, "text/html")],
    ["/assets/a.js", file("a()", "text/javascript")],
    ["/assets/b.css", file("b{}", "text/css")],
    ["/assets/later.js", file("c()", "text/javascript")],
  ]);
  type Handler = (
    request: { readonly url: string },
    answer: (given: Answer) => void,
  ) => void;
  let handler: Handler = () => undefined;
  const registerBufferProtocol = (_: string, given: Handler) => {
    handler = given;
  };
  const session = { protocol: { registerBufferProtocol } };
  const onRead = vi.fn();
  servePage(session as unknown as Session, {
    files: () => files,
    look: () => look,
    onRead,
  });
  const ask = (url: string): Answer => {
    const answers: Answer[] = [];
    handler({ url }, (given) => answers.push(given));
    const [only] = answers;
    if (!only || answers.length > 1) throw new Error("not one answer");
    return only;
  };
  return { ask, onRead };
}

describe("the page's own addresses", () => {
  test("a file of the page comes with its type and the policy", () => {
    const { data, headers } = served().ask("app://vault/assets/a.js");
    expect(data.toString()).toBe("a()");
    expect(headers["content-type"]).toBe("text/javascript");
    expect(headers["content-security-policy"]).toContain("script-src 'self'");
  });

  test.each([
    "app://other/index.html",
    "app://vault/../package.json",
    "app://vault/assets/%2e%2e/a.js",
    "app://vault/none",
  ])("%s is not there, under the policy too", (url) => {
    const { statusCode, data, headers } = served().ask(url);
    expect([statusCode, data.length]).toEqual([404, 0]);
    expect(headers["content-security-policy"]).toBeDefined();
  });

  test("the page comes with what it may draw at once, as text whatever that says", () => {
    const path = `/home/"><script>ä`;
    const look = { theme: "dark", state: { path } } as FirstLook;
    const html = served(look).ask("app://vault/index.html").data.toString();
    const page = new Window({ url: "app://vault/" });
    page.document.write(html);
    vi.stubGlobal("document", page.document);
    expect(firstLook()).toEqual(look);
    expect(page.document.querySelectorAll("script").length).toBe(1);
    vi.unstubAllGlobals();
  });

  test("it is told once that the page has what it names, and of nothing that comes later", () => {
    const { ask, onRead } = served();
    ask("app://vault/index.html");
    ask("app://vault/assets/later.js");
    ask("app://vault/assets/a.js");
    ask("app://vault/assets/a.js");
    expect(onRead).not.toHaveBeenCalled();
    ask("app://vault/assets/b.css");
    ask("app://vault/assets/b.css");
    expect(onRead).toHaveBeenCalledOnce();
  });
});
